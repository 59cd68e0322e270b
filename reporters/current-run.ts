import type { Vitest } from 'vitest/node'
import { originOf } from '../lib/history/origin.ts'
import { type RunEnvironment, runEnvironment } from '../lib/record/run-environment.ts'

/** What all reporters of a run share, so that their reports tell of the same run to the millisecond. */
export class CurrentRun {
  readonly startedMs = Date.now()
  /** Asked for at the start: the code may be changed while the tests run. */
  readonly environment: Promise<RunEnvironment>
  readonly #reporters = new WeakSet<object>()
  #endedMs: number | undefined

  /** The run that a reporter is told has begun: that of the others, or in watch mode the next one. */
  static join(vitest: Vitest, reporter: object): CurrentRun {
    const known = runs.get(vitest)
    const isOver = !known || known.#endedMs !== undefined || known.#reporters.has(reporter)
    const run = isOver ? new CurrentRun(vitest) : known
    run.#reporters.add(reporter)
    runs.set(vitest, run)
    return run
  }

  private constructor(vitest: Vitest) {
    this.environment = originOf(vitest.config.root, process.env).then((origin) =>
      runEnvironment(origin, vitest.version, process.env),
    )
  }

  /** How long it took until the first reporter was told of its end. */
  end(): number {
    this.#endedMs ??= Date.now()
    return this.#endedMs - this.startedMs
  }
}

const runs = new WeakMap<Vitest, CurrentRun>()
