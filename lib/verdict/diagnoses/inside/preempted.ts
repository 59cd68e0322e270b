import type { LoadRecord } from '../../../record/load-record.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { missedLevel } from '../evidence/load-level.ts'
import { sum } from '../evidence/load-workers.ts'

interface Preempted {
  readonly id: string
  readonly count: number
  readonly requests: number
  /** In percent; undefined if not reported. */
  readonly kvCache: number | undefined
}

/** Fraction of a worker's requests that affects its times. */
const minPart = 0.02

/** Engines preempted requests, because their KV cache was full, and computed them again. */
export function preempted(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const failed = missed.filter(({ status }) => status === 'fail')
  const level = missedLevel(measurement, failed, isAboutCacheOrSpeed)
  if (!level) return undefined
  const isAsked = level.condition.metric.startsWith('telemetry.')
  const workers = preemptedWorkers(level.loads).filter(
    ({ count, requests }) => isAsked || count >= requests * minPart,
  )
  const [most] = workers
  if (!most) return undefined
  const reported = workers.map(({ id, count, requests, kvCache }) => {
    const cache =
      kvCache === undefined
        ? ''
        : `, its KV cache up to ${formatQuantity(kvCache, 'percentage')} full`
    return `${id} preempted ${count} times in ${requests} requests${cache}`
  })
  return {
    code: 'requests_preempted',
    symptom: `${reported.join('; ')}${level.where}`,
    cause: `${reported.join('; ')}: its KV cache is too small for its requests, and preempted requests are computed again`,
    remedy: [
      `give ${most.id} fewer requests at once: lower \`max_concurrent_requests\` in the cluster file, and \`--max-num-seqs\` (vLLM), \`--max-running-requests\` (SGLang)`,
      'give the cache more room: `--gpu-memory-utilization 0.95`, `--kv-cache-dtype fp8` (vLLM), `--mem-fraction-static` (SGLang)',
      'or send shorter prompts and ask for shorter responses: `max_tokens`',
    ],
  }
}

function isAboutCacheOrSpeed(metric: string): boolean {
  return /^(?:telemetry\.(?:preemptions|kv_cache)|(?:throughput|tokens_per_second|latency|ttft|itl|tpot|service_time|goodput|makespan|tasks_per_minute)(?:$|\.(?!drift)))/.test(
    metric,
  )
}

function preemptedWorkers(loads: readonly LoadRecord[]): Preempted[] {
  const ids = [...new Set(loads.flatMap(({ telemetry = {} }) => Object.keys(telemetry)))]
  return ids
    .map((id) => {
      const series = loads.flatMap(({ telemetry }) => telemetry?.[id]?.series ?? [])
      const caches = series.flatMap(({ kv_cache: cache }) => cache?.max ?? [])
      return {
        id,
        count: sum(series, ({ preemptions }) => preemptions?.increase ?? 0),
        requests: sum(loads, ({ workers }) => workers[id]?.ended ?? 0),
        kvCache: caches.length > 0 ? Math.max(...caches) : undefined,
      }
    })
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
}
