import type { Sample } from '../../load/series.ts'
import { type RelativeChange, relativeChange } from './relative-change.ts'

/** Ten in each third: batch means need 10 to 30 in a whole series (Schmeiser 1982). */
const partCount = 30
/** A third of fewer intervals has no spread of its own. */
const minInThird = 3

/** Requests that ended within one interval. */
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
  /** This many responses are awaited before anything counts: until then a load ramps up. */
  readonly settling: number
}

/** How a steady load changed from the first third of its time to the last one. */
export interface Drift {
  /** Change of successful responses per second. */
  readonly throughput: RelativeChange | undefined
  readonly latency: RelativeChange | undefined
  /** Change of the mean service time, by worker; workers that served too little in a third are left out. */
  readonly service: ReadonlyMap<string, RelativeChange>
  /** Requests that failed in the last third or ended after it; undefined if there is no such third. */
  readonly failedInLastThird: number | undefined
}

/** Adds up the ends in each interval of a steady load: constant memory, however long it takes. */
export class DriftWatch {
  readonly #endMs: number
  readonly #parts = Array.from({ length: partCount }, emptyPart)
  #settling: number
  /** When it had ramped up; undefined: not yet. */
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

  /**
   * An interval includes its last moment, because the ramp-up ended with a response that does not count.
   */
  #partAt(ms: number): Part | undefined {
    const partMs = this.#partMs
    if (partMs === undefined || this.#originMs === undefined || ms > this.#endMs) return undefined
    return this.#parts[Math.ceil((ms - this.#originMs) / partMs) - 1]
  }

  /** Number of complete intervals by then. */
  #partsUntil(stoppedMs: number | undefined): number {
    const partMs = this.#partMs
    if (partMs === undefined || this.#originMs === undefined) return 0
    if (stoppedMs === undefined || stoppedMs >= this.#endMs) return partCount
    return Math.max(0, Math.floor((stoppedMs - this.#originMs) / partMs))
  }

  /** Undefined if it ramped up after its end, or never. */
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

/** Of the intervals with any value. */
function meansMs(means: readonly (Mean | undefined)[]): number[] {
  return means.flatMap((mean) => (mean && mean.count > 0 ? [mean.sumMs / mean.count] : []))
}
