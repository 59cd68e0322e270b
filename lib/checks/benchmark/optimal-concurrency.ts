/** The throughput of one level. */
export interface LadderPoint {
  readonly concurrency: number
  readonly throughput: number
}

/**
 * The knee of the levels: the smallest concurrency whose throughput is within `within` percent of the best.
 * Beyond it requests only wait longer. Undefined with fewer than two levels.
 */
export function optimalConcurrency(
  points: readonly LadderPoint[],
  within: number,
): number | undefined {
  if (points.length < 2) return undefined
  const best = Math.max(...points.map(({ throughput }) => throughput))
  const enough = best * (1 - within / 100)
  return points
    .filter(({ throughput }) => throughput >= enough)
    .reduce((least, { concurrency }) => Math.min(least, concurrency), Number.POSITIVE_INFINITY)
}
