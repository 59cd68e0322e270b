import type { TelemetryPoint, TelemetrySeries } from '../record/telemetry-record.ts'

/** Few enough for a chart; a load of a day has 86,400 scrapes. */
const maxPoints = 240

/** Values over time: exact statistics of all of them, and a limited number of points. */
export class GaugeSeries {
  readonly #worst: (a: number, b: number) => number
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY
  #points: TelemetryPoint[] = []
  /** Number of values per point. */
  #perPoint = 1
  #inLast = 0

  /** @param worst which extreme of several values a point keeps */
  constructor(worst: 'max' | 'min') {
    this.#worst = Math[worst]
  }

  add(atMs: number, value: number): void {
    this.#count += 1
    this.#sum += value
    this.#min = Math.min(this.#min, value)
    this.#max = Math.max(this.#max, value)
    const last = this.#points.at(-1)
    if (last && this.#inLast < this.#perPoint) {
      this.#points[this.#points.length - 1] = this.#joined(last, { atMs, value })
      this.#inLast += 1
      return
    }
    if (this.#points.length === maxPoints) this.#halve()
    this.#points.push({ atMs, value })
    this.#inLast = 1
  }

  /** Undefined if there was no value. */
  figures(): Omit<TelemetrySeries, 'url'> | undefined {
    if (this.#count === 0) return undefined
    const avg = this.#sum / this.#count
    return { count: this.#count, min: this.#min, max: this.#max, avg, points: this.#points }
  }

  #halve(): void {
    this.#points = this.#points.flatMap((point, index, all) => {
      const next = all[index + 1]
      return index % 2 === 0 ? [next ? this.#joined(point, next) : point] : []
    })
    this.#perPoint *= 2
  }

  #joined(first: TelemetryPoint, second: TelemetryPoint): TelemetryPoint {
    return { atMs: first.atMs, value: this.#worst(first.value, second.value) }
  }
}
