/** Minimum number of runs for an estimate of the variance between them. */
const minRuns = 3

/**
 * The levels of a baseline's runs, shrunk so that their variance is that between runs without the noise of
 * their blocks: the `earlierLevels` of `compareSeparate`. The noise of the blocks is in its other terms
 * already.
 *
 * The variance between runs is that of a one-way analysis of variance, `s² of the means - s² within / n`,
 * zero if that is negative (Searle, Casella & McCulloch, "Variance Components", 1992, ch. 3).
 * `compareSeparate` counts it for two single runs; a baseline of k runs counts as 1/k of one.
 * @param runs the values of the blocks of each, above zero
 * @returns empty below three runs: two are too few to estimate the variance between runs
 */
export function levelsOfRuns(runs: readonly (readonly number[])[]): readonly number[] {
  if (runs.length < minRuns) return []
  const logs = runs.map((blocks) => blocks.map(Math.log))
  const levels = logs.map(mean)
  const center = mean(levels)
  const apart = variance(levels)
  const noise = mean(logs.map((blocks) => variance(blocks) / blocks.length))
  const between = Math.max(0, apart - noise)
  const share = apart > 0 ? Math.sqrt((between / apart) * ((1 + 1 / runs.length) / 2)) : 0
  return levels.map((level) => Math.exp(center + share * (level - center)))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0
  const center = mean(values)
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1)
}
