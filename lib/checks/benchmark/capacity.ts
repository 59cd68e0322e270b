/** One trial of the search: whether the SLO was met at this rate. */
export type Trial = (ratePerSecond: number) => Promise<boolean>

/** The search ends when the bounds are this close to each other. */
const precision = 0.05
const maxTrials = 10

/**
 * The highest arrival rate that keeps the SLO, by bisection between a rate that kept it and one that did
 * not; to within 5 %. Undefined if not even a twentieth of the ceiling keeps it.
 * @param ceilingPerSecond the highest throughput of a closed loop: beyond it queues only grow
 */
export async function findCapacity(
  ceilingPerSecond: number,
  keeps: Trial,
  signal: AbortSignal,
): Promise<number | undefined> {
  let good = 0
  let bad = ceilingPerSecond * 1.1
  let rate = ceilingPerSecond * 0.9
  for (let trial = 0; trial < maxTrials && !signal.aborted; trial++) {
    if (await keeps(rate)) good = rate
    else bad = rate
    if (signal.aborted) return undefined
    if (bad - good <= bad * precision) break
    rate = (good + bad) / 2
  }
  return good >= ceilingPerSecond / 20 ? good : undefined
}
