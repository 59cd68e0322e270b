import type { CheckProgress } from '../checks/check.ts'
import { formatQuantity } from '../units/quantity.ts'
import { rateInWords, timeInWords } from './figures-in-words.ts'

/** Where progress is shown: standard error, or what looks like it. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressOptions {
  /** Whether one line is redrawn; else each level gets a line when it has ended. */
  readonly isLive: boolean
  /** Milliseconds of a clock that only goes forward. */
  readonly nowMs?: () => number
}

/** Redrawing more often than this is not seen. */
const redrawMs = 100
/** The rate is that of the last two seconds, or of so many answers where they take longer. */
const windowMs = 2_000
const windowAnswers = 20
/** Empties the line that is drawn. */
export const clearLine = '\r\u001b[2K'

/** Whether a line on this stream can be redrawn: on a terminal that a person looks at. */
export function canRedraw({ isTTY }: ProgressStream, env: NodeJS.ProcessEnv): boolean {
  return isTTY === true && !env.CI && env.TERM !== 'dumb'
}

/** Shows how far a benchmark is: level, requests done, rate, p95, errors, time left. */
export class Progress implements Disposable {
  readonly #stream: ProgressStream
  readonly #isLive: boolean
  readonly #nowMs: () => number
  readonly #points: Point[] = []
  #drawnMs = Number.NEGATIVE_INFINITY
  #isDrawn = false
  #last: CheckProgress | undefined
  #level: { readonly name: string; readonly startMs: number; readonly before: Counts } | undefined

  constructor(
    stream: ProgressStream,
    { isLive, nowMs = () => performance.now() }: ProgressOptions,
  ) {
    this.#stream = stream
    this.#isLive = isLive
    this.#nowMs = nowMs
  }

  /** To be called after each answer. */
  readonly update = (progress: CheckProgress): void => {
    const nowMs = this.#nowMs()
    this.#enterLevel(levelOf(progress), nowMs)
    if (progress.step !== this.#last?.step) this.#points.length = 0
    this.#last = progress
    if (!this.#isLive || nowMs - this.#drawnMs < redrawMs) return
    this.#notePoint(progress.done, nowMs)
    this.#drawnMs = nowMs
    this.#isDrawn = true
    this.#draw(this.#lineOf(progress))
  }

  /** Ends a part of the benchmark: what comes next counts from zero. */
  end(): void {
    this.#leaveLevel(this.#nowMs())
    this.#level = undefined
    this.#last = undefined
    this.#points.length = 0
    if (this.#isDrawn) this.#stream.write(clearLine)
    this.#isDrawn = false
  }

  [Symbol.dispose](): void {
    this.end()
  }

  #enterLevel(name: string, nowMs: number): void {
    if (this.#level?.name === name) return
    this.#leaveLevel(nowMs)
    this.#level = { name, startMs: nowMs, before: this.#last ?? { done: 0, failed: 0 } }
  }

  #leaveLevel(nowMs: number): void {
    if (this.#isLive || !this.#level || !this.#last) return
    const { name, startMs, before } = this.#level
    const { done, failed, latencyP95Ms } = this.#last
    const took = formatQuantity(nowMs - startMs, 'duration')
    const words = [
      `${done - before.done} requests in ${took}`,
      ...timeInWords('p95', latencyP95Ms),
      `${failed - before.failed} failed`,
      ...this.#partDone(this.#last),
    ]
    this.#stream.write(`${name}: ${words.join(', ')}\n`)
  }

  #partDone({ done, total }: CheckProgress): string[] {
    return total === undefined ? [] : [`${Math.floor((done / total) * 100)}% of all`]
  }

  #notePoint(done: number, atMs: number): void {
    this.#points.push({ atMs, done })
    while (this.#points[1] && isOld(this.#points[1], atMs, done)) this.#points.shift()
  }

  #perSecond(): number | undefined {
    const [first] = this.#points
    const last = this.#points.at(-1)
    if (!first || !last || last.atMs <= first.atMs) return undefined
    return ((last.done - first.done) / (last.atMs - first.atMs)) * 1_000
  }

  #lineOf({ step, done, total, failed, latencyP95Ms }: CheckProgress): string {
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

  #draw(line: string): void {
    // A line that wraps could not be cleared. Some terminals say that they have no columns.
    const width = (this.#stream.columns || 80) - 1
    this.#stream.write(clearLine + line.slice(0, width))
  }
}

/** How many answers there were at a time. */
interface Point {
  readonly atMs: number
  readonly done: number
}

function isOld(point: Point, nowMs: number, done: number): boolean {
  return point.atMs < nowMs - windowMs && point.done < done - windowAnswers
}

interface Counts {
  readonly done: number
  readonly failed: number
}

/** `concurrency 15` of `concurrency 15, candidate`: the sides of a level take turns. */
function levelOf({ step }: CheckProgress): string {
  return step.split(/, (?=(?:candidate|baseline)\b)/)[0] ?? step
}

function wholeSeconds(ms: number): string {
  return formatQuantity(Math.ceil(ms / 1_000) * 1_000, 'duration')
}
