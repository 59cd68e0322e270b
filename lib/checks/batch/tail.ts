import type { AttemptTimes } from '../../load/balancer-watch.ts'

/**
 * How much of a batch's time, in percent, passed after the first slot became free without a task left for
 * it: the tail, in which more and more slots are idle. Undefined if nothing was served.
 * @param attempts all of the batch, in any order
 * @param lanes how many could be in flight at once
 * @param makespanMs from the start of the batch to the end of its last task
 */
export function tailOf(
  attempts: readonly AttemptTimes[],
  lanes: number,
  makespanMs: number,
): number | undefined {
  if (attempts.length === 0 || !(makespanMs > 0)) return undefined
  // Fewer tasks than slots: some slots never had a task.
  if (attempts.length < lanes) return 100
  const lastStartMs = latest(attempts, ({ startMs }) => startMs)
  const lastEndMs = latest(attempts, ({ endMs }) => endMs)
  // A task that ends after the last start frees a slot that stays idle.
  const firstIdleMs = attempts.reduce(
    (first, { endMs }) => (endMs > lastStartMs && endMs < first ? endMs : first),
    lastEndMs,
  )
  return Math.min(100, ((lastEndMs - firstIdleMs) / makespanMs) * 100)
}

function latest(
  attempts: readonly AttemptTimes[],
  timeOf: (attempt: AttemptTimes) => number,
): number {
  return attempts.reduce((most, attempt) => Math.max(most, timeOf(attempt)), 0)
}
