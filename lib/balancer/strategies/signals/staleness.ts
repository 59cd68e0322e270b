/** A point in the life of a strategy. */
export interface Moment {
  readonly nowMs: number
  /** Picks so far, each counted as one part of as many as there were workers to pick from. */
  readonly rounds: number
}

/** No knowledge fades sooner than after so many rounds. */
const fadeRounds = 10

/**
 * How stale knowledge is: e^-staleness of it is left. It ages with the time and with the picks, and the
 * smaller of `age / fadeMs` and `rounds / 10` counts. Under load the time bounds how often a bad worker is
 * tried again; where requests are rare, the picks bound which part of them that costs.
 */
export function staleness(since: Moment, now: Moment, fadeMs: number): number {
  const byTime = Math.max(0, now.nowMs - since.nowMs) / fadeMs
  return Math.min(byTime, (now.rounds - since.rounds) / fadeRounds)
}
