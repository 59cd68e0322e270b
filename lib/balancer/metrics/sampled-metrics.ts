import type { HealthState } from '../worker/worker-health.ts'
import type { BalancerStats, WorkerStats } from './stats.ts'

/** A metric whose values come from the balancer's statistics. */
export interface SampledMetric {
  readonly type: 'counter' | 'gauge'
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  sample(stats: BalancerStats): readonly (readonly [number, Readonly<Record<string, string>>])[]
}

/**
 * Names as Prometheus recommends (prometheus.io/docs/practices/naming): base units, `_total` for counters.
 */
export const sampledMetrics: readonly SampledMetric[] = [
  {
    type: 'counter',
    name: 'clustergate_requests_total',
    help: 'Requests that ended, by outcome: ok, http_error, refused, timeout, reset, aborted, rejected.',
    labelNames: ['outcome'],
    sample: ({ outcomes }) =>
      Object.entries(outcomes).map(([outcome, count]) => [count, { outcome }] as const),
  },
  {
    type: 'counter',
    name: 'clustergate_attempts_total',
    help: 'Attempts that ended, by worker and outcome; a retried request makes several attempts.',
    labelNames: ['worker', 'result'],
    sample: ({ workers }) =>
      workers.flatMap(({ id: worker, results }) =>
        Object.entries(results).map(([result, count]) => [count, { worker, result }] as const),
      ),
  },
  {
    type: 'counter',
    name: 'clustergate_retries_total',
    help: 'Requests retried on another worker, by the worker that failed them.',
    labelNames: ['worker'],
    sample: ofWorkers(({ retriedAway }) => retriedAway),
  },
  {
    type: 'counter',
    name: 'clustergate_hedges_total',
    help: 'Hedged requests, by the second worker.',
    labelNames: ['worker'],
    sample: ofWorkers(({ hedges }) => hedges),
  },
  {
    type: 'gauge',
    name: 'clustergate_queued_requests',
    help: 'Requests waiting for a slot.',
    labelNames: [],
    sample: ({ queued }) => [[queued, {}]],
  },
  {
    type: 'gauge',
    name: 'clustergate_in_flight_requests',
    help: 'Requests in flight on a worker.',
    labelNames: ['worker'],
    sample: ofWorkers(({ inFlight }) => inFlight),
  },
  {
    type: 'gauge',
    name: 'clustergate_slots',
    help: 'Concurrent requests a worker accepts, from the cluster file.',
    labelNames: ['worker'],
    sample: ofWorkers(({ slots }) => slots),
  },
  {
    type: 'gauge',
    name: 'clustergate_usable_slots',
    help: 'Slots available now: none for a worker that is out, a few for one in slow start.',
    labelNames: ['worker'],
    sample: ofWorkers(({ slotsNow }) => slotsNow),
  },
  {
    type: 'gauge',
    name: 'clustergate_worker_state',
    help: `1 for the state that a worker is in, 0 for the others: ${stateNames().join(', ')}.`,
    labelNames: ['worker', 'state'],
    sample: ({ workers }) =>
      workers.flatMap((worker) =>
        stateNames().map(
          (state) => [worker.state === state ? 1 : 0, { worker: worker.id, state }] as const,
        ),
      ),
  },
]

function ofWorkers(value: (worker: WorkerStats) => number): SampledMetric['sample'] {
  return ({ workers }) => workers.map((worker) => [value(worker), { worker: worker.id }] as const)
}

/** All states, each once: the compiler checks that. */
function stateNames(): readonly string[] {
  return Object.keys({
    ready: true,
    starting: true,
    trial: true,
    ejected: true,
    down: true,
    limited: true,
    unauthorized: true,
    draining: true,
  } satisfies Record<HealthState, true>)
}
