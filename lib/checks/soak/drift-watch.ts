import type { Sample } from '../../load/series.ts'
import { type RelativeChange, relativeChange } from './relative-change.ts'

/** Ten in each third: as many runs as batch means want (10 to 30 in all of a series, Schmeiser 1982). */
const partCount = 30
/** A third of fewer parts than this says nothing of its own spread. */
const minInThird = 3

/** What ended within one part of the time. */
interface Part {
  failed: number
  readonly latency: Mean
  /** By worker. */
  readonly service: Map<string, Mean>
}

interface Mean {
  count: number
  sumMs: number
}

export interface DriftWatchOptions {
  /** When the load starts, by `performance.now()`. */
  readonly startMs: number
  /** How long requests start. */
  readonly durationMs: number
  /** So many responses are waited for before anything counts: until then a load only fills up. */
  readonly settling: number
}

/** How a steady load changed from the first third of its time to the last one. */
export interface Drift {
  /** Of the successful responses per second. */
  readonly throughput: RelativeChange | undefined
  readonly latency: RelativeChange | undefined
  /** Of the mean service time, by worker; those of which a third served too little are left out. */
  readonly service: ReadonlyMap<string, RelativeChange>
  /** Requests that failed in the last third or ended after it; undefined where there is no such third. */
  readonly failedInLastThird: number | undefined
}

/** Adds up what ends in each part of a steady load's time: constant memory, however long it takes. */
export class DriftWatch {
  readonly #endMs: number
  readonly #parts = Array.from({ length: partCount }, emptyPart)
  #settling: number
  /** When it had settled; undefined: not yet. */
  #originMs: number | undefined
  #failedAfterEnd = 0

  constructor({ startMs, durationMs, settling }: DriftWatchOptions) {
    this.#endMs = startMs + durationMs
    this.#settling = settling
  }

  record({ response, intendedMs, summary }: Sample): void {
    const { endMs, isValid } = response
    if (endMs > this.#endMs && !isValid) this.#failedAfterEnd += 1
    if (this.#settling > 0) {
      this.#settling -= 1
      this.#originMs = endMs
      return
    }
    const part = this.#partAt(endMs)
    if (!part) return
    if (!isValid) {
      part.failed += 1
      return
    }
    add(part.latency, endMs - intendedMs)
    const { workerId, serviceMs } = summary ?? {}
    if (workerId === undefined || serviceMs === undefined) return
    const service = part.service.get(workerId) ?? { count: 0, sumMs: 0 }
    add(service, serviceMs)
    part.service.set(workerId, service)
  }

  /** @param stoppedMs when the load was stopped before its time; undefined: it was not */
  report(stoppedMs?: number): Drift {
    const inThird = Math.floor(this.#partsUntil(stoppedMs) / 3)
    if (inThird < minInThird) return nothing
    const first = this.#parts.slice(0, inThird)
    const last = this.#parts.slice(2 * inThird, 3 * inThird)
    const change = (values: (parts: readonly Part[]) => readonly number[]) =>
      relativeChange(values(first), values(last))
    return {
      throughput: change((parts) => parts.map(({ latency }) => latency.count)),
      latency: change((parts) => meansMs(parts.map(({ latency }) => latency))),
      service: this.#serviceChanges(change),
      failedInLastThird: last.reduce((sum, { failed }) => sum + failed, this.#failedAfterEnd),
    }
  }

  #serviceChanges(
    change: (values: (parts: readonly Part[]) => readonly number[]) => RelativeChange | undefined,
  ): Map<string, RelativeChange> {
    const ids = new Set(this.#parts.flatMap(({ service }) => [...service.keys()]))
    return new Map(
      [...ids].sort().flatMap((id): [string, RelativeChange][] => {
        const found = change((parts) => meansMs(parts.map(({ service }) => service.get(id))))
        return found ? [[id, found]] : []
      }),
    )
  }

  /** A part ends with its last moment, as the settling ended with a response that is not counted. */
  #partAt(ms: number): Part | undefined {
    const partMs = this.#partMs
    if (partMs === undefined || this.#originMs === undefined || ms > this.#endMs) return undefined
    return this.#parts[Math.ceil((ms - this.#originMs) / partMs) - 1]
  }

  /** How many parts were over by then. */
  #partsUntil(stoppedMs: number | undefined): number {
    const partMs = this.#partMs
    if (partMs === undefined || this.#originMs === undefined) return 0
    if (stoppedMs === undefined || stoppedMs >= this.#endMs) return partCount
    return Math.max(0, Math.floor((stoppedMs - this.#originMs) / partMs))
  }

  /** Undefined where it settled after its end, or never. */
  get #partMs(): number | undefined {
    if (this.#originMs === undefined || this.#originMs >= this.#endMs) return undefined
    return (this.#endMs - this.#originMs) / partCount
  }
}

const nothing: Drift = {
  throughput: undefined,
  latency: undefined,
  service: new Map(),
  failedInLastThird: undefined,
}

function emptyPart(): Part {
  return { failed: 0, latency: { count: 0, sumMs: 0 }, service: new Map() }
}

function add(mean: Mean, ms: number): void {
  mean.count += 1
  mean.sumMs += ms
}

/** Of those in which anything was measured. */
function meansMs(means: readonly (Mean | undefined)[]): number[] {
  return means.flatMap((mean) => (mean && mean.count > 0 ? [mean.sumMs / mean.count] : []))
}
