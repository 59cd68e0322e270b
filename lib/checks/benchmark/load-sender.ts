import { closed } from '../../load/drivers/closed.ts'
import { type DriverPlan, driverOf } from '../../load/drivers/driver-plan.ts'
import { runLoad } from '../../load/run-load.ts'
import type { LoadRecord, Slo } from '../../record/load-record.ts'
import { observeLoad } from '../../telemetry/observe-load.ts'
import { Telemetry } from '../../telemetry/telemetry.ts'
import { type Labels, labelsInWords } from '../../units/labels.ts'
import type { Workload } from '../../workload/workload.ts'
import type { CheckContext } from '../check.ts'
import type { AgentFleet, SharedLoad } from '../load-kit/agent-fleet.ts'
import { BalancerSession, type SessionOptions } from '../load-kit/balancer-session.ts'
import type { SendLoad } from './measure-level.ts'
import type { LoadLevel, Side } from './plan.ts'

export interface SenderOptions {
  readonly workload: Workload
  /** Of each load. */
  readonly requests: number
  /** Of each level; undefined: as many as its concurrency. */
  readonly warmup: number | undefined
  readonly slo: Slo | undefined
  /** Whether a chunk of a stream counts as a token if the worker reports none. */
  readonly countsChunks: boolean
  readonly session: SessionOptions
  /** Planned requests of the whole check, warm-ups included. */
  readonly total: number
  /** Requests per second that this client can send at a concurrency to a server that does nothing. */
  readonly ceilingOf: (concurrency: number) => Promise<number | undefined>
  /** Agents that send the loads instead of this process; undefined: none. */
  readonly fleet?: SharedSender | undefined
}

/** Agents, and the details of the check that they need during each load. */
interface SharedSender {
  readonly agents: AgentFleet
  readonly options: SharedLoad['options']
}

/** A load without its side. */
interface LoadPlan {
  readonly driver: DriverPlan
  readonly labels: Labels
  readonly from: number
  readonly inFlightAsked?: number
  readonly ceilingPerSecond?: number | undefined
  /** No one reads what happens during it. */
  readonly isWarmUp?: boolean
}

/** State of a set of workers that all of its loads share. */
interface LoadSession {
  readonly session: BalancerSession
  readonly telemetry: Telemetry
}

/** Sends the loads of a benchmark; each set of workers keeps one balancer, with its connections, for all of them. */
export class LoadSender implements AsyncDisposable {
  readonly #context: CheckContext
  readonly #options: SenderOptions
  readonly #sessions = new Map<string, LoadSession>()
  #done = 0
  #failed = 0

  constructor(context: CheckContext, options: SenderOptions) {
    this.#context = context
    this.#options = options
  }

  /** A closed loop at a level. Both sides get the same requests in a repetition. */
  readonly sendClosed: SendLoad = async (level, side, repetition) => {
    const { requests, warmup, ceilingOf, fleet } = this.#options
    const { concurrency } = side
    const isCounted = repetition !== undefined
    const count = isCounted ? requests : (warmup ?? level.candidate.concurrency)
    return this.send(level, side, {
      driver: { kind: 'closed', requests: count, concurrency },
      labels: {
        ...level.labels,
        side: side.name,
        ...(isCounted && { repetition: repetition + 1 }),
      },
      from: (repetition ?? 0) * requests,
      inFlightAsked: Math.min(concurrency, count),
      isWarmUp: !isCounted,
      ...(isCounted && !fleet && { ceilingPerSecond: await ceilingOf(concurrency) }),
    })
  }

  /**
   * Sends each worker of a side one request, which is not counted.
   * @returns how long a request takes, in milliseconds; undefined if none succeeded
   */
  async calibrate({ workers, ...side }: Side): Promise<number | undefined> {
    if (this.#options.fleet) return undefined
    const { workload, total } = this.#options
    const { session } = await this.#sessionOf({ workers, ...side })
    const times: number[] = []
    await runLoad({
      dispatcher: session.balancer,
      workload,
      signal: session.signal,
      driver: closed({ requests: workers.length, concurrency: workers.length }),
      // After all counted requests, so that no prompt is known already.
      from: total,
      onSample: ({ response }) => {
        if (response.isValid) times.push(response.endMs - response.startMs)
      },
    })
    session.watch.reset()
    return times.length > 0 ? times.reduce((a, b) => a + b, 0) / times.length : undefined
  }

  async send(
    level: LoadLevel,
    side: Side,
    { isWarmUp = false, ...plan }: LoadPlan,
  ): Promise<LoadRecord> {
    const { workload, slo, total, countsChunks, fleet } = this.#options
    const step = `${labelsInWords(level.labels)}, ${side.name}`
    if (fleet) return this.#sendByAgents(fleet, side, step, { ...plan, isWarmUp })
    const { session, telemetry } = await this.#sessionOf(side)
    const { driver, ...load } = plan
    const send = () =>
      runLoad({
        dispatcher: session.balancer,
        workload,
        signal: session.signal,
        slo,
        countsChunks,
        ...load,
        driver: driverOf(driver),
        onSample: (_, { failed, latencyP95Ms }) => {
          this.#done += 1
          this.#context.onProgress?.({
            step,
            done: this.#done,
            total: Math.max(total, this.#done),
            latencyP95Ms,
            failed: this.#failed + failed,
          })
        },
      })
    const record = isWarmUp ? await send() : await observeLoad(telemetry, session.signal, send)
    this.#failed += record.total.ended - record.total.ok
    session.watch.reset()
    return record
  }

  async #sendByAgents(
    { agents, options }: SharedSender,
    { workers }: Side,
    step: string,
    { driver, labels, from, inFlightAsked, isWarmUp = false }: LoadPlan,
  ): Promise<LoadRecord> {
    const { slo, session } = this.#options
    const { strategy, maxQueue } = session
    const { record } = await agents.sendMeasured(
      { ...this.#context, workers },
      {
        driver,
        labels,
        from,
        inFlightAsked,
        step,
        options,
        slo,
        isNoted: false,
        hasCeiling: !isWarmUp,
        // Unlike for loads of one check, connections are opened for each load.
        warmup: { requests: 0, concurrency: 1 },
        session: { strategy: nameOf(strategy), maxQueue },
      },
    )
    this.#done += record.total.ended
    this.#failed += record.total.ended - record.total.ok
    return record
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const sessions = [...this.#sessions.values()]
    await Promise.all(sessions.map(({ session }) => session[Symbol.asyncDispose]()))
  }

  async #sessionOf({ workers }: Side): Promise<LoadSession> {
    const key = workers.map(({ id }) => id).join('\n')
    const known = this.#sessions.get(key)
    if (known) return known
    const session = await BalancerSession.open({ ...this.#context, workers }, this.#options.session)
    const opened = { session, telemetry: new Telemetry(workers) }
    this.#sessions.set(key, opened)
    return opened
  }
}

/** Agents create the strategy again, by its name. */
function nameOf(strategy: SessionOptions['strategy']): string | undefined {
  return typeof strategy === 'string' ? strategy : undefined
}
