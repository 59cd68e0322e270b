import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { isOpenLoop, missedLevel } from '../evidence/load-level.ts'
import { meanTimeOf } from '../evidence/load-workers.ts'

/**
 * Requests were due and not sent, or complete more slowly than they are sent: more arrive than are served.
 */
export function arrivalsUnserved(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(measurement, missed, (metric) => /^(?:dropped|achieved)$/.test(metric))
  if (!level) return undefined
  const { metric, formatted } = level.condition
  return queueGrows(measurement, `${metric} is ${formatted}`)
}

/** In an open loop requests waited longer for a slot than their service took; undefined if they did not. */
export function queueGrows(
  { loads = [] }: Pick<Measurement, 'loads'>,
  symptom: string,
): Diagnosis | undefined {
  const open = loads.filter(isOpenLoop)
  const [waitMs, serviceMs] = (['queue_wait', 'service_time'] as const).map((name) =>
    meanTimeOf(open, name),
  )
  if (waitMs === undefined || serviceMs === undefined || waitMs < serviceMs) return undefined
  return {
    code: 'queue_grows',
    symptom,
    cause: `requests arrive faster than they are served: they wait ${ms(waitMs)} for a slot on average and take ${ms(serviceMs)} then, and the queue grows as long as that lasts`,
    remedy: [
      'lower `rate` below what the cluster can do: `benchmark: { find: capacity }` finds it',
      'or add workers',
    ],
  }
}

const ms = (value: number) => formatQuantity(value, 'duration')
