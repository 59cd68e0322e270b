import type { Balancer } from '../../balancer.ts'
import type { BalancerEvent, RequestSummary } from '../../events.ts'
import type { BalancerStats, WorkerStats } from '../../metrics/stats.ts'
import { eventWords } from '../event-words.ts'
import { RecentRate } from './recent-rate.ts'
import { RecentTimes } from './recent-times.ts'

/** The content of `/status`: the balancer's counters, and recent activity, as plain data. */
export interface StatusReport extends Omit<BalancerStats, 'workers'> {
  /** When the front was started, and when this was written: ISO 8601. */
  readonly startedAt: string
  readonly at: string
  /** Requests that ended, per second of the last five. */
  readonly requestsPerSecond: number
  readonly workers: readonly WorkerReport[]
  /** The newest first. */
  readonly events: readonly { readonly at: string; readonly type: string; readonly text: string }[]
}

export interface WorkerReport extends WorkerStats {
  readonly requestsPerSecond: number
  /** Attempts that failed because of the worker. */
  readonly failed: number
  /** Quantiles of the service time of its last 1,000 served requests, in milliseconds; absent: none yet. */
  readonly p50ServiceMs?: number
  readonly p95ServiceMs?: number
}

const eventsKept = 20

/** Remembers what a balancer's counters do not contain: the current rate, recent times, the last events. */
export class StatusBoard {
  readonly #balancer: Balancer
  readonly #startedAt = new Date().toISOString()
  readonly #rate = new RecentRate()
  readonly #workers = new Map<string, { rate: RecentRate; times: RecentTimes }>()
  readonly #events: { at: string; type: string; text: string }[] = []
  readonly #unsubscribe: () => void

  constructor(balancer: Balancer) {
    this.#balancer = balancer
    this.#unsubscribe = balancer.onEvent((event) => this.#receive(event))
  }

  report(): StatusReport {
    const { workers, ...stats } = this.#balancer.stats()
    const nowMs = performance.now()
    return {
      startedAt: this.#startedAt,
      at: new Date().toISOString(),
      ...stats,
      requestsPerSecond: this.#rate.perSecond(nowMs),
      workers: workers.map((worker) => {
        const recent = this.#workers.get(worker.id)
        const [p50ServiceMs, p95ServiceMs] = recent?.times.quantiles(0.5, 0.95) ?? []
        return {
          ...worker,
          requestsPerSecond: recent?.rate.perSecond(nowMs) ?? 0,
          failed: failedOf(worker),
          ...(p50ServiceMs !== undefined && { p50ServiceMs, p95ServiceMs }),
        }
      }),
      events: this.#events.toReversed(),
    }
  }

  close(): void {
    this.#unsubscribe()
  }

  #receive(event: BalancerEvent): void {
    if (event.type === 'end') {
      this.#count(event.request, event.atMs)
      return
    }
    const text = eventWords(event)
    if (text === undefined) return
    if (event.type === 'left') this.#workers.delete(event.workerId)
    this.#events.push({ at: new Date().toISOString(), type: event.type, text })
    if (this.#events.length > eventsKept) this.#events.shift()
  }

  #count({ workerId, outcome, serviceMs }: RequestSummary, atMs: number): void {
    this.#rate.add(atMs)
    if (workerId === undefined) return
    let recent = this.#workers.get(workerId)
    if (!recent) {
      recent = { rate: new RecentRate(), times: new RecentTimes() }
      this.#workers.set(workerId, recent)
    }
    recent.rate.add(atMs)
    if (outcome === 'ok' && serviceMs !== undefined) recent.times.add(serviceMs)
  }
}

function failedOf({ results }: WorkerStats): number {
  const { server_error, rate_limited, unauthorized, refused, timeout, reset } = results
  return server_error + rate_limited + unauthorized + refused + timeout + reset
}
