/** The location of a sample and its error. */
export interface TrimmedMean {
  readonly mean: number
  readonly standardError: number
  readonly degreesOfFreedom: number
}

/** Fraction of the sample that is left out at each end. */
const trimmedShare = 0.15

/**
 * Mean without the 15 % lowest and highest values, rounded down: of fewer than seven values it is the plain
 * mean. One block that another program disturbed then changes neither the mean nor its error by much, and
 * undisturbed blocks have about the same error as with the plain mean. The error is that of Yuen ("The
 * two-sample trimmed t for unequal population variances", Biometrika 61, 1974), for Student's t.
 * @param values at least two
 * @throws RangeError below two values
 */
export function trimmedMean(values: readonly number[]): TrimmedMean {
  if (values.length < 2) throw new RangeError('fewer than two values say nothing of their spread')
  const trimmed = estimate(values, trimmedCount(values.length))
  // Mostly equal values with a few different ones would seem to have no error.
  return trimmed.standardError > 0 ? trimmed : estimate(values, 0)
}

/** Degrees of freedom of the error for this number of values. */
export function trimmedDegreesOfFreedom(count: number): number {
  return count - 2 * trimmedCount(count) - 1
}

function trimmedCount(count: number): number {
  return Math.floor(trimmedShare * count + 1e-9)
}

function estimate(values: readonly number[], atEachEnd: number): TrimmedMean {
  const sorted = values.toSorted((a, b) => a - b)
  const kept = sorted.slice(atEachEnd, sorted.length - atEachEnd)
  const [least, greatest] = [kept[0] ?? 0, kept[kept.length - 1] ?? 0]
  const drawnIn = sorted.map((value) => Math.min(greatest, Math.max(least, value)))
  const center = meanOf(drawnIn)
  const squares = drawnIn.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return {
    mean: meanOf(kept),
    standardError: Math.sqrt(squares / (kept.length * (kept.length - 1))),
    degreesOfFreedom: kept.length - 1,
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
