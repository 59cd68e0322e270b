import type { Sample } from './series.ts'

/** Times of events in any order, reduced to what their mean rate needs. */
export interface EventsRecord {
  readonly count: number
  readonly firstMs: number
  readonly lastMs: number
}

/**
 * When requests became due, and when successful responses ended, since the start of the load; absent: none
 * did.
 */
export interface PaceRecord {
  readonly due?: EventsRecord
  readonly answered?: EventsRecord
}

class Events {
  #count = 0
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY

  add(ms: number): void {
    this.#count += 1
    if (ms < this.#firstMs) this.#firstMs = ms
    if (ms > this.#lastMs) this.#lastMs = ms
  }

  /** @param originMs zero of the times */
  toRecord(originMs: number): EventsRecord | undefined {
    if (this.#count === 0) return undefined
    const firstMs = this.#firstMs - originMs
    return { count: this.#count, firstMs, lastMs: this.#lastMs - originMs }
  }
}

/**
 * How fast requests became due, and how fast successful responses ended. Each by its own times: a cluster
 * that keeps up returns responses at the rate of the requests, only later; the throughput over the whole
 * load would include the wait for the last response, and show a shortfall for every short load.
 */
export class Pace {
  readonly #due = new Events()
  readonly #completed = new Events()

  record({ response, intendedMs }: Sample): void {
    this.#due.add(intendedMs)
    if (response.isValid) this.#completed.add(response.endMs)
  }

  /** @param originMs zero of the times, by `performance.now()` */
  toRecord(originMs = 0): PaceRecord {
    const due = this.#due.toRecord(originMs)
    const answered = this.#completed.toRecord(originMs)
    return { ...(due && { due }), ...(answered && { answered }) }
  }
}

/**
 * Rates per second, and the second as a percentage of the first; undefined with fewer than two events.
 * @param dropped requests that were due and not sent
 */
export function paceMetrics({ due, answered }: PaceRecord, dropped: number) {
  const offered = perSecond(due, dropped)
  const served = perSecond(answered)
  return {
    offered_rate: offered,
    achieved: offered === undefined || served === undefined ? undefined : (served / offered) * 100,
  }
}

/** The pace of parts of one load that ran at the same time, by the same clock. */
export function mergePaces(paces: readonly PaceRecord[]): PaceRecord {
  const due = mergeEvents(paces.flatMap((pace) => pace.due ?? []))
  const answered = mergeEvents(paces.flatMap((pace) => pace.answered ?? []))
  return { ...(due && { due }), ...(answered && { answered }) }
}

function mergeEvents(events: readonly EventsRecord[]): EventsRecord | undefined {
  if (events.length === 0) return undefined
  return {
    count: events.reduce((sum, { count }) => sum + count, 0),
    firstMs: Math.min(...events.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...events.map(({ lastMs }) => lastMs)),
  }
}

/**
 * From the first to the last one, of which n have n - 1 gaps between them. Undefined below two.
 * @param further events in the same time that were not recorded
 */
function perSecond(events: EventsRecord | undefined, further = 0): number | undefined {
  if (!events) return undefined
  const { count, firstMs, lastMs } = events
  const tookMs = lastMs - firstMs
  return count < 2 || tookMs <= 0 ? undefined : ((count + further - 1) / tookMs) * 1_000
}
