import { saysLoading } from '../servers/loading-words.ts'
import type { Clock } from './clock.ts'
import type { BalancerEvent, EventFeed } from './events.ts'
import type { SlotRefusal } from './worker/slot-claim.ts'
import type { WorkerState } from './worker/worker-state.ts'

export interface RotationOptions {
  readonly clock: Clock
  readonly feed: EventFeed
  /** Called when a worker that was out may have become free for those who wait. */
  readonly onChange: () => void
}

/** The workers, and who of them takes requests: decides what follows from successes and failures. */
export class Rotation {
  readonly #options: RotationOptions
  #workers: readonly WorkerState[] = []
  /** Those whose probes fail, and which are kept because there is no other. */
  readonly #kept = new WeakSet<WorkerState>()

  constructor(options: RotationOptions) {
    this.#options = options
  }

  get workers(): readonly WorkerState[] {
    return this.#workers
  }

  /** @throws RangeError for an id that is not in the cluster */
  get(id: string): WorkerState {
    const found = this.#workers.find((worker) => worker.id === id)
    if (found) return found
    throw new RangeError(`no worker \`${id}\`; there are ${this.#workers.map((each) => each.id)}`)
  }

  /** @throws RangeError for an id that is in the cluster already */
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

  /** It refused `max_tokens`: from now on it gets the limit by its other name. */
  renameLimit(worker: WorkerState): void {
    if (worker.wantsCompletionLimit) return
    worker.wantsCompletionLimit = true
    this.#emit({ type: 'limit_renamed', workerId: worker.id })
  }

  served(worker: WorkerState): void {
    if (!worker.health.succeeded(this.#nowMs())) return
    this.#emit({ type: 'returned', workerId: worker.id })
    this.#options.onChange()
  }

  /**
   * @param sentMs when the request was sent that it failed
   * @param fault how it failed, in a few words
   */
  failed(worker: WorkerState, sentMs: number, fault?: string): void {
    const nowMs = this.#nowMs()
    const verdict = worker.health.failed(nowMs, sentMs)
    if (verdict === undefined) return
    const reason = fault === undefined ? verdict : `${verdict} (${fault})`
    if (this.#hasOther(worker, nowMs)) {
      const forMs = worker.health.eject(nowMs)
      this.#emit({ type: 'ejected', workerId: worker.id, reason, forMs })
    } else {
      worker.health.pardon()
      this.#emit({ type: 'last_worker_kept', workerId: worker.id, reason })
    }
  }

  /** @param status 429, or 503 of one that is busy or loading */
  limited(worker: WorkerState, forMs: number, status: number): void {
    worker.health.limit(this.#nowMs() + forMs)
    this.#emit({ type: 'rate_limited', workerId: worker.id, forMs, status })
  }

  /**
   * It refused a request as busy.
   * @param others that it had when it got this one
   * @returns undefined: it had none; else it is full, gets no more than that, and one that ends makes room
   */
  full(worker: WorkerState, others: number): SlotRefusal | undefined {
    return others < 1 ? undefined : worker.claim.refused(others, this.#nowMs())
  }

  /** The body of a refusal was read: it says whether the worker was full, or is still loading. */
  refused(worker: WorkerState, refusal: SlotRefusal, response: RefusalWords): void {
    const { status, words } = response
    if (words !== undefined && saysLoading(words)) {
      worker.claim.forget()
      this.limited(worker, loadingMs, status)
      return
    }
    const { accepted, claimed, isNews } = refusal
    if (!isNews) return
    worker.overclaim = { accepted, claimed, status, words }
    this.#emit({ type: 'overclaimed', workerId: worker.id, ...worker.overclaim })
  }

  /** It answers no probe, but has requests to work on, and was alive not long ago. */
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

  /** It refused a key that another worker takes: it wants one that nobody has configured. */
  wantsKey(worker: WorkerState): void {
    this.unauthorized(worker, wantsKeyMs)
  }

  /** Its probes fail, now or still. Returns whether it was taken out for that. */
  down(worker: WorkerState, reason: string): boolean {
    const nowMs = this.#nowMs()
    if (worker.state(nowMs) === 'down') return false
    if (!this.#hasOther(worker, nowMs)) {
      // Told once, until a probe succeeds again.
      if (!this.#kept.has(worker))
        this.#emit({ type: 'last_worker_kept', workerId: worker.id, reason })
      this.#kept.add(worker)
      return false
    }
    worker.health.goDown()
    this.#emit({ type: 'down', workerId: worker.id, reason })
    return true
  }

  /** A probe was answered. */
  up(worker: WorkerState): void {
    this.#kept.delete(worker)
    if (!worker.health.comeUp(this.#nowMs())) return
    this.#emit({ type: 'up', workerId: worker.id })
    this.#options.onChange()
  }

  /** Whether another worker takes requests now, or will once its limit ends. */
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

/** What came with a refusal. */
interface RefusalWords {
  readonly status: number
  readonly words: string | undefined
}

/** Until a worker that is loading is tried again. */
const loadingMs = 1_000

/** Until a worker that wants another key is tried again. */
const wantsKeyMs = 30_000

const inService: ReadonlySet<string> = new Set(['ready', 'starting', 'trial', 'limited'])
