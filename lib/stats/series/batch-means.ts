import { studentT } from '../intervals/student-t.ts'

/** A mean and the interval of the true one. */
export interface MeanInterval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * Interval of the mean of a series whose values depend on their neighbours, such as the waits in a queue.
 * The series is cut into runs of equal length, in order; their means depend on each other far less than the
 * values do, so that Student's t is valid for them (Schmeiser, "Batch size effects in the analysis of
 * simulation output", Operations Research 30, 1982, who finds that 10 to 30 runs are best; Law, "Simulation
 * Modeling and Analysis", 5th ed., 9.5.3).
 *
 * Values that do not fill a run are left out at the end. With as many values as runs each is a mean.
 * @param confidence between 0 and 1, e.g. 0.95
 * @returns null below two values: no data is not a number
 */
export function batchMeans(
  values: readonly number[],
  batches = 10,
  confidence = 0.95,
): MeanInterval | null {
  const count = Math.min(batches, values.length)
  if (count < 2) return null
  const size = Math.floor(values.length / count)
  const means = Array.from({ length: count }, (_, index) =>
    mean(values.slice(index * size, (index + 1) * size)),
  )
  const center = mean(means)
  const variance = means.reduce((sum, each) => sum + (each - center) ** 2, 0) / (count - 1)
  const halfWidth = studentT(confidence, count - 1) * Math.sqrt(variance / count)
  return { mean: center, low: center - halfWidth, high: center + halfWidth }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
