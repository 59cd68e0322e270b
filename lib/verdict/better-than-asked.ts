import { type MissSide, missSide } from '../conditions/miss-side.ts'
import { parseCondition } from '../conditions/parse-condition.ts'
import type { ConditionVerdict } from '../record/verdict.ts'

/** On which side of its budget a metric is worse; metrics that are not listed can be wrong on both. */
const worseSides: readonly (readonly [RegExp, MissSide])[] = [
  [/^(?:packet_loss|slots_exceeded|failed|lost|unclean|optimality_gap|loss)\b/, 'above'],
  [/^(?:\w+\.)?(?:success_rate|goodput|speedup|throughput|tasks_per_minute|affinity)\b/, 'below'],
  [/^(?:\w+\.)?tokens_per_second\b/, 'below'],
]

/**
 * Whether a condition was missed only since the value is better than it allows, as an `rtt.avg: 10ms`
 * that 26 µs do not meet: there is nothing to repair in the cluster.
 */
export function isBetterThanAsked(missed: ConditionVerdict): boolean {
  const { metric, dimension, condition, measured, status, baseline } = missed
  if (status !== 'fail' || baseline || typeof measured !== 'number') return false
  const [, listed] = worseSides.find(([pattern]) => pattern.test(metric)) ?? []
  const worse = listed ?? (dimension === 'duration' ? 'above' : undefined)
  const parsed = parseCondition(condition, dimension)
  if (worse === undefined || !parsed.ok) return false
  const side = missSide(parsed.condition.condition, measured)
  return side !== undefined && side !== worse
}
