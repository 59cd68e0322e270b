import type { CheckProgress } from '../checks/check.ts'
import { formatQuantity } from '../units/quantity.ts'

/** The rate is that of the last two seconds, or of this many responses if they take longer. */
const windowMs = 2_000
const windowResponses = 20

/** The progress of a check in one line: step, requests done, rate, p95, failures, time left. */
export class ProgressLine {
  readonly #points: Point[] = []
  #step: string | undefined

  /**
   * Updates the progress, and returns the line.
   * @param nowMs milliseconds of a monotonic clock
   */
  next({ step, done, total, failed, latencyP95Ms }: CheckProgress, nowMs: number): string {
    if (step !== this.#step) this.#points.length = 0
    this.#step = step
    this.#notePoint(done, nowMs)
    const rate = this.#perSecond()
    const leftMs = rate && total !== undefined ? ((total - done) / rate) * 1_000 : undefined
    return [
      step,
      total === undefined ? `${done}` : `${done}/${total}`,
      ...(rate === undefined ? [] : [rateInWords(rate)]),
      ...timeInWords('p95', latencyP95Ms),
      `${failed} failed`,
      ...(leftMs === undefined ? [] : [`${wholeSeconds(leftMs)} left`]),
    ].join('  ')
  }

  #notePoint(done: number, atMs: number): void {
    this.#points.push({ atMs, done })
    while (this.#points[1] && isOld(this.#points[1], atMs, done)) this.#points.shift()
  }

  #perSecond(): number | undefined {
    const [first] = this.#points
    const last = this.#points.at(-1)
    if (!first || !last || last.atMs <= first.atMs || last.done === first.done) return undefined
    return ((last.done - first.done) / (last.atMs - first.atMs)) * 1_000
  }
}

/** `28.3 req/s` */
export function rateInWords(perSecond: number): string {
  return formatQuantity(perSecond, 'rate').replace('/s', ' req/s')
}

/** `p95 1.23s`; empty if no request succeeded. */
export function timeInWords(name: string, ms: number | undefined): string[] {
  return ms === undefined ? [] : [`${name} ${formatQuantity(ms, 'duration')}`]
}

/** Number of responses at a time. */
interface Point {
  readonly atMs: number
  readonly done: number
}

function isOld(point: Point, nowMs: number, done: number): boolean {
  return point.atMs < nowMs - windowMs && point.done < done - windowResponses
}

function wholeSeconds(ms: number): string {
  return formatQuantity(Math.ceil(ms / 1_000) * 1_000, 'duration')
}
