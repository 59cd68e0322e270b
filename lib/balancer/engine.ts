import type { BalancerSettings } from '../cluster/balancer-settings.ts'
import type { Worker } from '../cluster/cluster.ts'
import { servers } from '../servers/servers.ts'
import { Roster } from '../wire/roster.ts'
import { throwLater } from '../wire/throw-later.ts'
import { Admission } from './admission/admission.ts'
import { ServedModels } from './admission/served-models.ts'
import type { Clock } from './clock.ts'
import type { Core, OpenExchange } from './core.ts'
import { DeadlineLine } from './deadline-line.ts'
import { BalancerError } from './errors.ts'
import { type AttemptResult, EventFeed } from './events.ts'
import { listModels } from './list-models.ts'
import { Ledger } from './metrics/ledger.ts'
import type { Attempt, AttemptOwner } from './request/attempt.ts'
import type { OwnHeaders, RequestHeaders } from './request/request-headers.ts'
import { RetryBudget } from './request/retry-budget.ts'
import { Rotation } from './rotation.ts'
import type { Strategy } from './strategies/strategy.ts'
import { HealthProbe } from './worker/health-probe.ts'
import { SignOfLife } from './worker/sign-of-life.ts'
import { WorkerSite } from './worker/worker-site.ts'
import { WorkerState } from './worker/worker-state.ts'

export interface EngineOptions {
  readonly settings: BalancerSettings
  readonly strategy: Strategy
  readonly clock: Clock
  readonly env: Readonly<Record<string, string | undefined>>
  /** Called when no request waits for a slot anymore. */
  readonly onIdle: () => void
}

/** Connects the parts of a balancer: starts attempts on workers, and settles them. */
export class Engine implements Core {
  readonly settings: BalancerSettings
  readonly clock: Clock
  readonly feed = new EventFeed()
  readonly ledger = new Ledger()
  readonly budget: RetryBudget
  readonly rotation: Rotation
  readonly admission: Admission
  readonly deadlines: DeadlineLine
  readonly strategy: Strategy
  readonly #options: EngineOptions
  readonly #sites = new Map<WorkerState, WorkerSite>()
  readonly #exchanges = new Roster<OpenExchange>()
  readonly #attemptOptions: { readonly clock: Clock; readonly settle: (attempt: Attempt) => void }
  /** A new array once one joins or leaves. */
  workers: readonly Worker[] = []
  #models = new ServedModels([])
  #whenOver: (() => void) | undefined

  constructor(options: EngineOptions) {
    const { settings, strategy, clock } = options
    this.#options = options
    this.settings = settings
    this.strategy = strategy
    this.clock = clock
    this.#attemptOptions = { clock, settle: (attempt) => this.#settled(attempt) }
    this.deadlines = new DeadlineLine(clock, settings.timeoutMs)
    this.budget = new RetryBudget({ share: settings.retryBudget, clock })
    this.rotation = new Rotation({
      clock,
      feed: this.feed,
      onChange: () => this.admission.serve(),
      onEject: (worker) => this.#sites.get(worker)?.probeNow(),
    })
    this.admission = new Admission({
      strategy,
      clock,
      workers: () => this.rotation.workers,
      models: () => this.#models,
      maxQueue: settings.maxQueue,
      queueTimeoutMs: settings.queueTimeoutMs,
      onEmpty: options.onIdle,
    })
  }

  begun(exchange: OpenExchange): void {
    this.#exchanges.add(exchange)
  }

  over(exchange: OpenExchange): void {
    this.#exchanges.delete(exchange)
    if (this.#exchanges.size === 0) this.#whenOver?.()
  }

  decidingModel(model: unknown): string | undefined {
    // If all workers have the same model, or none names one, models decide nothing.
    if (this.#models.size < 2 || typeof model !== 'string') return undefined
    return this.#models.has(model) ? model : undefined
  }

  headersOf(worker: WorkerState): OwnHeaders {
    return this.#siteOf(worker).headers
  }

  open(owner: AttemptOwner, worker: WorkerState, isHedge: boolean): Attempt {
    this.ledger.of(worker.id).sent += 1
    const attempt = this.#siteOf(worker).open(owner, isHedge, this.#attemptOptions)
    if (this.feed.hasListeners) {
      const [atMs, workerId] = [attempt.startMs, worker.id]
      if (worker.isOnTrial) this.feed.emit({ type: 'trial', atMs, workerId })
      this.feed.emit({ type: 'sent', atMs, requestId: owner.id, workerId })
    }
    return attempt
  }

  /** @throws RangeError for an id that is in use */
  join(worker: Worker): void {
    this.rotation.expectNew(worker.id)
    const state = new WorkerState(worker, this.settings)
    const site = new WorkerSite(state, this.settings, this.#options.env)
    this.#sites.set(state, site)
    this.ledger.of(worker.id)
    this.rotation.join(state)
    this.#countModels()
    if (this.settings.health.intervalMs > 0) site.watch(this.#probeOf(site))
    this.admission.serve()
  }

  async leave(workerId: string): Promise<void> {
    const worker = this.rotation.get(workerId)
    const site = this.#siteOf(worker)
    this.rotation.leave(worker)
    this.#sites.delete(worker)
    this.#countModels()
    // A request that waited for a model that no worker serves any longer may go to any other.
    this.admission.serve()
    this.strategy.forget?.(workerId)
    await site.close()
  }

  /** Resolves when nothing is in flight on the worker, to whether it is still draining then. */
  async drain(workerId: string): Promise<boolean> {
    const worker = this.rotation.get(workerId)
    this.rotation.setDraining(worker, true)
    await this.#siteOf(worker).empty()
    const { isDraining } = worker.health
    if (isDraining && this.feed.hasListeners) {
      this.feed.emit({ type: 'drained', atMs: this.clock.nowMs(), workerId })
    }
    return isDraining
  }

  undrain(workerId: string): void {
    const worker = this.rotation.get(workerId)
    this.rotation.setDraining(worker, false)
    this.#siteOf(worker).waitNoMore()
  }

  /** Undefined if the workers have one model: any worker lists it. */
  listModels(headers: RequestHeaders): Promise<readonly unknown[] | undefined> | undefined {
    return this.#models.size < 2 ? undefined : listModels([...this.#sites.values()], headers)
  }

  async warmUp(): Promise<void> {
    await Promise.all([...this.#sites.values()].map(({ connections }) => connections.warmUp()))
  }

  async close(): Promise<void> {
    if (this.#exchanges.size > 0) {
      await new Promise<void>((resolve) => {
        this.#whenOver = resolve
      })
    }
    await Promise.all([...this.#sites.values()].map((site) => site.close()))
  }

  async destroy(error: Error): Promise<void> {
    this.admission.close()
    for (const exchange of this.#exchanges) exchange.abandon(error)
    await this.close()
  }

  #siteOf(worker: WorkerState): WorkerSite {
    const site = this.#sites.get(worker)
    if (!site) throw new Error(`the worker ${worker.id} has left`)
    return site
  }

  #countModels(): void {
    this.workers = this.rotation.workers.map(({ worker }) => worker)
    this.#models = new ServedModels(this.workers)
  }

  #probeOf(site: WorkerSite): HealthProbe {
    const { state, headers } = site
    const { failures, silentWhileBusyMs } = this.settings.health
    const { silentWhileBusy } = servers[state.worker.type].health
    const life = new SignOfLife(silentWhileBusy, silentWhileBusyMs, this.clock.nowMs())
    return new HealthProbe({
      worker: state.worker,
      settings: this.settings,
      headers,
      requestsLoad: this.strategy.usesReportedLoad === true,
      onResponse: (inFlight) => {
        state.reportedInFlight = inFlight
        life.markAlive(this.clock.nowMs())
        this.rotation.up(state)
      },
      onFailure: ({ reason, inRow, isSilent }) => {
        const nowMs = this.clock.nowMs()
        if (state.hasResponded) life.markAlive(nowMs)
        state.hasResponded = false
        if (isSilent && state.inFlight > 0 && life.mayBeBusy(nowMs)) {
          if (inRow === failures) this.rotation.busy(state, reason)
          return
        }
        if (inRow < failures || !this.rotation.down(state, reason)) return
        // Requests that wait there for a first byte are resent elsewhere.
        const error = new BalancerError('BALANCER_WORKER_DOWN', `${state.id} is down: ${reason}`)
        for (const attempt of site.unanswered) attempt.fail(error)
      },
    })
  }

  /**
   * Handles the end of an attempt: what it shows about the worker, its connection, and finally its slot.
   */
  #settled(attempt: Attempt): void {
    const { worker, startMs } = attempt
    const result = attempt.result ?? 'ok'
    const nowMs = this.clock.nowMs()
    const firstTokenMs = attempt.firstTokenMs && attempt.firstTokenMs - startMs
    this.ledger.attempt(worker.id, result, nowMs - startMs, firstTokenMs)
    if (result !== 'aborted') this.#observe(attempt, nowMs, result === 'ok')
    if (wellResults.has(result)) this.rotation.served(worker, result === 'ok')
    else if (brokenResults.has(result)) this.rotation.failed(worker, startMs, codeOf(attempt.error))
    if (this.feed.hasListeners) {
      const { requestId } = attempt
      this.feed.emit({ type: 'settled', atMs: nowMs, requestId, workerId: worker.id, result })
    }
    this.#reportError(attempt)
    this.#sites.get(worker)?.settled(attempt)
    this.admission.release(worker)
  }

  /** The error message of a worker, once its body is read. */
  #reportError({ worker, errorResponse, refusal }: Attempt): void {
    if (!errorResponse) return
    const { status, redirectsTo, words } = errorResponse
    worker.lastError = { status, words }
    if (this.feed.hasListeners) {
      const [atMs, workerId] = [this.clock.nowMs(), worker.id]
      this.feed.emit({ type: 'error_response', atMs, workerId, status, words, redirectsTo })
    }
    if (refusal) this.rotation.refused(worker, refusal, { status, words })
  }

  #observe({ worker, startMs, inFlight }: Attempt, nowMs: number, isOk: boolean): void {
    try {
      const durationMs = nowMs - startMs
      this.strategy.observe?.({ workerId: worker.id, nowMs, durationMs, isOk, inFlight })
    } catch (error) {
      throwLater(error)
    }
  }
}

/** How a connection failed; undefined if unknown. */
function codeOf(error: Error | undefined): string | undefined {
  const { code, name } = (error ?? {}) as NodeJS.ErrnoException
  return typeof code === 'string' ? code : name
}

/** The worker did its part, even if the request was at fault. */
const wellResults = new Set<AttemptResult>(['ok', 'http_error', 'rate_limited'])
/** A failure reported by the connection; that of a status was counted when it arrived. */
const brokenResults = new Set<AttemptResult>(['refused', 'timeout', 'reset'])
