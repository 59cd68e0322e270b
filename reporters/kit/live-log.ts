import type { TestCase, TestModule, Vitest } from 'vitest/node'
import type { RunEnvironment } from '../../lib/record/run/run-environment.ts'
import type { RunLine } from '../../lib/record/run/run-lines.ts'
import { RunLog } from '../../lib/record/run/run-log.ts'
import type { RunSource } from '../../lib/record/run/run-record.ts'
import { caseRecord } from './case-record.ts'
import { clusterOf, fileRecord } from './collect-run.ts'
import type { CurrentRun } from './current-run.ts'
import { isSystemError, unwritable } from './unwritable.ts'

/** Writes Vitest's events for a reporter as run lines, while they happen. */
export class LiveLog {
  #path: string | undefined
  #vitest: Vitest | undefined
  #log: RunLog | undefined
  #elapsedMs: () => number = () => 0
  #hasCluster = false
  /** Written cases of files that have not ended. */
  readonly #written = new Map<TestModule, Set<string>>()
  readonly #isEnded = new Set<TestModule>()

  /** Without it nothing is written. */
  open(vitest: Vitest, path: string): void {
    this.#vitest = vitest
    this.#path = path
  }

  /** Starts a new file: in watch mode, runs follow each other. */
  start(run: Pick<CurrentRun, 'startedMs' | 'elapsedMs'>, environment: RunEnvironment): void {
    const path = this.#path
    if (path === undefined) return
    this.#elapsedMs = () => run.elapsedMs()
    this.#hasCluster = false
    this.#written.clear()
    this.#isEnded.clear()
    this.#try(() => {
      this.#close()
      this.#log = new RunLog(path)
    })
    const startedAt = new Date(run.startedMs).toISOString()
    this.#write({ kind: 'start', schemaVersion: 1, startedAt, environment })
  }

  /** From here on the cluster is known. */
  collected(module: TestModule): void {
    const cluster = this.#hasCluster ? undefined : clusterOf([module])
    if (!cluster) return
    this.#hasCluster = true
    this.#write({ kind: 'cluster', cluster })
  }

  ended(test: TestCase): void {
    const written = this.#written.get(test.module) ?? new Set()
    this.#written.set(test.module, written.add(test.id))
    const stage = test.project.name
    this.#write({ kind: 'case', atMs: this.#elapsedMs(), stage, case: caseRecord(test) })
  }

  fileEnded(module: TestModule): void {
    // Tests after a failed hook are skipped without an event.
    const written = this.#written.get(module)
    for (const test of module.children.allTests()) if (!written?.has(test.id)) this.ended(test)
    this.#written.delete(module)
    this.#isEnded.add(module)
    this.#write({ kind: 'file', atMs: this.#elapsedMs(), file: fileRecord(module) })
  }

  /** @param modules all of the run: in an interrupted one, some have not ended */
  finish(modules: readonly TestModule[], { durationMs, ended, errors }: RunSource): void {
    for (const module of modules) if (!this.#isEnded.has(module)) this.fileEnded(module)
    // A run that can report its end was not cut off.
    const how = ended === 'interrupted' ? ended : 'complete'
    this.#write({ kind: 'end', durationMs, ended: how, errors })
    this.#try(() => {
      this.#log?.finish()
      this.#close()
    })
  }

  #write(line: RunLine): void {
    this.#try(() => this.#log?.write(line))
  }

  /** A full disk must not end a measuring run: it continues without these lines, and reports that once. */
  #try(step: () => void): void {
    try {
      step()
    } catch (error) {
      const broken = this.#log
      this.#log = undefined
      broken?.[Symbol.dispose]()
      if (!isSystemError(error)) throw error
      this.#vitest?.logger.error(
        ` report: ${unwritable(this.#path ?? '', error, broken && 'has the lines until then')}`,
      )
    }
  }

  #close(): void {
    const log = this.#log
    this.#log = undefined
    log?.[Symbol.dispose]()
  }
}
