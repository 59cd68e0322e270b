import type { RegressionBudget } from '../../conditions/regression-budget.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { type Change, type ComparedBlocks, changeOf } from './change.ts'

/** Multiples of the number of blocks to try. */
const factors = [2, 3, 4, 6, 8, 10]

/**
 * What an undecided comparison could have detected, and what would probably decide it, in words: more
 * repetitions, more runs of the baseline, or neither. The latter is found by repeating the existing blocks
 * several times, as if the further ones differed like these.
 */
export function whatWouldDecide(
  { smallestPercent }: Change,
  blocks: ComparedBlocks,
  budget: RegressionBudget,
): string {
  const more = moreInWords(blocks, budget)
  if (smallestPercent === undefined || !Number.isFinite(smallestPercent)) return more
  const seen = formatQuantity(Number(smallestPercent.toPrecision(2)), 'percentage')
  return `it can detect a difference of ${seen} from that; ${more}`
}

function moreInWords(blocks: ComparedBlocks, budget: RegressionBudget): string {
  const { now, runs } = blocks
  const runsOnce = { ...budget, looks: undefined }
  const isDecided = (each: ComparedBlocks) => changeOf(each, runsOnce).verdict !== 'undecided'
  if (now.length < 2)
    return 'one repetition says nothing about the spread: `repetitions: 3` or more'
  const more = factors.find((factor) => isDecided({ now: times(now, factor), runs }))
  if (more) return `about ${now.length * more} repetitions would`
  const both = factors.find((factor) =>
    isDecided({ now: times(now, factor), runs: times(runs, factor) }),
  )
  if (both) {
    const all = `${runs.length * both} runs in the baseline`
    return `about ${now.length * both} repetitions and ${all} would`
  }
  return 'more repetitions would not help: the change is too close to the budget, or runs vary too much'
}

function times<T>(items: readonly T[], factor: number): readonly T[] {
  return Array.from({ length: factor }, () => items).flat()
}
