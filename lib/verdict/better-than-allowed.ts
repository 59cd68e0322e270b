import { type MissSide, missSide } from '../conditions/miss-side.ts'
import { parseCondition } from '../conditions/parse-condition.ts'
import type { ConditionVerdict } from '../record/verdict.ts'

/** The side of its budget on which a metric is worse; others can be wrong on both. */
const worseSides: readonly (readonly [RegExp, MissSide])[] = [
  [/^(?:packet_loss|slots_exceeded|failed|lost|unclean|optimality_gap|loss)\b/, 'above'],
  [/^(?:\w+\.)?(?:success_rate|goodput|speedup|throughput|tasks_per_minute|affinity)\b/, 'below'],
  [/^(?:\w+\.)?tokens_per_second\b/, 'below'],
]

/**
 * Whether a condition was missed only because the value is better than it allows, such as `rtt.avg: 10ms`
 * with 26 µs: the cluster has no problem.
 */
export function isBetterThanAllowed(missed: ConditionVerdict): boolean {
  const { metric, dimension, condition, measured, status, baseline } = missed
  if (status !== 'fail' || baseline || typeof measured !== 'number') return false
  const [, listed] = worseSides.find(([pattern]) => pattern.test(metric)) ?? []
  const worse = listed ?? (dimension === 'duration' ? 'above' : undefined)
  const parsed = parseCondition(condition, dimension)
  if (worse === undefined || !parsed.ok) return false
  const side = missSide(parsed.condition.condition, measured)
  return side !== undefined && side !== worse
}
