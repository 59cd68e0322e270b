import type { Vitest } from 'vitest/node'
import { originOf } from '../../lib/history/origin.ts'
import { type RunEnvironment, runEnvironment } from '../../lib/record/run/run-environment.ts'
import type { RunSource } from '../../lib/record/run/run-record.ts'

/** What all reporters of a run share, so that their reports tell of the same run to the millisecond. */
export class CurrentRun {
  readonly startedMs = Date.now()
  /** Asked for at the start: the code may be changed while the tests run. */
  readonly environment: Promise<RunEnvironment>
  readonly #reporters = new WeakSet<object>()
  /** Which report writes which file. */
  readonly #files = new Map<string, object>()
  #endedMs: number | undefined

  /** The run that a reporter is reported has begun: that of the others, or in watch mode the next one. */
  static join(vitest: Vitest, reporter: object): CurrentRun {
    const known = runs.get(vitest)
    const isOver = !known || known.#endedMs !== undefined || known.#reporters.has(reporter)
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

  /** What is true of the run until it has ended, and stays true where it is killed. */
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

  /** How long it took until the first reporter was told of its end. */
  end(): number {
    this.#endedMs ??= Date.now()
    return this.#endedMs - this.startedMs
  }
}

const runs = new WeakMap<Vitest, CurrentRun>()
