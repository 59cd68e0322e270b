import type { Condition } from '../../../conditions/condition.ts'
import { holdsThroughout } from '../../../conditions/holds-throughout.ts'
import { parseCondition } from '../../../conditions/parse-condition.ts'
import { shortfall } from '../../../conditions/shortfall.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { moreBlocks, smallestEffect } from '../../../stats/compare/block-power.ts'
import { stoppingRule } from '../../../stats/compare/stopping-rule.ts'
import type { Interval } from '../../../units/interval.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { blocksOf } from '../../baseline/blocks.ts'
import { type LoadLevel, missedLevel } from '../evidence/load-level.ts'

/** The repetitions of a benchmark vary so much that the bound is between them. */
export function undecidedRepetitions(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isOpen = missed.every(({ status }) => status === 'inconclusive')
  const straddling = missed.flatMap((verdict) => straddledBy(verdict) ?? [])
  const level = isOpen
    ? missedLevel(
        measurement,
        straddling.map(({ verdict }) => verdict),
        isOfRepetitions,
      )
    : undefined
  const straddle = straddling.find(({ verdict }) => verdict === level?.condition)
  if (!level || !straddle) return undefined
  const { condition, loads, where } = level
  const { low, high } = straddle.interval
  const reported = `${loads.length} repetitions put ${condition.metric} between ${quantity(low, condition)} and ${quantity(high, condition)}`
  const power = powerOf(level, straddle)
  const found = power ? `; this many can detect a difference of ${power.seen} from it` : ''
  return {
    code: 'repetitions_undecided',
    symptom: `${reported}${where}, and the bound is inside`,
    cause: `${reported}, and the bound is inside${found}: few repetitions, or repetitions that differ because of a disturbance`,
    remedy: [
      moreInWords(power, loads.length),
      'raise `requests`, so that each differs less; close other programs on all machines',
      'if it may stay open: `on_inconclusive: warn`',
    ],
  }
}

const isOfRepetitions = (metric: string) =>
  /^(?:speedup|throughput|(?:latency|ttft|itl|tpot)\.(?:avg|p\d+))$/.test(metric)

const quantity = (value: number, { dimension }: ConditionVerdict) =>
  formatQuantity(Number(value.toPrecision(3)), dimension)

interface Straddle {
  readonly verdict: ConditionVerdict
  readonly condition: Condition
  readonly interval: Interval
  readonly measured: number
}

/**
 * A condition that is undecided for another reason, such as too few responses, has its interval on one side
 * of the bound.
 */
function straddledBy(verdict: ConditionVerdict): Straddle | undefined {
  const { dimension, measured, interval } = verdict
  const parsed = parseCondition(verdict.condition, dimension)
  if (!parsed.ok || typeof measured !== 'number' || !interval) return undefined
  const { condition } = parsed.condition
  const isInside = holdsThroughout(condition, measured, interval) === 'inconclusive'
  return isInside ? { verdict, condition, interval, measured } : undefined
}

interface Power {
  /** The smallest distance from the bound that this many repetitions detect, such as `3.4%`. */
  readonly seen: string
  /** The number of further repetitions that would probably decide; undefined: more than a thousand. */
  readonly more: number | undefined
}

/**
 * Assuming that repetitions keep varying like these, for a plan that is looked at after each; undefined if
 * one of them measured nothing.
 */
function powerOf(
  { condition: { metric }, labels, loads, baseline }: LoadLevel,
  straddle: Straddle,
): Power | undefined {
  const blocks = blocksOf({ level: labels, candidate: loads, baseline }, metric)
  const bound = boundOf(straddle)
  const isKnown = blocks && blocks.length >= 3 && [...blocks, bound].every((value) => value > 0)
  if (!isKnown) return undefined
  const rule = stoppingRule({
    maxBlocks: blocks.length,
    confidence: straddle.interval.confidence,
  })
  const effect = (smallestEffect(blocks, rule) ?? 0) * 100
  return {
    seen: formatQuantity(Number(effect.toPrecision(2)), 'percentage'),
    more: moreBlocks(blocks, bound, rule),
  }
}

function moreInWords(power: Power | undefined, repetitions: number): string {
  if (!power) return 'raise `max_repetitions`'
  const { more } = power
  if (more === undefined) {
    return 'the mean is so close to the bound that even 1,000 repetitions would probably not decide: relax the bound'
  }
  return `${more} more repetitions would probably decide: raise \`max_repetitions\` to ${repetitions + more}, and \`timeout\` where the time was used up`
}

/** The bound that is nearest to the measured value, on either side of it. */
function boundOf({ condition, measured }: Straddle): number {
  const room = Math.abs(shortfall(condition, measured))
  const [below, above] = [measured - room, measured + room]
  const misses = (value: number) => Math.abs(shortfall(condition, value))
  return misses(below) <= misses(above) ? below : above
}
