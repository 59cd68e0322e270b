import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Balancer } from '../balancer.ts'
import type { BalancerEvent, RequestSummary } from '../events.ts'
import { bucketsSeconds } from './metric-buckets.ts'
import { type SampledMetric, sampledMetrics } from './sampled-metrics.ts'

/** Requests whose times wait to be recorded: a batch that takes far less than a millisecond. */
const pendingAtMost = 256

/**
 * A balancer's metrics for Prometheus, in a registry of their own. The balancer's counters are read when
 * the metrics are requested; times are recorded in batches, so that no request waits for that.
 */
export class BalancerMetrics {
  readonly registry = new Registry()
  readonly #balancer: Balancer
  readonly #sampled: readonly (readonly [SampledMetric, Counter | Gauge])[]
  readonly #ejections: Counter
  readonly #queueWait: Histogram
  readonly #service: Histogram
  readonly #firstToken: Histogram
  readonly #unsubscribe: () => void
  readonly #enter = () => this.#enterPending()
  #pending: RequestSummary[] = []

  constructor(balancer: Balancer) {
    const registers = [this.registry]
    this.#balancer = balancer
    this.#sampled = sampledMetrics.map((metric) => {
      const Kind = metric.type === 'counter' ? Counter : Gauge
      const { name, help, labelNames } = metric
      return [metric, new Kind({ name, help, labelNames, registers })] as const
    })
    this.#ejections = new Counter({
      name: 'clustergate_ejections_total',
      labelNames: ['worker'],
      registers,
      help: 'Times a worker was ejected because it failed.',
    })
    this.#queueWait = new Histogram({
      name: 'clustergate_queue_wait_seconds',
      buckets: bucketsSeconds,
      registers,
      help: 'Time a request waited for a slot, over all its attempts.',
    })
    this.#service = new Histogram({
      name: 'clustergate_service_seconds',
      labelNames: ['worker'],
      registers,
      buckets: bucketsSeconds,
      help: 'Time from getting a slot to the end of the response, for requests with outcome ok.',
    })
    this.#firstToken = new Histogram({
      name: 'clustergate_time_to_first_token_seconds',
      labelNames: ['worker'],
      registers,
      buckets: bucketsSeconds,
      help: 'Time from getting a slot to the first chunk of the response body, for requests with outcome ok.',
    })
    this.#unsubscribe = balancer.onEvent((event) => this.#receive(event))
  }

  get contentType(): string {
    return this.registry.contentType
  }

  /** All current metrics, in Prometheus' text format. */
  text(): Promise<string> {
    this.#enterPending()
    const stats = this.#balancer.stats()
    // So that a rate can be computed from the first request on.
    for (const { id: worker } of stats.workers) this.#ejections.inc({ worker }, 0)
    for (const [{ sample }, metric] of this.#sampled) {
      metric.reset()
      for (const [value, labels] of sample(stats)) metric.inc(labels, value)
    }
    return this.registry.metrics()
  }

  close(): void {
    this.#unsubscribe()
  }

  #receive(event: BalancerEvent): void {
    switch (event.type) {
      case 'end':
        if (this.#pending.push(event.request) === pendingAtMost) setImmediate(this.#enter)
        break
      case 'ejected':
        this.#ejections.inc({ worker: event.workerId })
        break
      case 'left':
        this.#forget({ worker: event.workerId })
        break
    }
  }

  #forget(labels: { readonly worker: string }): void {
    this.#enterPending()
    for (const metric of [this.#ejections, this.#service, this.#firstToken]) metric.remove(labels)
  }

  #enterPending(): void {
    const pending = this.#pending
    this.#pending = []
    for (const request of pending) this.#enterTimes(request)
  }

  #enterTimes({ outcome, workerId, queueWaitMs, serviceMs, firstTokenMs }: RequestSummary): void {
    this.#queueWait.observe(queueWaitMs / 1_000)
    if (outcome !== 'ok' || workerId === undefined) return
    const worker = { worker: workerId }
    if (serviceMs !== undefined) this.#service.observe(worker, serviceMs / 1_000)
    if (firstTokenMs !== undefined) this.#firstToken.observe(worker, firstTokenMs / 1_000)
  }
}
