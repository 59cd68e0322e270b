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
 * The guide's expected speedup of a number of workers over one alone. Defined at their optimal concurrency,
 * workers × max_concurrent_requests, and for 1, 3 and 5 workers; undefined otherwise.
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
 * How many slots a load with this concurrency can use, on the first workers.
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
