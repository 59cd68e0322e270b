import { normalTail } from '../intervals/normal.ts'
import { studentT } from '../intervals/student-t.ts'
import { trimmedDegreesOfFreedom } from '../intervals/trimmed-mean.ts'
import { spendingBounds } from './error-spending.ts'

/** How often one looks at a comparison, and how wide its interval must be for that at each look. */
export interface StoppingRule {
  readonly confidence: number
  /** Number of blocks before the first verdict. */
  readonly firstLook: number
  /** Maximum number of blocks. */
  readonly maxBlocks: number
  /** From `firstLook` on: the half-width of the interval, in standard errors of the trimmed mean. */
  readonly halfWidths: readonly number[]
  /** From `firstLook` on: the two-sided error of each look by itself. */
  readonly levels: readonly number[]
}

export interface StoppingRuleOptions {
  readonly maxBlocks: number
  /** Probability that all intervals, one per look, contain the truth. Between 0.5 and 1; default 0.99. */
  readonly confidence?: number
  /** Default 3. With `maxBlocks` there is one look, at the end, without any cost for peeking. */
  readonly firstLook?: number
  /**
   * Number of blocks of the other side, if it was measured before and does not grow: the fewer they are,
   * the less further blocks contribute, and the more similar are the looks. Default: there is none, or each
   * block is one of both sides.
   */
  readonly fixedBlocks?: number
}

/**
 * The rule by which one may look at the interval after every block and stop as soon as it decides, while
 * the probability that any of the intervals misses the truth stays within 1 - `confidence`.
 *
 * Alpha spending: with the part f of all information, n/N by n of N blocks, f² of the error may have been
 * spent (Kim & DeMets, "Design and analysis of group sequential tests based on the type I error spending
 * rate function", Biometrika 74, 1987). The bounds of normal sums become Student's t at the same level
 * (Jennison & Turnbull, "Group Sequential Methods", 2000, ch. 11). That, and t for a trimmed mean, err on
 * the wrong side, by 1.5 times an alpha of 1 %, so that correspondingly less of it is spent; bench/verdicts
 * finds by simulation that the whole then stays within alpha for normal blocks and below it for heavier
 * tails.
 *
 * Computing one takes some 10 ms at 30 blocks: compute it once per comparison.
 * @throws RangeError for blocks or a confidence out of range
 */
export function stoppingRule({
  maxBlocks,
  confidence = 0.99,
  firstLook = 3,
  fixedBlocks = Number.POSITIVE_INFINITY,
}: StoppingRuleOptions): StoppingRule {
  check(maxBlocks, confidence, firstLook)
  const alpha = 1 - confidence
  const counts = Array.from({ length: maxBlocks - firstLook + 1 }, (_, index) => firstLook + index)
  const spendable = alpha / overshoot(alpha, counts.length)
  const variance = (count: number) => 1 / count + 1 / fixedBlocks
  const fractions = counts.map((count) => variance(maxBlocks) / variance(count))
  const bounds = spendingBounds(
    fractions,
    fractions.map((fraction) => spendable * fraction ** 2),
  )
  const levels = bounds.map((bound) => 2 * normalTail(bound))
  return {
    confidence,
    firstLook,
    maxBlocks,
    halfWidths: levels.map((level, index) =>
      studentT(1 - level, trimmedDegreesOfFreedom(counts[index] ?? maxBlocks)),
    ),
    levels,
  }
}

/** Maximum error of the uncorrected rule relative to alpha, up to 100 blocks: fitted to simulations. */
function overshoot(alpha: number, looks: number): number {
  const magnitude = Math.log10(1 / alpha)
  return looks === 1 ? 0.98 + 0.1 * magnitude : 1.02 + 0.32 * magnitude
}

const minBlocks = 3
const blocksLimit = 200

function check(maxBlocks: number, confidence: number, firstLook: number): void {
  const isPlan = Number.isInteger(maxBlocks) && maxBlocks <= blocksLimit && maxBlocks >= firstLook
  if (!isPlan || !Number.isInteger(firstLook) || firstLook < minBlocks) {
    throw new RangeError(
      `blocks from ${firstLook} to ${maxBlocks}: from ${minBlocks} to ${blocksLimit} can be judged`,
    )
  }
  if (!(confidence >= 0.5 && confidence < 1)) {
    throw new RangeError(`${confidence} is not a confidence from 0.5 to 1`)
  }
}
