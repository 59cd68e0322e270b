/**
 * Milliseconds of the monotonic clock that all threads of a machine share; `performance.now()` starts at
 * zero in each thread.
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
