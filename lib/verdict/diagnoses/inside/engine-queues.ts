import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { engineQueueInWords, engineQueueOf } from '../evidence/engine-queue.ts'
import { missedLevel } from '../evidence/load-level.ts'
import { waitsInWorkers } from '../speed/waits-in-worker.ts'

/** Times, or the queue itself, miss their budget, and the engines reported that requests waited in them. */
export function engineQueues(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(
    measurement,
    missed.filter(({ status }) => status === 'fail'),
    isAboutWaiting,
  )
  if (!level) return undefined
  const ids = [...new Set(level.loads.flatMap(({ telemetry = {} }) => Object.keys(telemetry)))]
  const queues = ids
    .flatMap((id) => engineQueueOf(level.loads, id) ?? [])
    .toSorted((a, b) => b.waitingMean - a.waitingMean)
  if (queues.length === 0) return undefined
  const reported = queues.map(engineQueueInWords).join('; ')
  return waitsInWorkers(
    queues.map(({ id }) => id),
    `requests waited inside ${queues.map(({ id }) => id).join(', ')}${level.where}`,
    reported,
    '',
  )
}

function isAboutWaiting(metric: string): boolean {
  return /^(?:telemetry\.requests_waiting|latency|ttft|service_time)\.(?!drift)/.test(metric)
}
