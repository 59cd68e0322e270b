import { Bench, type Statistics, type TaskResult } from 'tinybench'
import type { Driver, DriverContext, DriverResult } from '../../load/drivers/driver.ts'

/**
 * Sends requests one after the other, as iterations of a tinybench task, which computes the statistics of
 * the successful responses.
 */
export class OneByOne implements Driver {
  readonly kind = 'closed'
  readonly planned: number
  /** Times of the successful responses, in milliseconds; undefined if there is none. */
  statistics: Statistics | undefined

  constructor(requests: number) {
    this.planned = requests
  }

  async run(context: DriverContext): Promise<DriverResult> {
    const startMs = performance.now()
    const responses = new GoodResponses(this.planned, context)
    const result = await runTask(this.planned, () => responses.next())
    this.statistics = statisticsOf(result) ?? (await statisticsOfTimes(responses.timesMs))
    return { startMs, endMs: performance.now(), started: responses.started, dropped: 0 }
  }
}

/** The time of an iteration for tinybench, instead of its own, which includes our bookkeeping. */
interface Timed {
  readonly overriddenDuration: number
}

/** The requests of a load as iterations: a failed request has no time, so the next takes its place. */
class GoodResponses {
  readonly timesMs: number[] = []
  started = 0
  readonly #requests: number
  readonly #context: DriverContext

  constructor(requests: number, context: DriverContext) {
    this.#requests = requests
    this.#context = context
  }

  /** @throws NoMore when all requests are sent, or the load was stopped */
  async next(): Promise<Timed> {
    const { send, signal } = this.#context
    while (this.started < this.#requests && !signal.aborted) {
      const intendedMs = performance.now()
      const { isValid, endMs } = await send(this.started++, intendedMs)
      if (!isValid) continue
      this.timesMs.push(endMs - intendedMs)
      return { overriddenDuration: endMs - intendedMs }
    }
    throw new NoMore()
  }
}

/** Ends a task before its last iteration. */
class NoMore extends Error {}

async function runTask(iterations: number, run: () => Promise<Timed>): Promise<TaskResult> {
  // The warm-up is a separate load, because this one is recorded from its first request on.
  const bench = new Bench({ iterations, time: 0, warmup: false })
  const [task] = await bench.add('requests', run, { async: true }).run()
  if (!task) throw new Error('tinybench ran no task')
  return task.result
}

/** Undefined if the task ended early: tinybench then has no statistics. */
function statisticsOf(result: TaskResult): Statistics | undefined {
  if (result.state === 'errored' && !(result.error instanceof NoMore)) throw result.error
  return result.state === 'completed' ? result.latency : undefined
}

/** The same statistics for times that were measured already. */
async function statisticsOfTimes(timesMs: readonly number[]): Promise<Statistics | undefined> {
  if (timesMs.length === 0) return undefined
  const times = timesMs.values()
  return statisticsOf(
    await runTask(timesMs.length, async () => {
      const { value, done } = times.next()
      if (done) throw new NoMore()
      return { overriddenDuration: value }
    }),
  )
}
