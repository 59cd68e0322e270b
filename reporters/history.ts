import { relative, resolve } from 'node:path'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { declarationOf } from '../lib/history/declaration-of.ts'
import { HistoryError } from '../lib/history/history-error.ts'
import { originOf } from '../lib/history/origin.ts'
import { defaultHistoryFile, defaultKeep, HistoryStore, type Stored } from '../lib/history/store.ts'
import { type HistoryRun, historyRun } from '../lib/record/history.ts'
import type { Origin } from '../lib/record/origin.ts'
import { settingOf } from '../lib/record/setting.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { collectRun } from './kit/collect-run.ts'

export interface HistoryReporterOptions {
  /** The database, relative to Vitest's root; default `.clustergate/history.db`. */
  readonly file?: string
  /** Which stages are stored; default `['perf']`. */
  readonly stages?: readonly ('network' | 'balancer' | 'perf')[]
  /** Number of newest runs to keep; default 1000. */
  readonly keep?: number
}

/** Stores every number that a finished run measured, for `clustergate history`. */
export default class HistoryReporter implements Reporter {
  readonly #file: string
  readonly #stages: readonly string[]
  readonly #keep: number
  #vitest: Vitest | undefined
  #startedMs = Date.now()
  #beganMs = performance.now()
  #origin: Promise<Origin> = Promise.resolve({})
  /** Notes of earlier runs, already printed. */
  #complaint = ''

  /** @throws RangeError if `keep` is not an integer above 0 */
  constructor(options: HistoryReporterOptions = {}) {
    checkedOptions('history', options, { file: 'string', stages: 'object', keep: 'number' })
    const { file = defaultHistoryFile, stages = ['perf'], keep = defaultKeep } = options
    if (!Number.isInteger(keep) || keep < 1) {
      throw new RangeError(`history: \`keep\` is ${keep}, and must be a whole number above 0`)
    }
    this.#file = file
    this.#stages = stages
    this.#keep = keep
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    this.#startedMs = Date.now()
    this.#beganMs = performance.now()
    // At the start, because the code may be changed while the tests run.
    this.#origin = originOf(this.#vitest?.config.root ?? process.cwd(), process.env)
  }

  /** An interrupted run is not stored, because it is random which of its tests are missing. */
  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const vitest = this.#vitest
    const origin = await this.#origin
    if (!vitest || reason === 'interrupted') return
    const durationMs = Math.round(performance.now() - this.#beganMs)
    const time = { startedMs: this.#startedMs, durationMs }
    const run = historyRun(collectRun(vitest, modules, errors, time), {
      stages: this.#stages,
      origin,
      declarationOf,
      environment: settingOf([]).environment,
    })
    if (run) await this.#store(run, vitest)
  }

  async #store(run: HistoryRun, vitest: Vitest): Promise<void> {
    const file = resolve(vitest.config.root, this.#file)
    // To standard error, because another reporter may use standard output.
    const report = (words: string) => vitest.logger.error(` history: ${words}`)
    try {
      using store = await HistoryStore.open(file, 'write', vitest.config.root)
      report(storedInWords(store.add(run, this.#keep), relative(process.cwd(), file)))
    } catch (error) {
      // The results of the tests are valid anyway.
      if (!(error instanceof HistoryError)) throw error
      if (error.message !== this.#complaint) report(error.message)
      this.#complaint = error.message
    }
  }
}

function storedInWords({ outcome, runs }: Stored, file: string): string {
  if (outcome === 'too_old') return `${file} keeps ${runs} newer runs, so this one was not stored`
  return `${file} (${runs} ${runs === 1 ? 'run' : 'runs'})`
}
