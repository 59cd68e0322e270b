import type { Interval } from '../../units/interval.ts'
import { effectiveSize } from '../series/effective-size.ts'
import { quantileInterval } from './quantile-interval.ts'
import { quantile } from './summary.ts'

const minEffective = 40
const minBeyond = 6

/**
 * Interval of a quantile of values that depend on their neighbours, such as the latencies of one run's
 * requests in order: `quantileInterval` for the effective size of the series, by the dependence of being
 * beyond the quantile (Woodruff, "Confidence intervals for medians and other position measures", JASA 47,
 * 1952, for the way by shares).
 *
 * That dependence is known only if enough values are beyond. By the ranks of all values, whose dependence
 * is known better and is greater, there must be forty effective values, and six of them on the smaller
 * side: with fewer the interval would contain the truth too rarely, and is absent.
 * @param series in order of time
 * @param options share and confidence as in `quantileInterval`
 */
export function seriesQuantile(
  series: readonly number[],
  { share, confidence }: { readonly share: number; readonly confidence: number },
): Interval | undefined {
  const at = quantile(series, share)
  if (at === null) return undefined
  const worth = effectiveSize(ranksOf(series))
  if (worth < minEffective || worth * Math.min(share, 1 - share) < minBeyond) return undefined
  const size = effectiveSize(series.map((value) => (value > at ? 1 : 0)))
  return quantileInterval(series, { share, confidence, effectiveSize: size })
}

/** The rank of each value, so that a few large ones do not hide the dependence. */
function ranksOf(series: readonly number[]): readonly number[] {
  const bySize = series.map((_, index) => index)
  bySize.sort((a, b) => (series[a] ?? 0) - (series[b] ?? 0))
  const ranks: number[] = new Array(series.length)
  for (const [rank, index] of bySize.entries()) ranks[index] = rank
  return ranks
}
