import type { BalancerEvent } from '../balancer/events.ts'
import type { TimelinePart } from '../record/load-record.ts'
import type { ModelResponse } from './model-response.ts'
import { tokensOf } from './series.ts'
import { TimeHistogram } from './time-histogram.ts'

/** Few enough for a chart, enough to show a stall. */
const maxParts = 120
const firstPartMs = 100

interface Part {
  ended: number
  ok: number
  outputTokens: number
  readonly latency: TimeHistogram
  /** Requests times milliseconds. */
  inFlightArea: number
  queuedArea: number
}

/**
 * The ends of requests, and how many were with a worker or waited meanwhile: a fixed number of intervals,
 * which grow with the load, so that a long one needs no more memory than a short one.
 */
export class Timeline {
  readonly #startMs: number
  #partMs = firstPartMs
  #parts: Part[] = []
  #inFlight = 0
  /** Ids of requests that wait for a slot. */
  readonly #waiting = new Set<number>()
  /** Start of the current state; undefined before the first event of a balancer. */
  #sinceMs: number | undefined

  constructor(startMs: number) {
    this.#startMs = startMs
  }

  record(response: ModelResponse, latencyMs: number): void {
    const { endMs, isValid } = response
    const part = this.#partAt(endMs)
    part.ended += 1
    if (!isValid) return
    part.ok += 1
    part.outputTokens += tokensOf(response)
    part.latency.record(Math.max(0, latencyMs))
  }

  /** Follows requests into the queue of a balancer, to a worker and back. */
  note(event: BalancerEvent): void {
    const { type, atMs } = event
    if (type === 'sent') {
      this.#advance(atMs)
      this.#inFlight += 1
      this.#waiting.delete(event.requestId)
    } else if (type === 'settled') {
      this.#advance(atMs)
      // A request that was sent before this load began is not part of it.
      if (this.#inFlight > 0) this.#inFlight -= 1
    } else if (type === 'queued') {
      this.#advance(atMs)
      this.#waiting.add(event.requestId)
    } else if (type === 'end' && this.#waiting.size > 0) {
      // A request that gave up while it waited was never sent.
      this.#advance(atMs)
      this.#waiting.delete(event.request.id)
    }
  }

  toRecord(): TimelinePart[] {
    return this.#parts.map((part, index) => {
      const { ended, ok, outputTokens, latency } = part
      return {
        atMs: index * this.#partMs,
        ended,
        ok,
        outputTokens,
        ...(ok > 0 && { latencyAvgMs: latency.avgMs, latencyP95Ms: latency.quantileMs(0.95) }),
        ...this.#flowOf(part, index),
      }
    })
  }

  /** Nothing is known about the time after the last event. */
  #flowOf(
    { inFlightArea, queuedArea }: Part,
    index: number,
  ): Pick<TimelinePart, 'inFlightMean' | 'queuedMean'> {
    const fromMs = this.#startMs + index * this.#partMs
    const knownMs = Math.min(this.#partMs, (this.#sinceMs ?? fromMs) - fromMs)
    if (knownMs <= 0) return {}
    return { inFlightMean: inFlightArea / knownMs, queuedMean: queuedArea / knownMs }
  }

  /** Adds the requests in flight until now to the intervals of that time: nearly always one. */
  #advance(nowMs: number): void {
    let fromMs = this.#sinceMs ?? this.#startMs
    if (nowMs <= fromMs) return
    this.#sinceMs = nowMs
    const queued = this.#waiting.size
    // Intervals may grow meanwhile: the last one first.
    this.#partAt(nowMs)
    let index = Math.floor((fromMs - this.#startMs) / this.#partMs)
    for (; fromMs < nowMs; index++) {
      const part = this.#parts[index]
      if (!part) return
      const untilMs = Math.min(nowMs, this.#startMs + (index + 1) * this.#partMs)
      part.inFlightArea += this.#inFlight * (untilMs - fromMs)
      part.queuedArea += queued * (untilMs - fromMs)
      fromMs = untilMs
    }
  }

  #partAt(atMs: number): Part {
    const sinceStartMs = Math.max(0, atMs - this.#startMs)
    while (sinceStartMs >= maxParts * this.#partMs) this.#halve()
    const index = Math.floor(sinceStartMs / this.#partMs)
    while (this.#parts.length <= index) this.#parts.push(emptyPart())
    return this.#parts[index] ?? emptyPart()
  }

  /** Half as many intervals, each twice as long. */
  #halve(): void {
    this.#partMs *= 2
    const pairs = Array.from({ length: Math.ceil(this.#parts.length / 2) }, (_, index) =>
      this.#parts.slice(index * 2, index * 2 + 2),
    )
    this.#parts = pairs.map((pair) => {
      const sum = emptyPart()
      for (const { latency, ...counts } of pair) {
        sum.ended += counts.ended
        sum.ok += counts.ok
        sum.outputTokens += counts.outputTokens
        sum.inFlightArea += counts.inFlightArea
        sum.queuedArea += counts.queuedArea
        sum.latency.merge(latency)
      }
      return sum
    })
  }
}

function emptyPart(): Part {
  return {
    ended: 0,
    ok: 0,
    outputTokens: 0,
    latency: new TimeHistogram(),
    inFlightArea: 0,
    queuedArea: 0,
  }
}
