import type { RequestSummary } from '../../balancer/events.ts'
import type { BalancerWatch } from '../../load/balancer-watch.ts'
import type { ModelResponse } from '../../load/model-response.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import type { Evidence } from '../../record/measurement.ts'
import { fairness } from '../../stats/fairness.ts'
import { quantile, summarize } from '../../stats/intervals/summary.ts'
import type { MetricValue } from '../../units/dimension.ts'

export interface LoadResult {
  /** In order of their ends; fewer than planned if the run was stopped. */
  readonly responses: readonly ModelResponse[]
  readonly durationMs: number
}

export type Metrics = Readonly<Record<string, MetricValue | undefined>>

/** Results and latencies from the client's point of view. */
export function servedMetrics(
  { responses, durationMs }: LoadResult,
  watch: BalancerWatch,
): Metrics {
  const valid = responses.filter(({ isValid }) => isValid).length
  return {
    success_rate: responses.length === 0 ? undefined : (valid / responses.length) * 100,
    requests: responses.length,
    failed: responses.length - valid,
    retries: watch.retries,
    throughput: responses.length === 0 ? undefined : (responses.length / durationMs) * 1_000,
    ...timesOf(
      'latency',
      served(watch).map(({ totalMs }) => totalMs),
    ),
  }
}

/** How long requests waited, and whether any worker got too many. */
export function waitMetrics({ requests, slotsExceeded, maxInFlight }: BalancerWatch): Metrics {
  const waitsMs = requests.map(({ queueWaitMs }) => queueWaitMs)
  const summary = summarize(waitsMs)
  const hasServed = requests.some(({ outcome }) => outcome === 'ok')
  return {
    'queue_wait.avg': summary?.avg,
    'queue_wait.p95': quantile(waitsMs, 0.95) ?? undefined,
    'queue_wait.max': summary?.max,
    fairness: fairness(waitsMs),
    // Workers that serve nothing are never full, which shows nothing about their slots.
    slots_exceeded: slotsExceeded > 0 || hasServed ? slotsExceeded : undefined,
    'in_flight.max': maxInFlight.size === 0 ? undefined : Math.max(...maxInFlight.values()),
  }
}

/** Served requests, in order of their ends. */
export function served({ requests }: BalancerWatch): RequestSummary[] {
  return requests.filter(({ outcome }) => outcome === 'ok')
}

function timesOf(name: string, timesMs: readonly number[]): Metrics {
  const summary = summarize(timesMs)
  const at = (share: number) => quantile(timesMs, share) ?? undefined
  return {
    [`${name}.avg`]: summary?.avg,
    [`${name}.p50`]: at(0.5),
    [`${name}.p95`]: at(0.95),
    [`${name}.p99`]: at(0.99),
    [`${name}.max`]: summary?.max,
  }
}

/** The parts of a response that decide how it ended. */
export type Ended = Pick<ModelResponse, 'isValid' | 'fault' | 'words'>

/** Failures by kind, as evidence: a thousand failures of one kind are one line. */
export function faultEvidence(responses: readonly Ended[]): Evidence[] {
  const faults = new Faults()
  for (const { isValid, fault = 'unknown', words } of responses) {
    if (!isValid) faults.add(fault, 1, words)
  }
  return faults.evidence(`${responses.length} requests through the balancer`)
}

/** The same for loads of which only the counts are known. */
export function recordFaults(records: readonly LoadRecord[]): Evidence[] {
  const faults = new Faults()
  for (const { total } of records) {
    for (const [fault, count] of Object.entries(total.faults)) {
      faults.add(fault, count, total.words?.[fault])
    }
  }
  const requests = records.reduce((sum, { total }) => sum + total.ended, 0)
  const direct = records.find((record) => record.direct !== undefined)?.direct
  const path = direct === undefined ? 'through the balancer' : `straight to ${direct}`
  return faults.evidence(`${requests} requests ${path}`)
}

/** Number of failed requests by kind, with the first error message of a server for each. */
class Faults {
  readonly #counts = new Map<string, { count: number; said: string | undefined }>()

  add(fault: string, count: number, words: string | undefined): void {
    const known = this.#counts.get(fault)
    if (known) {
      known.count += count
      known.said ??= words
    } else this.#counts.set(fault, { count, said: words })
  }

  evidence(attempt: string): Evidence[] {
    return [...this.#counts].map(([fault, { count, said }]) => ({
      attempt,
      outcome: outcomeOf(fault),
      detail: `${count} ended with ${fault}`,
      ...(said !== undefined && { said }),
      afterMs: 0,
    }))
  }
}

function outcomeOf(fault: string): Evidence['outcome'] {
  if (fault.startsWith('HTTP ')) return 'http'
  if (fault === 'ECONNREFUSED') return 'refused'
  if (fault.includes('TIMEOUT')) return 'timed_out'
  if (fault === 'UND_ERR_SOCKET' || fault === 'ECONNRESET') return 'reset'
  return 'protocol'
}
