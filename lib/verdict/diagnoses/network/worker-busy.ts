import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { numberOf } from '../evidence/load-evidence.ts'
import { ofEachServer } from './server-remedies.ts'

/** A worker is busy with something other than the benchmark. */
export function workerBusy(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const { check, metrics, subject } = measurement
  const isAsked = missed.some(({ status }) => status === 'fail')
  if (check !== 'idle' || !isAsked) return undefined
  const others = Array.isArray(metrics.other_models) ? metrics.other_models : []
  const seen = [...activity(measurement), ...(others.length > 0 ? [inMemory(others)] : [])]
  if (seen.length === 0) return undefined
  return {
    code: 'worker_busy',
    symptom: `${subject.name} is not free: ${seen.join(', ')}`,
    cause: `${subject.name} is not free for a benchmark: ${seen.join(', ')}`,
    remedy: [
      `end what else uses ${subject.name}: other clients of its server, other programs (\`top\`, \`nvidia-smi\`)`,
      ...(others.length > 0
        ? [`take other models out of memory: ${ofEachServer(({ unload }) => unload)}`]
        : []),
      'wait for it: raise `samples` or `interval` only where short work of others is part of the day',
    ],
  }
}

/** As reported by its server, or shown by the times of short requests. */
function activity(measurement: Measurement): string[] {
  if (measurement.metrics.idle !== false) return []
  const running = numberOf(measurement, 'requests_running')
  if (running !== undefined) return [`its server works on ${running} other requests`]
  const spread = numberOf(measurement, 'latency.spread')
  if (spread === undefined) return []
  return [
    `a quarter of short requests took ${formatQuantity(spread, 'percentage')} longer than the fastest or more`,
  ]
}

function inMemory(models: readonly string[]): string {
  return `it has other models in memory (${models.join(', ')})`
}
