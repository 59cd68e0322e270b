import type { CheckProgress } from '../../checks/check.ts'
import { ProgressLine, timeInWords } from '../../runner/progress-line.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** Destination of progress: standard error, or an equivalent stream. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressOptions {
  /** Whether one line is redrawn; otherwise each level gets a line when it has ended. */
  readonly isLive: boolean
  /** Milliseconds of a monotonic clock. */
  readonly nowMs?: () => number
}

/** Redrawing more often is not visible. */
const redrawMs = 100
/** Clears the current line. */
export const clearLine = '\r\u001b[2K'

/** Whether a line on this stream can be redrawn: on an interactive terminal. */
export function canRedraw({ isTTY }: ProgressStream, env: NodeJS.ProcessEnv): boolean {
  return isTTY === true && !env.CI && env.TERM !== 'dumb'
}

/** Shows the progress of a benchmark: level, requests done, rate, p95, errors, time left. */
export class Progress implements Disposable {
  readonly #stream: ProgressStream
  readonly #isLive: boolean
  readonly #nowMs: () => number
  #line = new ProgressLine()
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

  /** To be called after each response. */
  readonly update = (progress: CheckProgress): void => {
    const nowMs = this.#nowMs()
    this.#enterLevel(levelOf(progress), nowMs)
    this.#last = progress
    if (!this.#isLive || nowMs - this.#drawnMs < redrawMs) return
    this.#drawnMs = nowMs
    this.#isDrawn = true
    this.#draw(this.#line.next(progress, nowMs))
  }

  /** Writes a line of its own. */
  readonly notice = (text: string): void => {
    if (this.#isDrawn) this.#stream.write(clearLine)
    this.#isDrawn = false
    this.#stream.write(`${text}\n`)
  }

  /** Ends a part of the benchmark: the next one counts from zero. */
  end(): void {
    this.#leaveLevel(this.#nowMs())
    this.#level = undefined
    this.#last = undefined
    this.#line = new ProgressLine()
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

  #draw(line: string): void {
    // A line that wraps could not be cleared. Some terminals report zero columns.
    const width = (this.#stream.columns || 80) - 1
    this.#stream.write(clearLine + line.slice(0, width))
  }
}

interface Counts {
  readonly done: number
  readonly failed: number
}

/** `concurrency 15` of `concurrency 15, candidate`: the sides of a level alternate. */
function levelOf({ step }: CheckProgress): string {
  return step.split(/, (?=(?:candidate|baseline)\b)/)[0] ?? step
}
