import type { Dimension } from '../../../lib/units/dimension.ts'

/** Maps values to positions along an axis. */
export interface Scale {
  readonly low: number
  readonly high: number
  /** From 0 at the low end to 1 at the high end; values outside are put at the end. */
  share(value: number): number
  /** Round values to label the axis with, in order. */
  readonly ticks: readonly number[]
}

/** Equal steps for equal differences. */
export function linearScale(low: number, high: number, dimension: Dimension, maxTicks = 5): Scale {
  const top = high > low ? high : low + 1
  return {
    low,
    high: top,
    share: (value) => clamped((value - low) / (top - low)),
    ticks: roundTicks(low, top, dimension, maxTicks),
  }
}

/** Equal steps for equal ratios. @param low above 0 */
export function logScale(low: number, high: number): Scale {
  const top = high > low ? high : low * 2
  return {
    low,
    high: top,
    share: (value) => clamped(Math.log(Math.max(value, low) / low) / Math.log(top / low)),
    ticks: logTicks(low, top),
  }
}

/** From this ratio of the maximum to the minimum, a log scale shows more. */
const wideRatio = 25

/** A log scale if the values span several orders of magnitude, else a linear one. */
export function fittingScale(low: number, high: number, dimension: Dimension): Scale {
  return isWide(low, high) ? logScale(low, high) : linearScale(low, high, dimension)
}

export function isWide(low: number, high: number): boolean {
  return low > 0 && high / low > wideRatio
}

/** `12.3%`, as an SVG position or length. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`
}

/** Steps of durations above a minute, because hundreds of seconds are hard to read. */
const timeStepsMs = [
  15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1_000)

function roundTicks(low: number, high: number, dimension: Dimension, maxTicks: number): number[] {
  const step = roundStep((high - low) / maxTicks, dimension)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  if (!Number.isFinite(step) || last - first > 2 * maxTicks) return [low, high]
  // Multiples of the step instead of sums, which would accumulate floating-point errors.
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}

/** The next of 1, 2, 5 × a power of ten. */
function roundStep(least: number, dimension: Dimension): number {
  const timeStep = timeStepsMs.find((step) => step >= least)
  if (dimension === 'duration' && least > 10_000 && timeStep !== undefined) return timeStep
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10
  const step = factor * power
  return dimension === 'count' ? Math.max(1, step) : step
}

function logTicks(low: number, high: number): number[] {
  const powers = range(Math.floor(Math.log10(low)), Math.ceil(Math.log10(high)))
  const isInside = (value: number) => value >= low * 0.999 && value <= high * 1.001
  const decades = powers.map((power) => 10 ** power).filter(isInside)
  if (decades.length > 6) return decades.filter((_, index) => index % 2 === 0)
  if (decades.length > 2) return decades
  return powers.flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power)).filter(isInside)
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function clamped(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0
}
