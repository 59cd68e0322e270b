import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import type { ClientRecord } from '../../record/load-record.ts'
import type { ModelResponse } from '../model-response.ts'
import { TimeHistogram } from '../time-histogram.ts'
import { HostCpus } from './host-cpus.ts'

const tickMs = 10

/** Figures of the process; the caller of the load has the rest. */
type Figures = Omit<
  ClientRecord,
  'inFlightMean' | 'inFlightAsked' | 'ceilingPerSecond' | 'limitedBy'
>

/**
 * Monitors the process that generates a load: delays of its event loop and its starts, how busy it is, and
 * how busy other processes on its host are.
 */
export class ClientMonitor implements Disposable {
  readonly #utilization: EventLoopUtilization = performance.eventLoopUtilization()
  readonly #cpu = process.cpuUsage()
  readonly #host = new HostCpus()
  readonly #startMs = performance.now()
  readonly #ticks: NodeJS.Timeout
  #lastTickMs = this.#startMs
  readonly #delays = new TimeHistogram()
  readonly #lateStarts = new TimeHistogram()
  #maxDelayMs = 0
  #maxLateMs = 0
  #heldMs = 0
  #sentMs = 0

  constructor() {
    // Not `monitorEventLoopDelay`, which counts a block of two seconds as one late tick among hundreds.
    this.#ticks = setInterval(() => this.#tick(), tickMs).unref()
  }

  /**
   * Records one request.
   * @param intendedMs its intended start
   */
  answered({ isValid, startMs, sentMs, endMs }: ModelResponse, intendedMs: number): void {
    if (sentMs === undefined) return
    const lateMs = Math.max(0, sentMs - intendedMs)
    this.#lateStarts.record(lateMs)
    if (lateMs > this.#maxLateMs) this.#maxLateMs = lateMs
    if (!isValid) return
    this.#heldMs += endMs - startMs
    this.#sentMs += endMs - sentMs
  }

  /**
   * Fraction of the time in flight of successful requests during which they did not wait for a connection
   * of this client.
   */
  get sentShare(): number {
    return this.#heldMs > 0 ? this.#sentMs / this.#heldMs : 1
  }

  /** Ends the monitoring. */
  stop(): Figures {
    this[Symbol.dispose]()
    this.#tick()
    const { user, system } = process.cpuUsage(this.#cpu)
    const tookMs = performance.now() - this.#startMs
    return {
      eventLoopDelayP99Ms: this.#delays.quantileMs(0.99),
      eventLoopDelayMaxMs: this.#maxDelayMs,
      eventLoopUtilization: performance.eventLoopUtilization(this.#utilization).utilization,
      cpuCores: (user + system) / 1_000 / tookMs,
      ...this.#host.load(),
      lateStartP99Ms: this.#lateStarts.count === 0 ? 0 : this.#lateStarts.quantileMs(0.99),
      lateStartMaxMs: this.#maxLateMs,
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#ticks)
  }

  /**
   * Events that are due within a blocked interval wait for the rest of it: so each missed tick counts as
   * well, with the delay that it would have had (Tene's correction for coordinated omission).
   */
  #tick(): void {
    const nowMs = performance.now()
    const delayMs = Math.max(0, nowMs - this.#lastTickMs - tickMs)
    this.#lastTickMs = nowMs
    if (delayMs > this.#maxDelayMs) this.#maxDelayMs = delayMs
    for (let leftMs = delayMs; leftMs >= 0; leftMs -= tickMs) this.#delays.record(leftMs)
  }
}
