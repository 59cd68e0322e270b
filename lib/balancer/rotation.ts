import { reportsLoading } from '../servers/loading-words.ts'
import type { Clock } from './clock.ts'
import type { BalancerEvent, EventFeed } from './events.ts'
import type { SlotRefusal } from './worker/slot-claim.ts'
import type { WorkerState } from './worker/worker-state.ts'

export interface RotationOptions {
  readonly clock: Clock
  readonly feed: EventFeed
  /** Called when a worker that was out may be free for waiting requests. */
  readonly onChange: () => void
  /** Called when a worker was ejected because of its failures. */
  readonly onEject?: (worker: WorkerState) => void
}

/** The workers, and which of them accept requests: draws conclusions from successes and failures. */
export class Rotation {
  readonly #options: RotationOptions
  #workers: readonly WorkerState[] = []
  /** Workers whose probes fail, and which are kept because there is no other. */
  readonly #kept = new WeakSet<WorkerState>()

  constructor(options: RotationOptions) {
    this.#options = options
  }

  get workers(): readonly WorkerState[] {
    return this.#workers
  }

  /** @throws RangeError for an unknown id */
  get(id: string): WorkerState {
    const found = this.#workers.find((worker) => worker.id === id)
    if (found) return found
    throw new RangeError(`no worker \`${id}\`; there are ${this.#workers.map((each) => each.id)}`)
  }

  /** @throws RangeError for an id that is in use */
  expectNew(id: string): void {
    if (!this.#workers.some((worker) => worker.id === id)) return
    throw new RangeError(`the worker \`${id}\` exists already`)
  }

  join(worker: WorkerState): void {
    this.#workers = [...this.#workers, worker]
    this.#emit({ type: 'joined', workerId: worker.id })
  }

  leave(worker: WorkerState): void {
    this.#workers = this.#workers.filter((each) => each !== worker)
    this.#emit({ type: 'left', workerId: worker.id })
  }

  setDraining(worker: WorkerState, isDraining: boolean): void {
    if (worker.health.isDraining === isDraining) return
    worker.health.isDraining = isDraining
    this.#emit({ type: isDraining ? 'draining' : 'undrained', workerId: worker.id })
    if (!isDraining) this.#options.onChange()
  }

  /** It refused `max_tokens`: from now on it gets the other name of the limit. */
  renameLimit(worker: WorkerState): void {
    if (worker.wantsCompletionLimit) return
    worker.wantsCompletionLimit = true
    this.#emit({ type: 'limit_renamed', workerId: worker.id })
  }

  /** @param isServed whether it computed a response, and did not refuse the request */
  served(worker: WorkerState, isServed = true): void {
    if (!worker.health.succeeded(this.#nowMs(), isServed)) return
    this.#emit({ type: 'returned', workerId: worker.id })
    this.#options.onChange()
  }

  /**
   * @param sentMs when the failed request was sent
   * @param fault a short description of the failure
   */
  failed(worker: WorkerState, sentMs: number, fault?: string): void {
    const nowMs = this.#nowMs()
    const verdict = worker.health.failed(nowMs, sentMs)
    if (verdict === undefined) return
    const reason = fault === undefined ? verdict : `${verdict} (${fault})`
    if (this.#hasOther(worker, nowMs)) {
      const forMs = worker.health.eject(nowMs)
      this.#emit({ type: 'ejected', workerId: worker.id, reason, forMs })
      this.#options.onEject?.(worker)
    } else {
      worker.health.pardon()
      this.#emit({ type: 'last_worker_kept', workerId: worker.id, reason })
      this.#tryEjected(nowMs)
    }
  }

  /** @param status 429, or 503 of a worker that is busy or loading */
  limited(worker: WorkerState, forMs: number, status: number): void {
    worker.health.limit(this.#nowMs() + forMs)
    this.#emit({ type: 'rate_limited', workerId: worker.id, forMs, status })
  }

  /**
   * It refused a request as busy.
   * @param others number of other requests that it had
   * @returns undefined: it had none; else it is full, gets no more than that, and the end of one makes room
   */
  full(worker: WorkerState, others: number): SlotRefusal | undefined {
    return others < 1 ? undefined : worker.claim.refused(others, this.#nowMs())
  }

  /** The body of a refusal was read: it shows whether the worker was full, or is still loading. */
  refused(worker: WorkerState, refusal: SlotRefusal, response: RefusalWords): void {
    const { status, words } = response
    if (words !== undefined && reportsLoading(words)) {
      worker.claim.forget()
      this.limited(worker, loadingMs, status)
      return
    }
    const { accepted, claimed, isNews } = refusal
    if (!isNews) return
    worker.overclaim = { accepted, claimed, status, words }
    this.#emit({ type: 'overclaimed', workerId: worker.id, ...worker.overclaim })
  }

  /** It does not respond to probes, but has requests in flight, and was alive recently. */
  busy(worker: WorkerState, reason: string): void {
    this.#emit({ type: 'busy', workerId: worker.id, reason })
  }

  unauthorized(worker: WorkerState, forMs: number): void {
    const nowMs = this.#nowMs()
    if (!this.#hasOther(worker, nowMs)) {
      const reason = 'it refuses its API key'
      this.#emit({ type: 'last_worker_kept', workerId: worker.id, reason })
      return
    }
    worker.health.refuse(nowMs + forMs)
    this.#emit({ type: 'unauthorized', workerId: worker.id, forMs })
  }

  /** It refused a key that another worker accepts: it needs one that is not configured. */
  needsKey(worker: WorkerState): void {
    this.unauthorized(worker, needsKeyMs)
  }

  /** Its probes fail, now or still. Returns whether it was ejected for that. */
  down(worker: WorkerState, reason: string): boolean {
    const nowMs = this.#nowMs()
    if (worker.state(nowMs) === 'down') return false
    if (!this.#hasOther(worker, nowMs)) {
      // Reported once, until a probe succeeds again.
      if (!this.#kept.has(worker))
        this.#emit({ type: 'last_worker_kept', workerId: worker.id, reason })
      this.#kept.add(worker)
      this.#tryEjected(nowMs)
      return false
    }
    worker.health.goDown()
    this.#emit({ type: 'down', workerId: worker.id, reason })
    return true
  }

  /** A probe succeeded. */
  up(worker: WorkerState): void {
    this.#kept.delete(worker)
    if (!worker.health.comeUp(this.#nowMs())) return
    this.#emit({ type: 'up', workerId: worker.id })
    this.#options.onChange()
  }

  /** The only worker in service fails: ejected ones may have recovered, and are tried now. */
  #tryEjected(nowMs: number): void {
    const tried = this.#workers.filter(({ health }) => health.endEjection(nowMs))
    if (tried.length > 0) this.#options.onChange()
  }

  /** Whether another worker accepts requests now, or will once its limit ends. */
  #hasOther(worker: WorkerState, nowMs: number): boolean {
    return this.#workers.some((other) => other !== worker && inService.has(other.state(nowMs)))
  }

  #nowMs(): number {
    return this.#options.clock.nowMs()
  }

  #emit(
    event: BalancerEvent extends infer E ? (E extends unknown ? Omit<E, 'atMs'> : never) : never,
  ) {
    const { feed } = this.#options
    if (feed.hasListeners) feed.emit({ ...event, atMs: this.#nowMs() } as BalancerEvent)
  }
}

/** Details of a refusal. */
interface RefusalWords {
  readonly status: number
  readonly words: string | undefined
}

/** How long until a worker that is loading is tried again. */
const loadingMs = 1_000

/** How long until a worker that needs another key is tried again. */
const needsKeyMs = 30_000

const inService: ReadonlySet<string> = new Set(['ready', 'starting', 'trial', 'limited'])
