/** From so many runs on it is worth a guess how far they lie apart. */
const minRuns = 3

/**
 * The levels of a baseline's runs, drawn together so that they lie as far apart as the runs do beyond
 * the noise of their blocks: what `compareSeparate` takes for `earlierLevels`. The blocks' noise is
 * in its other terms already.
 *
 * The variance between runs is that of a one-way analysis of variance, `s² of the means - s² within / n`,
 * zero where that is negative (Searle, Casella & McCulloch, "Variance Components", 1992, ch. 3).
 * `compareSeparate` counts it for two single runs; a baseline of k runs counts as 1/k of one.
 * @param runs the values of the blocks of each, above zero
 * @returns none below three runs: two tell too little of how far runs lie apart
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
