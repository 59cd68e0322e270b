import type { TestContext } from 'vitest'

/**
 * What a test of a TypeScript spec does with its measurements: if it does not await them, or looks at none, it
 * passes whatever the cluster does.
 */
export class MeasurementUse {
  /** The checks that are measuring, as they are called: `ping`. */
  readonly #running = new Set<string>()
  /** The first check whose measurement nothing has read yet. */
  #unread: string | undefined
  #isUsed = false

  /**
   * @param isJudged whether the call itself has conditions
   * @returns ends with the measurement
   */
  begin(method: string, isJudged: boolean): Disposable {
    this.#running.add(method)
    if (isJudged) this.#isUsed = true
    return { [Symbol.dispose]: () => this.#running.delete(method) }
  }

  /** The same measurement, which notes when it is read. */
  watched<T extends object>(method: string, measurement: T): T {
    this.#unread ??= method
    return new Proxy(measurement, {
      get: (target, property, receiver) => {
        // `await` looks for `then`.
        if (property !== 'then') this.#isUsed = true
        return Reflect.get(target, property, receiver)
      },
    })
  }

  /** @throws UnusedMeasurement at the end of a test that passed without its measurements */
  check({ task, signal }: Pick<TestContext, 'task' | 'signal'>): void {
    const hasFailed = (task.result?.errors?.length ?? 0) > 0
    if (hasFailed || signal.aborted || task.result?.state === 'skip') return
    const [running] = this.#running
    if (running !== undefined) {
      throw new UnusedMeasurement(
        `\`${running}\` was still measuring when the test ended: await it`,
      )
    }
    if (this.#isUsed || this.#unread === undefined) return
    throw new UnusedMeasurement(
      `nothing looks at what \`${this.#unread}\` measured, so that the test would always pass: \`expect\` something of it, or give the call conditions: \`${this.#unread}({}, { expect: { … } })\``,
    )
  }
}

/** A test that would have passed whatever was measured. */
class UnusedMeasurement extends Error {
  override readonly name = 'UnusedMeasurement'

  constructor(message: string) {
    super(message)
    // Its stack is that of the end of the test, which no user wrote.
    this.stack = `${this.name}: ${message}`
  }

  get code(): string {
    return 'CLUSTERGATE_UNUSED_MEASUREMENT'
  }
}
