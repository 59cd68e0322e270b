import type { MetricValue } from '../units/dimension.ts'
import type { Interval } from '../units/interval.ts'
import type { ParsedCondition } from './condition.ts'
import { explainMiss, explainStraddle } from './explain-miss.ts'
import { holds } from './holds.ts'
import { holdsThroughout } from './holds-throughout.ts'

export interface Evaluation {
  readonly outcome: 'met' | 'missed' | 'inconclusive' | 'no_data'
  /** Why it is not met, in one line; absent if it is met. */
  readonly reason?: string
}

/**
 * Evaluates a condition on a measured value (in the dimension's unit). Pure; never throws.
 *
 * An absent value and NaN are `no_data`, whatever the condition; a value of another type than the
 * condition's is `missed`, also by `!=`. Infinity is a number like any other.
 * @param interval of the number, from the sample: if one part of it meets the condition and another misses
 * it, the result is `inconclusive`
 */
export function evaluateCondition(
  parsed: ParsedCondition,
  value: MetricValue | undefined,
  interval?: Interval,
): Evaluation {
  if (value === null || value === undefined) {
    return { outcome: 'no_data', reason: 'no data: nothing was measured' }
  }
  if (Number.isNaN(value)) {
    return { outcome: 'no_data', reason: 'no data: the measured value is not a number' }
  }
  if (parsed.condition.kind === 'all_of') {
    return evaluateAll(parsed.condition.conditions, value, interval)
  }
  if (interval && typeof value === 'number') return evaluateNumber(parsed, value, interval)
  if (holds(parsed.condition, value)) return { outcome: 'met' }
  return { outcome: 'missed', reason: explainMiss(parsed, value) }
}

/** A missed condition decides; without one, an inconclusive one does. */
function evaluateAll(
  conditions: readonly ParsedCondition[],
  value: NonNullable<MetricValue>,
  interval: Interval | undefined,
): Evaluation {
  const evaluations = conditions.map((condition) => evaluateCondition(condition, value, interval))
  for (const outcome of ['missed', 'inconclusive'] as const) {
    const such = evaluations.filter((evaluation) => evaluation.outcome === outcome)
    if (such.length > 0) return { outcome, reason: such.map(({ reason }) => reason).join('; ') }
  }
  return { outcome: 'met' }
}

function evaluateNumber(parsed: ParsedCondition, value: number, interval: Interval): Evaluation {
  const outcome = holdsThroughout(parsed.condition, value, interval)
  if (outcome === undefined) return evaluateCondition(parsed, value)
  if (outcome === 'met') return { outcome }
  const explain = outcome === 'missed' ? explainMiss : explainStraddle
  return { outcome, reason: explain(parsed, value, interval) }
}
