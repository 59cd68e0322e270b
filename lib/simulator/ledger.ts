import type { FaultKind } from '../cluster/cluster.ts'

/**
 * How a request ended: `served` with its complete response; `rejected` with a clean error of the worker
 * itself (bad request, queue full, loading); `failed` by a fault; `aborted` by its caller.
 */
export type RequestOutcome = 'served' | 'rejected' | 'failed' | 'aborted'

/** The outcome of a request; times in milliseconds since the worker was started. */
export interface RequestRecord {
  /** Number of the request for tokens or embeddings in the order of arrival, from 0. */
  readonly index: number
  readonly arrivedMs: number
  /** When it got a slot; null if it never did. */
  readonly startedMs: number | null
  /** When the first token was due, computed if the response is not streamed. */
  readonly firstTokenMs: number | null
  readonly endedMs: number
  readonly tokens: number
  readonly outcome: RequestOutcome
  /** The fault that affected it. */
  readonly fault: FaultKind | null
}

/** A record that is still being written. */
export type OpenRecord = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] }

/** Counters of a worker, and the last requests if they are recorded. */
export class Ledger {
  readonly startedMs: number
  readonly #isKept: boolean
  readonly #kept: RequestRecord[] = []
  #oldest = 0
  #arrivals = 0
  #counts = zeroCounts()
  #serviceMs = 0

  constructor(isKept: boolean, nowMs: number) {
    this.#isKept = isKept
    this.startedMs = nowMs
  }

  open(nowMs: number): OpenRecord {
    return {
      index: this.#arrivals++,
      arrivedMs: nowMs - this.startedMs,
      startedMs: null,
      firstTokenMs: null,
      endedMs: 0,
      tokens: 0,
      outcome: 'aborted',
      fault: null,
    }
  }

  close(record: OpenRecord, outcome: RequestOutcome, nowMs: number): void {
    record.outcome = outcome
    record.endedMs = nowMs - this.startedMs
    this.#counts[outcome] += 1
    if (outcome === 'served') this.#serviceMs += record.endedMs - (record.startedMs ?? 0)
    if (!this.#isKept) return
    if (this.#kept.length < keptRequests) this.#kept.push(record)
    else {
      this.#kept[this.#oldest] = record
      this.#oldest = (this.#oldest + 1) % keptRequests
    }
  }

  get state() {
    const { served } = this.#counts
    return { ...this.#counts, meanServiceMs: served === 0 ? null : this.#serviceMs / served }
  }

  /** The last requests that have ended, in the order of their arrival. */
  requests(): RequestRecord[] {
    return this.#kept.toSorted((a, b) => a.index - b.index)
  }

  /** Resets the counters; the numbering of arrivals continues. */
  reset(): void {
    this.#counts = zeroCounts()
    this.#serviceMs = 0
    this.#kept.length = 0
    this.#oldest = 0
  }
}

const keptRequests = 100_000

function zeroCounts(): Record<RequestOutcome, number> {
  return { served: 0, rejected: 0, failed: 0, aborted: 0 }
}
