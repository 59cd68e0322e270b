import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { isOpenLoop, type LoadLevel, missedLevel } from '../evidence/load-level.ts'
import { meanTimeOf, workerIds } from '../evidence/load-workers.ts'
import { runTooShort, tailOf } from './run-too-short.ts'
import { workerSlower } from './worker-slower.ts'

/**
 * Too few requests per second: because of a worker, the end of the run, idle slots, or the capacity of the
 * slots.
 */
export function throughputMissed(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(measurement, missed, isAboutThroughput)
  // An open loop completes what it sends, and no more.
  if (!level || level.loads.some(isOpenLoop)) return undefined
  return (
    workerSlower(level, measurement) ?? tooShort(level) ?? slotsEmpty(level) ?? atCapacity(level)
  )
}

function isAboutThroughput(metric: string): boolean {
  return /^(?:baseline\.)?(?:throughput|tokens_per_second\.\w+|tasks_per_minute|makespan)$/.test(
    metric,
  )
}

/** Fraction of a run or of its slots that is reported. */
const noticeable = 0.1

function tooShort(level: LoadLevel): Diagnosis | undefined {
  // A batch ends when it ends: it has no rate beyond its tail.
  if (/^(?:makespan|tasks_per_minute)$/.test(level.condition.metric)) return undefined
  return (tailOf(level) ?? 0) < noticeable ? undefined : runTooShort(level, symptomOf(level))
}

function symptomOf({ condition, where }: LoadLevel): string {
  return `${condition.metric} is ${condition.formatted}${where}, the budget is ${condition.condition}`
}

function slotsEmpty(level: LoadLevel): Diagnosis | undefined {
  const { loads } = level
  const [worst] = loads.toSorted((a, b) => busyPart(a) - busyPart(b))
  if (!worst || busyPart(worst) > 1 - noticeable) return undefined
  const { busySlots, client } = worst
  const reported = `${busySlots.untilLastStart.toFixed(1)} of ${busySlots.most} slots were busy on average, with ${client.inFlightMean.toFixed(1)} requests in flight`
  return {
    code: 'capacity_unused',
    symptom: `${reported}${level.where}`,
    cause: `${reported}: the strategy kept requests for a worker that was busy, or a worker was out for a while`,
    remedy: [
      '`strategy: hybrid` gives each request to a worker with a free slot',
      'see whether a worker was out: `share.each`, `retries: 0`, `npx vitest run specs/network`',
    ],
  }
}

/** Busy slots over usable ones, 0 to 1. */
function busyPart({ busySlots, client }: LoadLevel['loads'][number]): number {
  const usable = Math.min(client.inFlightMean, busySlots.most)
  return usable <= 0 ? 1 : busySlots.untilLastStart / usable
}

/** All slots were busy, and requests waited for them: by Little's law that is their maximum. */
function atCapacity(level: LoadLevel): Diagnosis | undefined {
  const { loads } = level
  const [waitMs, serviceMs] = (['queue_wait', 'service_time'] as const).map((name) =>
    meanTimeOf(loads, name),
  )
  if (serviceMs === undefined || waitMs === undefined || waitMs < serviceMs * noticeable) {
    return undefined
  }
  const slots = Math.max(...loads.map(({ busySlots }) => busySlots.most))
  const most = formatQuantity((slots / serviceMs) * 1_000, 'rate')
  const workers = workerIds(loads).length
  return {
    code: 'workers_at_capacity',
    symptom: symptomOf(level),
    cause: `all ${slots} slots of ${workers} ${workers === 1 ? 'worker' : 'workers'} were busy and requests waited for them: with ${formatQuantity(serviceMs, 'duration')} for a request, ${most} is the most they can do`,
    remedy: [
      'add workers, or have each request take less: a lower `max_tokens`, a smaller or more quantised model',
      'give workers more slots where the check `slots` says that they can do more at once: `max_concurrent_requests`',
    ],
  }
}
