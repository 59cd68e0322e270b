import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import type { ClientRecord } from '../../record/load-record.ts'
import type { ModelResponse } from '../model-response.ts'
import { TimeHistogram } from '../time-histogram.ts'
import { HostCpus } from './host-cpus.ts'

const tickMs = 10

/** What it knows of the process; the rest is known to whoever runs the load. */
type Figures = Omit<
  ClientRecord,
  'inFlightMean' | 'inFlightAsked' | 'ceilingPerSecond' | 'limitedBy'
>

/**
 * Watches the process that generates a load: how late its event loop and its starts are, how busy it is,
 * and how busy others on its host are.
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
   * Notes one request.
   * @param intendedMs when it was meant to start
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

  /** Of the time that good requests were in flight, the part in which they did not wait for a connection of this client. */
  get sentShare(): number {
    return this.#heldMs > 0 ? this.#sentMs / this.#heldMs : 1
  }

  /** Ends the watch. */
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
   * What is due within a block waits for the rest of it: so each tick that did not come counts as
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
