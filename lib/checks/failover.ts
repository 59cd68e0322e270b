import { setTimeout as sleep } from 'node:timers/promises'
import type { BalancerEvent } from '../balancer/events.ts'
import type { Worker } from '../cluster/cluster.ts'
import type { FailoverOptions } from '../generated/checks/failover.ts'
import type { BalancerWatch } from '../load/balancer-watch.ts'
import type { ModelResponse } from '../load/model-response.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Workload } from '../workload/workload.ts'
import type { Check, CheckContext } from './check.ts'
import { chooseWorker } from './kit/choose-worker.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { servedMetrics, waitMetrics } from './load-kit/load-metrics.ts'
import { drainOutage, faultOutage, type Outage } from './load-kit/outage.ts'
import { reportFaults } from './load-kit/server-words.ts'
import { workerShares } from './load-kit/share-metrics.ts'
import { SimulatorControl } from './load-kit/simulator-control.ts'

/** What is lost when a worker fails in the middle of a load, and how soon that is detected. */
export const check: Check<FailoverOptions> = {
  async run(options, context) {
    const builder = new MeasurementBuilder('failover', { name: 'cluster' })
    const worker = chooseWorker(context.workers, options.worker)
    if ('unknown' in worker) return builder.error('WORKER_NOT_SELECTED', worker.unknown).build()
    await using session = await BalancerSession.open(context, {
      strategy: options.strategy,
      timeoutMs: durationMs(options.timeout),
    })
    const outage = outageOf(worker, options.by, session, context)
    if (!outage) {
      const message = `\`by: ${options.by}\` is for simulated workers, and ${worker.id} is a real one: \`by: drain\` touches no machine`
      return builder.error('FAILOVER_NOT_SIMULATED', message).build()
    }
    const { workload: reference, max_tokens: maxTokens } = options
    const workload = await openWorkload(reference, { maxTokens })
    await new Failover(session, worker, outage, options, workload, context.signal).run(builder)
    return builder.build()
  },
}

function outageOf(
  worker: Worker,
  by: FailoverOptions['by'],
  { balancer }: BalancerSession,
  { cluster }: CheckContext,
): Outage | undefined {
  const control = SimulatorControl.of(cluster, worker)
  const kind = by ?? (control ? 'death' : 'drain')
  if (kind === 'drain') return drainOutage(balancer, worker.id)
  return control && faultOutage(kind, control)
}

/** One run: a load with an outage in its middle, then one until the worker is back, then one after it. */
class Failover {
  readonly #session: BalancerSession
  readonly #worker: Worker
  readonly #outage: Outage
  readonly #options: FailoverOptions
  readonly #signal: AbortSignal
  readonly #workload: Workload
  readonly #responses: ModelResponse[] = []
  #outMs = Number.POSITIVE_INFINITY
  #backMs = Number.POSITIVE_INFINITY

  constructor(
    session: BalancerSession,
    worker: Worker,
    outage: Outage,
    options: FailoverOptions,
    workload: Workload,
    signal: AbortSignal,
  ) {
    this.#session = session
    this.#worker = worker
    this.#outage = outage
    this.#options = options
    this.#signal = signal
    this.#workload = workload
  }

  async run(builder: MeasurementBuilder): Promise<void> {
    const { requests, warmup } = this.#options
    const { watch } = this.#session
    await this.#outage.prepare()
    await this.#session.warmUp(this.#workload, { requests: warmup, concurrency: this.#concurrency })
    let outageRun: Promise<void> | undefined
    const beginAt = Math.max(1, Math.ceil(requests * shareOf(this.#options.at)))
    try {
      const load = await this.#load(requests, (count) => {
        if (count >= beginAt) outageRun ??= this.#runOutage()
      })
      await outageRun
      builder.metrics({ ...servedMetrics(load, watch), ...this.#outageMetrics(watch) })
      await this.#awaitReturn()
    } finally {
      await outageRun?.catch(() => undefined)
      await this.#outage.end()
    }
    await this.#measureAfter(builder)
    const lost = this.#responses.filter(({ isValid }) => !isValid).length
    reportFaults(this.#responses, this.#session, builder).metrics({
      lost: this.#responses.length === 0 ? undefined : lost,
      by: this.#outage.by,
      worker: this.#worker.id,
      slots_exceeded: waitMetrics(watch).slots_exceeded,
    })
  }

  get #concurrency(): number {
    return this.#options.concurrency ?? this.#session.slots
  }

  async #load(requests: number, onResponse?: (count: number) => void) {
    const options = { requests, concurrency: this.#concurrency, ...(onResponse && { onResponse }) }
    const result = await this.#session.load(this.#workload, options)
    this.#responses.push(...result.responses)
    return result
  }

  async #runOutage(): Promise<void> {
    this.#outMs = performance.now()
    await this.#outage.begin()
    await sleep(durationMs(this.#options.back_after), undefined, { signal: this.#signal })
    this.#backMs = performance.now()
    await this.#outage.end()
  }

  /** Keeps a load running until the worker has served again and has all of its slots. */
  async #awaitReturn(): Promise<void> {
    const deadlineMs = this.#backMs + durationMs(this.#options.return_within)
    while (performance.now() < deadlineMs && !this.#signal.aborted) {
      const { workers } = this.#session.balancer.stats()
      const state = workers.find(({ id }) => id === this.#worker.id)?.state
      if (state === 'ready' && this.#returnedAfterMs() !== undefined) return
      await this.#load(this.#concurrency * 2)
    }
  }

  #returnedAfterMs(): number | undefined {
    const first = this.#session.watch.attempts.find(
      ({ workerId, isOk, startMs }) =>
        workerId === this.#worker.id && isOk && startMs >= this.#backMs,
    )
    return first && first.endMs - this.#backMs
  }

  #outageMetrics(watch: BalancerWatch) {
    const noticed = watch.decisions.find(
      (event) => isNotice(event, this.#worker.id) && event.atMs >= this.#outMs,
    )
    const isMeanwhile = (ms: number) => ms >= this.#outMs && ms < this.#backMs
    const ended = watch.requests.filter(({ startMs, totalMs }) => isMeanwhile(startMs + totalMs))
    const sent = watch.attempts.filter(
      ({ workerId, startMs }) => workerId === this.#worker.id && isMeanwhile(startMs),
    )
    return {
      time_to_eject: noticed && noticed.atMs - this.#outMs,
      ejected_because: noticed && reasonOf(noticed),
      sent_meanwhile: sent.length,
      'throughput.meanwhile': (ended.length / (this.#backMs - this.#outMs)) * 1_000,
    }
  }

  /** A last load, in which the worker should get its share again. */
  async #measureAfter(builder: MeasurementBuilder): Promise<void> {
    const { watch, workers } = this.#session
    builder.metrics({ time_to_return: this.#returnedAfterMs() })
    const fromMs = performance.now()
    await this.#load(Math.max(100, Math.ceil(this.#options.requests / 5)))
    const attempts = watch.attempts.filter(({ startMs }) => startMs >= fromMs)
    const share = workerShares({ attempts }, workers).find(
      ({ id }) => id === this.#worker.id,
    )?.share
    builder
      .metrics({ 'share.after_return': share?.value })
      .intervals({ 'share.after_return': share })
  }
}

function isNotice(event: BalancerEvent, workerId: string): boolean {
  const types = ['ejected', 'down', 'draining', 'last_worker_kept']
  return types.includes(event.type) && 'workerId' in event && event.workerId === workerId
}

function reasonOf(event: BalancerEvent): string {
  return 'reason' in event ? event.reason : 'drained by its operator'
}

function shareOf(at: string | number): number {
  return typeof at === 'number' ? at : Number.parseFloat(at) / 100
}
