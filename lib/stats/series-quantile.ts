import type { Interval } from '../units/interval.ts'
import { effectiveSize } from './effective-size.ts'
import { quantileInterval } from './quantile-interval.ts'
import { quantile } from './summary.ts'

const fewestEffective = 50
const fewestBeyond = 10

/**
 * Interval of a quantile of values that depend on their neighbours, such as the latencies of one run's
 * requests in order: `quantileInterval` for as many independent values as the series is worth, by the
 * dependence of being beyond the quantile (Woodruff, "Confidence intervals for medians and other
 * position measures", JASA 47, 1952, for the way by shares).
 *
 * The dependence itself is only known where enough lies beyond: with fewer than ten effective values on
 * the smaller side, or fifty in all, no interval is given, since it would hold the truth too rarely.
 * @param series in order of time
 * @param options share and confidence as of `quantileInterval`
 */
export function seriesQuantile(
  series: readonly number[],
  { share, confidence }: { readonly share: number; readonly confidence: number },
): Interval | undefined {
  const at = quantile(series, share)
  if (at === null) return undefined
  const size = effectiveSize(series.map((value) => (value > at ? 1 : 0)))
  if (size < fewestEffective || size * Math.min(share, 1 - share) < fewestBeyond) return undefined
  return quantileInterval(series, { share, confidence, effectiveSize: size })
}
