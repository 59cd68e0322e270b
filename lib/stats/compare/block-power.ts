import { studentT } from '../intervals/student-t.ts'
import { trimmedDegreesOfFreedom, trimmedMean } from '../intervals/trimmed-mean.ts'
import { type BlockScale, toScale } from './compare-blocks.ts'
import type { StoppingRule } from './stopping-rule.ts'

/** The power for which blocks are planned. */
export const power = 0.95

const blocksLimit = 1_000

/**
 * The smallest effect that the whole plan detects in 95 of 100 runs, judged by the spread of the blocks so
 * far: on the scale `log` as a part of the value (0.03: 3 %), on `linear` in the unit of the values. As
 * after the last look alone; that earlier ones find some more is left out.
 * @param values one per block, as `compareBlocks`
 * @returns undefined below three blocks, whose spread is unknown
 */
export function smallestEffect(
  values: readonly number[],
  rule: StoppingRule,
  scale: BlockScale = 'log',
): number | undefined {
  const spread = spreadOf(values, scale)
  if (spread === undefined) return undefined
  const distance = distanceFound(spread, rule.maxBlocks, lastLevel(rule))
  return scale === 'log' ? Math.expm1(distance) : distance
}

/**
 * How many further blocks would decide between an estimate and a bound in 95 of 100 runs, if the estimate
 * is the truth: of a new plan with this many blocks.
 * @param values one per block, as in `compareBlocks`
 * @returns undefined if more than 1,000 blocks would not suffice, and below three blocks
 */
export function moreBlocks(
  values: readonly number[],
  bound: number,
  rule: StoppingRule,
  scale: BlockScale = 'log',
): number | undefined {
  const spread = spreadOf(values, scale)
  if (spread === undefined) return undefined
  const [scaledBound] = toScale([bound], scale)
  const distance = Math.abs(trimmedMean(toScale(values, scale)).mean - (scaledBound ?? 0))
  const level = lastLevel(rule)
  const enough = (count: number) => distanceFound(spread, count, level) <= distance
  if (!enough(blocksLimit)) return undefined
  let [low, high] = [values.length, blocksLimit]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high - values.length
}

function lastLevel({ levels, confidence }: StoppingRule): number {
  return levels[levels.length - 1] ?? 1 - confidence
}

/** Standard deviation of one block, as far as it affects the trimmed mean. */
function spreadOf(values: readonly number[], scale: BlockScale): number | undefined {
  if (values.length < 3) return undefined
  return trimmedMean(toScale(values, scale)).standardError * Math.sqrt(values.length)
}

/** The distance at which this many blocks distinguish two values with the given power. */
function distanceFound(spread: number, blocks: number, level: number): number {
  const degreesOfFreedom = trimmedDegreesOfFreedom(blocks)
  const quantiles =
    studentT(1 - level, degreesOfFreedom) + studentT(2 * power - 1, degreesOfFreedom)
  return (quantiles * spread) / Math.sqrt(blocks)
}
