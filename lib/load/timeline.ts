import type { TimelinePart } from '../record/load-record.ts'
import type { Answer } from './answer.ts'
import { TimeHistogram } from './time-histogram.ts'

/** Few enough for a picture, enough to see a stall. */
const mostParts = 120
const firstPartMs = 100

interface Part {
  ended: number
  ok: number
  outputTokens: number
  latency: TimeHistogram
}

/**
 * What ended when: a fixed number of parts, which grow as the load lasts, so that a long one needs no
 * more memory than a short one.
 */
export class Timeline {
  readonly #startMs: number
  #partMs = firstPartMs
  #parts: Part[] = []

  constructor(startMs: number) {
    this.#startMs = startMs
  }

  record({ endMs, isValid, outputTokens = 0 }: Answer, latencyMs: number): void {
    let index = Math.floor((endMs - this.#startMs) / this.#partMs)
    while (index >= mostParts) {
      this.#halve()
      index = Math.floor((endMs - this.#startMs) / this.#partMs)
    }
    while (this.#parts.length <= index) this.#parts.push(emptyPart())
    const part = this.#parts[index]
    if (!part) return
    part.ended += 1
    if (!isValid) return
    part.ok += 1
    part.outputTokens += outputTokens
    part.latency.record(Math.max(0, latencyMs))
  }

  toRecord(): TimelinePart[] {
    return this.#parts.map(({ ended, ok, outputTokens, latency }, index) => ({
      ...{ atMs: index * this.#partMs, ended, ok, outputTokens },
      ...(ok > 0 && { latencyAvgMs: latency.avgMs, latencyP95Ms: latency.quantileMs(0.95) }),
    }))
  }

  /** Half as many parts, each twice as long. */
  #halve(): void {
    this.#partMs *= 2
    const pairs = Array.from({ length: Math.ceil(this.#parts.length / 2) }, (_, index) =>
      this.#parts.slice(index * 2, index * 2 + 2),
    )
    this.#parts = pairs.map((pair) => {
      const sum = emptyPart()
      for (const { ended, ok, outputTokens, latency } of pair) {
        sum.ended += ended
        sum.ok += ok
        sum.outputTokens += outputTokens
        sum.latency.merge(latency)
      }
      return sum
    })
  }
}

function emptyPart(): Part {
  return { ended: 0, ok: 0, outputTokens: 0, latency: new TimeHistogram() }
}
