import type { Fault, Imitated } from '../../cluster/cluster.ts'
import { modelOf, type WorkerParts } from '../worker-parts.ts'

interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  readonly value: number
}

/**
 * The metrics of a worker, as Prometheus text: with names of the simulator, and with those of the server
 * that it imitates.
 */
export function metricsText(
  imitates: Imitated,
  parts: WorkerParts,
  fault: Fault | undefined,
): string {
  const labels = imitates === 'vllm' ? modelLabel(modelOf(parts, fault)) : ''
  return [
    ...ownMetrics(parts).map((metric) => printed(metric, '')),
    ...(imitatedMetrics[imitates]?.(parts) ?? []).map((metric) => printed(metric, labels)),
  ].join('')
}

function ownMetrics({ queue, pace }: WorkerParts): Metric[] {
  const { celsius, clockHertz } = pace.heatAt(performance.now())
  return [
    gauge('simulator_requests_running', 'Requests in a slot.', queue.busy),
    gauge('simulator_requests_waiting', 'Requests waiting for a slot.', queue.queued),
    gauge('simulator_kv_cache_usage_ratio', 'Slots in use; 1 is all.', usage(queue)),
    gauge('simulator_temperature_celsius', 'As hot as its work has made it.', celsius),
    gauge('simulator_clock_hertz', 'Lower where heat slows it down.', clockHertz),
    counter('simulator_preemptions_total', 'It never takes a request out of its slot.', 0),
  ]
}

const imitatedMetrics: Readonly<Partial<Record<Imitated, (parts: WorkerParts) => Metric[]>>> = {
  vllm: ({ queue }) => [
    gauge(
      'vllm:num_requests_running',
      'Number of requests in model execution batches.',
      queue.busy,
    ),
    gauge('vllm:num_requests_waiting', 'Number of requests waiting to be processed.', queue.queued),
    gauge('vllm:kv_cache_usage_perc', 'KV-cache usage. 1 means 100 percent usage.', usage(queue)),
    counter('vllm:num_preemptions_total', 'Cumulative number of preemptions.', 0),
  ],
  llama_cpp: ({ queue }) => [
    gauge('llamacpp:requests_processing', 'Number of requests processing.', queue.busy),
    gauge('llamacpp:requests_deferred', 'Number of requests deferred.', queue.queued),
  ],
}

function usage({ busy, slots }: WorkerParts['queue']): number {
  return busy / slots
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, type: 'gauge', help, value }
}

function counter(name: string, help: string, value: number): Metric {
  return { name, type: 'counter', help, value }
}

/** A quote or a line end in a name would end the label. */
function modelLabel(model: string): string {
  const escaped = model.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `{model_name="${escaped}"}`
}

function printed({ name, type, help, value }: Metric, labels: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}${labels} ${value}\n`
}
