/**
 * The effective size of a series in order of time: its length over 1 + 2 · Σ autocorrelation. Summed over
 * pairs of lags while their sum is above zero and never larger than that of the pair before (the initial
 * monotone sequence of Geyer, "Practical Markov chain Monte Carlo", Statistical Science 7, 1992).
 * @returns at most the length: series with negatively correlated neighbours are not credited for it
 */
export function effectiveSize(values: readonly number[]): number {
  const { length } = values
  const mean = values.reduce((sum, value) => sum + value, 0) / length
  const deviations = values.map((value) => value - mean)
  const variance = autocovariance(deviations, 0)
  if (!(variance > 0)) return length
  let inflation = -1
  let pairBefore = Number.POSITIVE_INFINITY
  for (let lag = 0; lag + 1 < length; lag += 2) {
    const pair = autocovariance(deviations, lag) + autocovariance(deviations, lag + 1)
    if (pair <= 0) break
    pairBefore = Math.min(pairBefore, pair / variance)
    inflation += 2 * pairBefore
  }
  return length / Math.max(1, inflation)
}

/**
 * The correlation of a value's deviation with the next one: from -1 to 1, near 0 for independent values,
 * which are then within ± 2 / √length of it.
 * @returns undefined below three values and for values that are all equal
 */
export function autocorrelation(values: readonly number[]): number | undefined {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviations = values.map((value) => value - mean)
  const variance = autocovariance(deviations, 0)
  if (values.length < 3 || !(variance > 0)) return undefined
  return autocovariance(deviations, 1) / variance
}

function autocovariance(deviations: readonly number[], lag: number): number {
  let sum = 0
  for (let index = lag; index < deviations.length; index++) {
    sum += (deviations[index] ?? 0) * (deviations[index - lag] ?? 0)
  }
  return sum / deviations.length
}
