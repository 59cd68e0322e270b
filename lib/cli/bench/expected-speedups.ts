/** A row of the guide's table "Performance Expectations". */
interface ExpectedSpeedup {
  readonly workers: number
  readonly low: number
  readonly high: number
}

const expectedSpeedups: readonly ExpectedSpeedup[] = [
  { workers: 1, low: 1, high: 1 },
  { workers: 3, low: 2.5, high: 2.8 },
  { workers: 5, low: 4, high: 4.5 },
]

/**
 * What the guide expects of so many workers over one alone. It does so at their optimal concurrency,
 * workers × max_concurrent_requests, and of 1, 3 and 5 workers; undefined elsewhere.
 * @param slots of each worker, in order
 */
export function expectedSpeedup(
  workers: number,
  concurrency: number,
  slots: readonly number[],
): ExpectedSpeedup | undefined {
  if (concurrency !== sum(slots.slice(0, workers))) return undefined
  return expectedSpeedups.find((row) => row.workers === workers)
}

/**
 * How many slots a load of so many requests at once can use, on the first so many workers.
 * @param slots of each worker, in order
 */
export function usableSlots(
  workers: number,
  concurrency: number,
  slots: readonly number[],
): number {
  return Math.min(concurrency, sum(slots.slice(0, workers)))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
