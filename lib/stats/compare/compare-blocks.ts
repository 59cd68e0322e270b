import type { Interval } from '../../units/interval.ts'
import { trimmedMean } from '../intervals/trimmed-mean.ts'
import type { StoppingRule } from './stopping-rule.ts'

/**
 * The scale on which values are averaged: `log` for multiplicative noise (times, throughputs, ratios),
 * where a half and a double are equally far from one; `linear` for differences and shares.
 */
export type BlockScale = 'log' | 'linear'

/** The estimate of the value that all blocks measure. */
export interface BlockEstimate {
  readonly blocks: number
  /** In the unit of the values; absent without blocks. */
  readonly estimate?: number
  /** Absent before the first look. The intervals of all looks together have the rule's confidence. */
  readonly interval?: Interval
}

/**
 * The interval of a block's value after so many blocks, for a rule that allows to look at it after
 * each of them. Blocks are the unit, since requests within one depend on each other. With the ratios
 * of an interleaved comparison as values it is the interval of the effect.
 *
 * That of the trimmed mean (`trimmedMean`), with the half-widths of the rule (`stoppingRule`).
 * @param values one per block, in order; on the scale `log` above zero
 * @throws RangeError for a value that is not finite or, on `log`, not above zero, and for more blocks
 * than the rule allows
 */
export function compareBlocks(
  values: readonly number[],
  rule: StoppingRule,
  scale: BlockScale = 'log',
): BlockEstimate {
  const blocks = values.length
  if (blocks > rule.maxBlocks) {
    throw new RangeError(`${blocks} blocks where the rule is for ${rule.maxBlocks} at most`)
  }
  const scaled = toScale(values, scale)
  const [only] = values
  if (only === undefined) return { blocks }
  if (blocks === 1) return { blocks, estimate: only }
  const { mean, standardError } = trimmedMean(scaled)
  const estimate = fromScale(mean, scale)
  const halfWidths = rule.halfWidths[blocks - rule.firstLook]
  if (halfWidths === undefined) return { blocks, estimate }
  const low = fromScale(mean - halfWidths * standardError, scale)
  const high = fromScale(mean + halfWidths * standardError, scale)
  // An early look's interval can be too wide for a number: then it is absent.
  if (!Number.isFinite(high)) return { blocks, estimate }
  return { blocks, estimate, interval: { low, high, confidence: rule.confidence } }
}

/**
 * The candidate's value over the baseline's in one block of as many runs of each side, made in turns
 * (`isCandidateFirst`): the ratio of the geometric means. A block of one run each needs the fewest runs for
 * a verdict; in one of A B B A a linear drift cancels.
 * @param candidate values of the candidate's runs in this block, above zero
 * @param baseline those of the baseline
 * @throws RangeError for a side without runs or a value that is not above zero
 */
export function blockRatio(candidate: readonly number[], baseline: readonly number[]): number {
  if (candidate.length === 0 || baseline.length === 0) {
    throw new RangeError('a block without runs of one side has no ratio')
  }
  return Math.exp(mean(toScale(candidate, 'log')) - mean(toScale(baseline, 'log')))
}

export function toScale(values: readonly number[], scale: BlockScale): readonly number[] {
  const unusable = values.find(
    (value) => !Number.isFinite(value) || (scale === 'log' && value <= 0),
  )
  if (unusable !== undefined) throw new RangeError(`${unusable} is not a valid value of a block`)
  return scale === 'log' ? values.map((value) => Math.log(value)) : values
}

function fromScale(value: number, scale: BlockScale): number {
  return scale === 'log' ? Math.exp(value) : value
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
