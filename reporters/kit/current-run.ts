import type { Vitest } from 'vitest/node'
import { originOf } from '../../lib/history/origin.ts'
import { type RunEnvironment, runEnvironment } from '../../lib/record/run/run-environment.ts'
import type { RunSource } from '../../lib/record/run/run-record.ts'

/** Shared by all reporters of a run, so that their reports agree to the millisecond. */
export class CurrentRun {
  readonly startedMs = Date.now()
  readonly #beganMs = performance.now()
  /** Read at the start: the code may be changed while the tests run. */
  readonly environment: Promise<RunEnvironment>
  readonly #reporters = new WeakSet<object>()
  /** Which report writes which file. */
  readonly #files = new Map<string, object>()
  #durationMs: number | undefined

  /**
   * The run that has begun for a reporter: the current one of the others, or in watch mode the next one.
   */
  static join(vitest: Vitest, reporter: object): CurrentRun {
    const known = runs.get(vitest)
    const isOver = !known || known.#durationMs !== undefined || known.#reporters.has(reporter)
    const run = isOver ? new CurrentRun(vitest) : known
    run.#reporters.add(reporter)
    runs.set(vitest, run)
    return run
  }

  private constructor(vitest: Vitest) {
    const { root } = vitest.config
    this.environment = originOf(root, process.env).then((origin) =>
      runEnvironment(origin, { vitest: vitest.version, root }, process.env),
    )
  }

  /** Whether a reporter may write this file: two reports in one file would be one report. */
  claim(file: string, reporter: object): boolean {
    const owner = this.#files.get(file) ?? reporter
    this.#files.set(file, owner)
    return owner === reporter
  }

  /** The state of the run until it has ended, which remains if it is killed. */
  unfinished(): RunSource {
    const startedAt = new Date(this.startedMs).toISOString()
    const message = `the run that began at ${startedAt} has not ended: it is still in progress, or the run was cut off`
    return {
      schemaVersion: 1,
      startedAt,
      durationMs: 0,
      ended: 'cut_off',
      files: [],
      errors: [{ name: 'RunCutOff', message }],
    }
  }

  /** Whole milliseconds since it began, by a monotonic clock. */
  elapsedMs(): number {
    return Math.round(performance.now() - this.#beganMs)
  }

  /** Its duration until the first reporter was notified of its end. */
  end(): number {
    this.#durationMs ??= this.elapsedMs()
    return this.#durationMs
  }
}

const runs = new WeakMap<Vitest, CurrentRun>()
