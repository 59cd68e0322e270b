import type { Histogram } from 'hdr-histogram-js'
import type { TimeRecord } from '../record/load-record.ts'
import { hdrHistograms } from '../stats/hdr-histograms.ts'

/**
 * A distribution of times in an HDR histogram of microseconds with three significant digits: any
 * quantile to one part in a thousand, in constant memory (Tene, HdrHistogram).
 */
export class TimeHistogram {
  readonly #histogram = emptyHistogram()
  #sumMs = 0
  #minMs = Number.POSITIVE_INFINITY
  #maxMs = 0

  get count(): number {
    return this.#histogram.totalCount
  }

  /** @param ms not negative */
  record(ms: number): void {
    this.#histogram.recordValue(Math.round(ms * 1_000))
    this.#sumMs += ms
    if (ms < this.#minMs) this.#minMs = ms
    if (ms > this.#maxMs) this.#maxMs = ms
  }

  /** NaN if nothing was recorded, as are quantiles. */
  get avgMs(): number {
    return this.#sumMs / this.count
  }

  /** The time below which this share of all times is, in milliseconds. */
  quantileMs(share: number): number {
    if (this.count === 0) return Number.NaN
    const ms = this.#histogram.getValueAtPercentile(share * 100) / 1_000
    // The histogram returns the upper end of a bucket.
    return Math.min(this.#maxMs, Math.max(this.#minMs, ms))
  }

  /** Adds times that were recorded elsewhere. */
  add(record: TimeRecord): void {
    const histogram = hdrHistograms().decodeFromCompressedBase64(record.histogram, 32)
    this.#add(histogram, record.avgMs * record.count, record.minMs, record.maxMs)
  }

  /** Adds another one. */
  merge(other: TimeHistogram): void {
    this.#add(other.#histogram, other.#sumMs, other.#minMs, other.#maxMs)
  }

  /** Undefined if nothing was recorded: no data is not a number. */
  toRecord(): TimeRecord | undefined {
    const { count } = this
    if (count === 0) return undefined
    return {
      count,
      avgMs: this.avgMs,
      minMs: this.#minMs,
      maxMs: this.#maxMs,
      p50Ms: this.quantileMs(0.5),
      p90Ms: this.quantileMs(0.9),
      p95Ms: this.quantileMs(0.95),
      p99Ms: this.quantileMs(0.99),
      p999Ms: this.quantileMs(0.999),
      histogram: hdrHistograms().encodeIntoCompressedBase64(this.#histogram),
    }
  }

  #add(histogram: Histogram, sumMs: number, minMs: number, maxMs: number): void {
    this.#histogram.add(histogram)
    this.#sumMs += sumMs
    this.#minMs = Math.min(this.#minMs, minMs)
    this.#maxMs = Math.max(this.#maxMs, maxMs)
  }
}

/** One distribution merged from several; undefined if there is none. */
export function mergeTimes(records: readonly TimeRecord[]): TimeRecord | undefined {
  const merged = new TimeHistogram()
  for (const record of records) merged.add(record)
  return merged.toRecord()
}

function emptyHistogram(): Histogram {
  return hdrHistograms().build({
    bitBucketSize: 32,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    numberOfSignificantValueDigits: 3,
  })
}
