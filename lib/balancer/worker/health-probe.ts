import { Client } from 'undici'
import type { BalancerSettings } from '../../cluster/balancer-settings.ts'
import type { Worker } from '../../cluster/cluster.ts'
import { workerUrl } from '../../cluster/worker-url.ts'
import { errorWords } from '../../servers/error-words.ts'
import type { LoadReport } from '../../servers/server.ts'
import { serverOf, servers } from '../../servers/servers.ts'
import { Deadline } from '../../time/deadline.ts'
import type { OwnHeaders } from '../request/request-headers.ts'
import { tlsConnector } from './tls-connector.ts'

export interface HealthProbeOptions {
  readonly worker: Worker
  readonly settings: Pick<BalancerSettings, 'health' | 'connectTimeoutMs'>
  readonly headers: Pick<OwnHeaders, 'values' | 'secrets'>
  /** Whether to request the number of requests in flight as well. */
  readonly requestsLoad: boolean
  /** @param inFlight by the worker's own report; undefined: not reported */
  onResponse(inFlight: number | undefined): void
  onFailure(failure: ProbeFailure): void
}

export interface ProbeFailure {
  readonly reason: string
  /** How many probes have failed in a row. */
  readonly inRow: number
  /** Whether the worker accepted the connection and was silent: it may be busy. */
  readonly isSilent: boolean
}

/** How much sooner than usual a worker that failed a probe is probed again. */
const haste = 4

/** Probes a worker regularly, over a connection of its own, which takes no slot. */
export class HealthProbe {
  readonly #options: HealthProbeOptions
  readonly #client: Client
  readonly #path: string
  readonly #closed = new AbortController()
  #failuresInRow = 0
  #isConnected = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: HealthProbeOptions) {
    const { worker, settings } = options
    this.#options = options
    this.#path = worker.basePath + (settings.health.path ?? serverOf(worker).health.path)
    this.#client = new Client(workerUrl(worker, '/').origin, {
      connectTimeout: settings.health.timeoutMs,
      ...(worker.tls && { connect: tlsConnector(worker.tls, settings.health.timeoutMs) }),
    })
    this.#client.on('connect', () => {
      this.#isConnected = true
    })
    this.#client.on('disconnect', () => {
      this.#isConnected = false
    })
    this.#plan()
  }

  /** Probes now, unless a probe is in flight, or has failed just before. */
  hurry(): void {
    if (this.#timer === undefined || this.#failuresInRow > 0) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    void this.#probe()
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#closed.abort(new Error('closed'))
    await this.#client.destroy()
  }

  #plan(): void {
    if (this.#closed.signal.aborted) return
    const { intervalMs } = this.#options.settings.health
    const delayMs = this.#failuresInRow > 0 ? intervalMs / haste : intervalMs
    // Probes do not keep the process alive.
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#probe()
    }, delayMs).unref()
  }

  async #probe(): Promise<void> {
    const { onResponse, onFailure } = this.#options
    const failure = await this.#ask()
    if (this.#closed.signal.aborted) return
    if (failure === undefined) {
      this.#failuresInRow = 0
      onResponse(await this.#askLoad())
    } else {
      this.#failuresInRow += 1
      onFailure({ ...failure, inRow: this.#failuresInRow })
    }
    this.#plan()
  }

  /** Why the worker is unhealthy; undefined: it is healthy. */
  async #ask(): Promise<Omit<ProbeFailure, 'inRow'> | undefined> {
    try {
      const { status, text } = await this.#get(this.#path)
      // A worker that requires another key is alive.
      if (status < 500) return undefined
      const words = errorWords(text, this.#options.headers.secrets)
      const reason = `HTTP ${status} for ${this.#path}${words === undefined ? '' : `: ${words}`}`
      return { reason, isSilent: false }
    } catch (error) {
      const { code, name, message } = error as NodeJS.ErrnoException
      const isTimeout = name === 'TimeoutError'
      const words = isTimeout
        ? `no response within ${this.#options.settings.health.timeoutMs}ms`
        : message
      const reason = `${code && !isTimeout ? `${code}: ` : ''}${words} (GET ${this.#path})`
      return { reason, isSilent: isTimeout && this.#isConnected }
    }
  }

  async #askLoad(): Promise<number | undefined> {
    const { worker, requestsLoad: wantsLoad } = this.#options
    if (!wantsLoad) return undefined
    // By its own type: a simulated worker has a report of its own, whatever it imitates.
    for (const { path, read } of servers[worker.type].loadReports) {
      const inFlight = await this.#askReport(worker.basePath + path, read)
      if (inFlight !== undefined) return inFlight
    }
    return undefined
  }

  async #askReport(path: string, read: LoadReport['read']): Promise<number | undefined> {
    try {
      const { status, text } = await this.#get(path)
      return status === 200 ? read(text) : undefined
    } catch {
      // It is known to be healthy; its load remains unknown.
      return undefined
    }
  }

  async #get(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const { headers, settings } = this.#options
    using deadline = new Deadline({
      timeoutMs: settings.health.timeoutMs,
      signals: [this.#closed.signal],
    })
    const { statusCode, body } = await this.#client.request({
      path,
      method: 'GET',
      signal: deadline.signal,
      headers: headers.values,
    })
    return { status: statusCode, text: await body.text() }
  }
}
