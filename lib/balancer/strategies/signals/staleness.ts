/** A moment in the life of a strategy. */
export interface Moment {
  readonly nowMs: number
  /** Picks so far, each counted as one over the number of workers to pick from. */
  readonly rounds: number
}

/** No knowledge fades sooner than after this many rounds. */
const fadeRounds = 10

/**
 * How stale knowledge is: e^-staleness of it remains. It ages with time and with picks, and the smaller of
 * `age / fadeMs` and `rounds / 10` counts. Under load the time limits how often a bad worker is tried
 * again; if requests are rare, the picks limit their fraction.
 */
export function staleness(since: Moment, now: Moment, fadeMs: number): number {
  const byTime = Math.max(0, now.nowMs - since.nowMs) / fadeMs
  return Math.min(byTime, (now.rounds - since.rounds) / fadeRounds)
}
