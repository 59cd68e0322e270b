import type { Interval } from '../../units/interval.ts'
import { quantile } from '../intervals/summary.ts'

export interface BootstrapOptions {
  /** A number from 0 up to 1 at each call; seeded, the same series give the same interval. */
  readonly random: () => number
  /** Between 0 and 1; default 0.95. */
  readonly confidence?: number
  /** Default 1,999: from 999 on the tails of 0.99 are still counted, not guessed. */
  readonly resamples?: number
  /** Into how many blocks a series is cut; default 10. */
  readonly blocks?: number
}

/**
 * Interval of the ratio of the means of two series in order of time, such as latencies of all requests of
 * two runs. Requests near each other share a queue and a host, so whole blocks are drawn, of the series
 * closed to a ring (circular block bootstrap, Politis & Romano, "A circular block-resampling procedure for
 * stationary data", 1992, after Künsch, "The jackknife and the bootstrap for general stationary
 * observations", Annals of Statistics 17, 1989). Studentized in logarithms: plain percentiles contain the
 * truth too rarely. Ten long blocks rather than many short ones: bench/verdicts finds coverage within a
 * point from about 50 effective values on.
 * @param candidate above zero on average, at least two values per block
 * @param baseline likewise
 * @returns the candidate's mean over the baseline's
 * @throws RangeError for series that are shorter or not above zero on average
 */
export function bootstrapRatio(
  candidate: readonly number[],
  baseline: readonly number[],
  { random, confidence = 0.95, resamples = 1_999, blocks = 10 }: BootstrapOptions,
): { readonly ratio: number; readonly interval: Interval } {
  const sides = [candidate, baseline].map((series) => ringOf(series, blocks))
  const logRatio = (means: readonly number[]) => Math.log(means[0] ?? 0) - Math.log(means[1] ?? 0)
  const whole = logRatio(sides.map(({ mean }) => mean))
  const error = Math.sqrt(sides.reduce((sum, side) => sum + relativeVariance(side), 0))
  const ratio = Math.exp(whole)
  if (error === 0) return { ratio, interval: { low: ratio, high: ratio, confidence } }
  const deviations = Array.from({ length: resamples }, () => {
    const drawn = sides.map((side) => draw(side, random))
    const drawnError = Math.sqrt(drawn.reduce((sum, side) => sum + relativeVariance(side), 0))
    return (logRatio(drawn.map(({ mean }) => mean)) - whole) / drawnError
  }).filter((deviation) => Number.isFinite(deviation))
  const end = (share: number) => Math.exp(whole - (quantile(deviations, share) ?? 0) * error)
  const tail = (1 - confidence) / 2
  return { ratio, interval: { low: end(1 - tail), high: end(tail), confidence } }
}

interface Mean {
  readonly mean: number
  readonly variance: number
}

interface Ring extends Mean {
  /** Mean of the block that begins at each place. */
  readonly blockMeans: readonly number[]
  readonly blocks: number
}

function ringOf(series: readonly number[], blocks: number): Ring {
  const { length } = series
  const size = Math.floor(length / blocks)
  const mean = series.reduce((sum, value) => sum + value, 0) / length
  if (size < 2 || !(mean > 0)) {
    throw new RangeError(
      `${length} values with a mean of ${mean} cannot be cut into ${blocks} blocks`,
    )
  }
  let sum = series.slice(0, size).reduce((total, value) => total + value, 0)
  const blockMeans = series.map((value, start) => {
    const blockMean = sum / size
    sum += (series[(start + size) % length] ?? 0) - value
    return blockMean
  })
  const squares = blockMeans.reduce((total, each) => total + (each - mean) ** 2, 0) / length
  return { blockMeans, blocks, mean, variance: squares / (blocks - 1) }
}

function draw({ blockMeans, blocks }: Ring, random: () => number): Mean {
  const drawn = Array.from(
    { length: blocks },
    () => blockMeans[Math.floor(random() * blockMeans.length)] ?? 0,
  )
  const mean = drawn.reduce((sum, value) => sum + value, 0) / blocks
  const squares = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (blocks * (blocks - 1)) }
}

/** Variance of the logarithm of the mean. */
function relativeVariance({ mean, variance }: Mean): number {
  return variance / mean ** 2
}
