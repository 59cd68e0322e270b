import type { Interval } from '../../units/interval.ts'
import { type Decision, decide } from './decide.ts'
import type { StoppingRule } from './stopping-rule.ts'

/** Whether more is better (throughput) or less (latency). */
export type BetterWhen = 'higher' | 'lower'

/**
 * `regressed`: worse by more than allowed. `held`: not worse than allowed. `improved`: held, and better
 * than the baseline beyond the noise. `undecided`: the interval contains the limit.
 */
export type ChangeVerdict = 'regressed' | 'held' | 'improved' | 'undecided'

export interface Regression extends Omit<Decision, 'verdict'> {
  readonly verdict: ChangeVerdict
}

export interface RegressionInput {
  /** The candidate's value over the baseline's, one per block, in order: see `blockRatio`. */
  readonly blocks: readonly number[]
  readonly better: BetterWhen
  /**
   * How much worse the candidate may be, as a fraction: 0.05 allows 5 % less throughput or 5 % more
   * latency.
   */
  readonly within: number
  readonly rule: StoppingRule
}

/**
 * Whether a candidate is worse than its baseline by more than a tolerance, after a number of interleaved
 * blocks. Without a change, the probability that it is ever called regressed or improved is at most 1 - the
 * rule's confidence.
 *
 * A change as large as the tolerance equals the limit, which no number of blocks decides. To find changes
 * of 5 %, set the tolerance to half of that. With a tolerance of 0 every change beyond the noise counts,
 * and an unchanged candidate stays undecided: `smallestEffect` is the effect that would have been detected.
 * Stopping at `held` may miss an improvement that more blocks would show; continuing to the plan's end has
 * no risk, because the intervals are valid at all looks.
 * @throws RangeError as `compareBlocks`, and for a tolerance outside 0 to 1
 */
export function judgeRegression({ blocks, better, within, rule }: RegressionInput): Regression {
  const decision = decide({
    blocks,
    bound: tolerated(better, within),
    direction: better === 'higher' ? 'at_least' : 'at_most',
    rule,
  })
  return { ...decision, verdict: judgeChange(decision.interval, better, within) }
}

/**
 * The verdict on a change from the interval of its ratio to a baseline, however it was computed.
 * @param interval of the candidate's value over the baseline's
 * @throws RangeError for a tolerance outside 0 to 1
 */
export function judgeChange(
  interval: Interval | undefined,
  better: BetterWhen,
  within: number,
): ChangeVerdict {
  const line = tolerated(better, within)
  if (!interval) return 'undecided'
  const { low, high } = interval
  const isHigherBetter = better === 'higher'
  if (isHigherBetter ? high < line : low > line) return 'regressed'
  if (isHigherBetter ? low > 1 : high < 1) return 'improved'
  if (isHigherBetter ? low >= line : high <= line) return 'held'
  return 'undecided'
}

/** The worst ratio to the baseline that is allowed. */
function tolerated(better: BetterWhen, within: number): number {
  if (!(within >= 0 && within < 1)) throw new RangeError(`${within} is not a tolerance from 0 to 1`)
  return better === 'higher' ? 1 - within : 1 + within
}
