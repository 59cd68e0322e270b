import type { HealthState } from '../worker/worker-health.ts'
import type { BalancerStats, WorkerStats } from './stats.ts'

/** A metric whose values stand in the balancer's statistics. */
export interface SampledMetric {
  readonly type: 'counter' | 'gauge'
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  sample(stats: BalancerStats): readonly (readonly [number, Readonly<Record<string, string>>])[]
}

/** Names as Prometheus wants them (prometheus.io/docs/practices/naming): base units, `_total` for counters. */
export const sampledMetrics: readonly SampledMetric[] = [
  {
    type: 'counter',
    name: 'clustergate_requests_total',
    help: 'Requests that ended, by how: ok, http_error, refused, timeout, reset, aborted, rejected.',
    labelNames: ['outcome'],
    sample: ({ outcomes }) =>
      Object.entries(outcomes).map(([outcome, count]) => [count, { outcome }] as const),
  },
  {
    type: 'counter',
    name: 'clustergate_attempts_total',
    help: 'Attempts on a worker that ended, by how; a request that is sent again makes several.',
    labelNames: ['worker', 'result'],
    sample: ({ workers }) =>
      workers.flatMap(({ id: worker, results }) =>
        Object.entries(results).map(([result, count]) => [count, { worker, result }] as const),
      ),
  },
  {
    type: 'counter',
    name: 'clustergate_retries_total',
    help: 'Requests sent again to another worker, by the one that had failed them.',
    labelNames: ['worker'],
    sample: ofWorkers(({ retriedAway }) => retriedAway),
  },
  {
    type: 'counter',
    name: 'clustergate_hedges_total',
    help: 'Requests sent to a second worker because another took long, by the second one.',
    labelNames: ['worker'],
    sample: ofWorkers(({ hedges }) => hedges),
  },
  {
    type: 'gauge',
    name: 'clustergate_queued_requests',
    help: 'Requests that wait for a slot.',
    labelNames: [],
    sample: ({ queued }) => [[queued, {}]],
  },
  {
    type: 'gauge',
    name: 'clustergate_in_flight_requests',
    help: 'Requests that a worker is working on.',
    labelNames: ['worker'],
    sample: ofWorkers(({ inFlight }) => inFlight),
  },
  {
    type: 'gauge',
    name: 'clustergate_slots',
    help: 'Requests that a worker takes at the same time, as the cluster file says.',
    labelNames: ['worker'],
    sample: ofWorkers(({ slots }) => slots),
  },
  {
    type: 'gauge',
    name: 'clustergate_usable_slots',
    help: 'Slots that may be used now: none of a worker that is out, few of one that has just come back.',
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

/** All states, each once: the compiler sees to it. */
function stateNames(): readonly string[] {
  return Object.keys({
    ...{ ready: true, starting: true, trial: true, ejected: true },
    ...{ down: true, limited: true, unauthorized: true, draining: true },
  } satisfies Record<HealthState, true>)
}
