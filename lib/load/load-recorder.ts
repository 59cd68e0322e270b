import type { Balancer } from '../balancer/balancer.ts'
import type { BalancerEvent, RequestSummary } from '../balancer/events.ts'
import type { Worker } from '../cluster/cluster.ts'
import type { LoadRecord, SeriesRecord, Slo } from '../record/load-record.ts'
import { DirectClaim } from './direct-claim.ts'
import { ErrorMessages } from './error-messages.ts'
import { FlowGauge } from './flow-gauge.ts'
import { InFlightCount } from './in-flight-count.ts'
import type { ModelResponse } from './model-response.ts'
import { overclaimsOf } from './overclaims.ts'
import { RequestSeries, type Sample } from './series.ts'
import { Timeline } from './timeline.ts'

/** Records a load, for all requests and for each worker; stores no single request. */
export class LoadRecorder implements Disposable {
  readonly #newSeries: () => RequestSeries
  readonly #total: RequestSeries
  readonly #workers = new Map<string, RequestSeries>()
  readonly #timeline: Timeline
  readonly #inFlight: InFlightCount
  readonly #busySlots: FlowGauge
  readonly #unsubscribe: (() => void) | undefined
  readonly #balancer: Balancer | undefined
  readonly #said = new ErrorMessages()
  readonly #directClaim: DirectClaim | undefined
  /** Of the request that ended last. */
  #summary: RequestSummary | undefined
  #retries = 0
  #ended = 0
  #failed = 0
  #p95Ms: number | undefined
  /** How many must have ended for the next update. */
  #p95AtLeast = 0

  /**
   * @param balancer of the requests; undefined: another dispatcher, about which nothing more is known
   * @param countsChunks whether a chunk counts as a token if the worker reports none
   * @param direct the worker that gets requests directly
   */
  constructor(
    balancer: Balancer | undefined,
    slo: Slo | undefined,
    countsChunks = false,
    direct?: Worker,
  ) {
    this.#directClaim = direct && new DirectClaim(direct)
    this.#balancer = balancer
    this.#newSeries = () => new RequestSeries(slo, countsChunks)
    this.#total = this.#newSeries()
    const nowMs = performance.now()
    this.#timeline = new Timeline(nowMs)
    this.#busySlots = new FlowGauge(nowMs)
    const workers = balancer?.stats().workers ?? []
    this.#inFlight = new InFlightCount(workers)
    for (const { id } of workers) this.#workers.set(id, this.#newSeries())
    this.#unsubscribe = balancer?.onEvent((event) => this.#note(event))
  }

  get ended(): number {
    return this.#ended
  }

  get failed(): number {
    return this.#failed
  }

  /**
   * So far; undefined before the first successful response. A quantile costs far more than a request: it is
   * computed again once there are one percent more of them.
   */
  get latencyP95Ms(): number | undefined {
    if (this.#ended >= this.#p95AtLeast) {
      this.#p95Ms = this.#total.latencyP95Ms
      this.#p95AtLeast = this.#ended * 1.01
    }
    return this.#p95Ms
  }

  /** Records a response, and returns it with the balancer's data about its request. */
  record(response: ModelResponse, intendedMs: number): Sample {
    const sample = { response, intendedMs, summary: this.#summaryOf(response) }
    const latencyMs = response.endMs - intendedMs
    this.#ended += 1
    if (!response.isValid) this.#failed += 1
    this.#total.record(sample)
    this.#directClaim?.note(response)
    this.#timeline.record(response, latencyMs)
    const workerId = sample.summary?.workerId
    if (workerId !== undefined) this.#seriesOf(workerId).record(sample)
    return sample
  }

  /** The record; ends the recording. */
  close(
    inFlightMax: number,
  ): Pick<
    LoadRecord,
    | 'total'
    | 'workers'
    | 'timeline'
    | 'retries'
    | 'slotsExceeded'
    | 'busySlots'
    | 'said'
    | 'overclaims'
  > {
    this[Symbol.dispose]()
    const said = this.#said.toRecord()
    const overclaims = this.#balancer
      ? overclaimsOf(this.#balancer)
      : (this.#directClaim?.overclaims ?? [])
    const workers = [...this.#workers].map(([id, series]): [string, SeriesRecord] => [
      id,
      series.toRecord(this.#inFlight.most.get(id) ?? 0),
    ])
    return {
      total: this.#total.toRecord(inFlightMax),
      workers: Object.fromEntries(workers),
      timeline: this.#timeline.toRecord(),
      retries: this.#retries,
      slotsExceeded: this.#inFlight.slotsExceeded,
      busySlots: {
        mean: this.#busySlots.mean(performance.now()),
        untilLastStart: this.#busySlots.meanUntilLastStart,
        most: this.#busySlots.most,
      },
      ...(said && { said }),
      ...(overclaims.length > 0 && { overclaims }),
    }
  }

  [Symbol.dispose](): void {
    this.#unsubscribe?.()
  }

  #note(event: BalancerEvent): void {
    this.#timeline.note(event)
    this.#said.note(event)
    if (event.type === 'end') this.#summary = event.request
    else if (event.type === 'retry') this.#retries += 1
    else this.#inFlight.note(event)
    if (event.type === 'sent') this.#busySlots.enter(event.atMs)
    else if (event.type === 'settled') this.#busySlots.leave(event.atMs)
  }

  /** The balancer emits an end right before it passes on the end of the response. */
  #summaryOf({ requestId }: ModelResponse): RequestSummary | undefined {
    return this.#summary?.id === requestId ? this.#summary : undefined
  }

  /** Including workers that joined meanwhile. */
  #seriesOf(workerId: string): RequestSeries {
    const known = this.#workers.get(workerId)
    if (known) return known
    const added = this.#newSeries()
    this.#workers.set(workerId, added)
    return added
  }
}
