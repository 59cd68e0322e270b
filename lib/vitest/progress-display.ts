import { readFileSync } from 'node:fs'
import type { Reporter, Vitest } from 'vitest/node'
import { ProgressLine } from '../runner/progress-line.ts'
import type { RunningCheck } from './progress-writer.ts'

const readEveryMs = 1_000
/** In a log, a line per minute shows that the run is alive. */
const logEveryMs = 60_000

/**
 * Shows the progress of the running check: on a terminal as a line of Vitest's own live summary, elsewhere
 * as a line per minute. Notices of the check are printed at once.
 */
export class ProgressDisplay implements Disposable {
  readonly #vitest: Vitest
  readonly #file: string
  readonly #timer: NodeJS.Timeout
  readonly #isLive: boolean
  #line = new ProgressLine()
  #title: string | undefined
  #shown: string | undefined
  #noticesShown = 0
  #loggedMs = performance.now()

  constructor(vitest: Vitest, file: string) {
    this.#vitest = vitest
    this.#file = file
    this.#isLive = addToSummary(vitest, () => this.#shown)
    this.#timer = setInterval(() => this.#read(), readEveryMs)
    this.#timer.unref()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #read(): void {
    const running = readRunning(this.#file)
    if (running?.title !== this.#title) this.#begin(running?.title)
    if (!running) return
    for (const notice of running.notices.slice(this.#noticesShown)) {
      this.#print(`${running.title}: ${notice}`)
    }
    this.#noticesShown = running.notices.length
    if (!running.progress) return
    const nowMs = performance.now()
    this.#shown = `${running.title}: ${this.#line.next(running.progress, nowMs)}`
    if (this.#isLive || nowMs - this.#loggedMs < logEveryMs) return
    this.#loggedMs = nowMs
    this.#print(this.#shown)
  }

  #begin(title: string | undefined): void {
    this.#title = title
    this.#shown = undefined
    this.#noticesShown = 0
    this.#line = new ProgressLine()
    this.#loggedMs = performance.now()
  }

  /** To standard error, because a reporter may use standard output. */
  #print(text: string): void {
    this.#vitest.logger.error(` ${text}`)
  }
}

/** Undefined if no check reports progress. */
function readRunning(file: string): RunningCheck | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunningCheck
  } catch {
    return undefined
  }
}

/**
 * The summary that Vitest's terminal reporters draw below their lines; a contract test checks that it
 * exists.
 */
interface Summary {
  createSummary(): string[]
}

/** Adds a line to the live summary; false if there is none, as in a log. */
function addToSummary(vitest: Vitest, line: () => string | undefined): boolean {
  const { reporters } = vitest as unknown as {
    readonly reporters: readonly (Reporter & { readonly summary?: Summary })[]
  }
  const summary = reporters.find((reporter) => reporter.summary?.createSummary)?.summary
  if (!summary) return false
  const create = summary.createSummary.bind(summary)
  summary.createSummary = () => {
    const text = line()
    const lines = create()
    return text === undefined ? lines : [...lines.slice(0, -1), ` ${text}`, '']
  }
  return true
}
