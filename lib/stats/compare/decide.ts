import { moreBlocks, smallestEffect } from './block-power.ts'
import { type BlockEstimate, type BlockScale, compareBlocks } from './compare-blocks.ts'
import type { StoppingRule } from './stopping-rule.ts'

/** Whether a value meets a bound, by the blocks so far. */
export interface Decision extends BlockEstimate {
  /** `undecided`: more blocks are needed, or without any left, no verdict. */
  readonly verdict: 'met' | 'missed' | 'undecided'
  /** Whether the plan is used up: an undecided verdict then stays so. */
  readonly isLast: boolean
  /** If undecided: the probable number of further blocks. Absent if a thousand would not suffice. */
  readonly moreBlocks?: number
  /** The smallest effect that this plan detects in 95 of 100 runs: see `smallestEffect`. */
  readonly smallestEffect?: number
}

export interface DecisionInput {
  /** One value per block, in order: a ratio, a time, a throughput. */
  readonly blocks: readonly number[]
  readonly bound: number
  /** `at_least`: met if the value is not below the bound. */
  readonly direction: 'at_least' | 'at_most'
  readonly rule: StoppingRule
  /** Default `log`, for multiplicative noise; values and bound must then be above zero. */
  readonly scale?: BlockScale
}

/**
 * Judges a bound after so many blocks. `met` or `missed` once the whole interval is on one side of it,
 * which is final: stop there. The probability that the verdict is ever the wrong one is at most half of 1 -
 * the rule's confidence, however often one looks (0.5 % at 99 %).
 * @throws RangeError like `compareBlocks`
 */
export function decide({ blocks, bound, direction, rule, scale = 'log' }: DecisionInput): Decision {
  const found = compareBlocks(blocks, rule, scale)
  const isLast = found.blocks === rule.maxBlocks
  const effect = smallestEffect(blocks, rule, scale)
  const seen = { ...found, isLast, ...(effect === undefined ? {} : { smallestEffect: effect }) }
  const verdict = verdictOf(found, bound, direction)
  const more = verdict === 'undecided' ? moreBlocks(blocks, bound, rule, scale) : undefined
  return { ...seen, verdict, ...(more === undefined ? {} : { moreBlocks: more }) }
}

function verdictOf(
  { interval }: BlockEstimate,
  bound: number,
  direction: DecisionInput['direction'],
): Decision['verdict'] {
  if (!interval) return 'undecided'
  const { low, high } = interval
  if (direction === 'at_least' ? low >= bound : high <= bound) return 'met'
  if (direction === 'at_least' ? high < bound : low > bound) return 'missed'
  return 'undecided'
}
