/**
 * Probability of at most `count` successes in a number of trials, each with probability `share`. Summed in
 * logarithms so that nothing overflows.
 */
export function binomialCdf(count: number, trials: number, share: number): number {
  if (count < 0) return 0
  if (share <= 0) return 1
  if (share >= 1) return count >= trials ? 1 : 0
  let logTerm = trials * Math.log1p(-share)
  let sum = Math.exp(logTerm)
  const logOdds = Math.log(share) - Math.log1p(-share)
  for (let k = 1; k <= count; k++) {
    logTerm += Math.log(trials - k + 1) - Math.log(k) + logOdds
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}
