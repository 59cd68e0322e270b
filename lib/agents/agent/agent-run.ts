import { availableParallelism, hostname } from 'node:os'
import type { Redis } from 'ioredis'
import { collectSecrets } from '../../cluster/secret.ts'
import { redact } from '../../source/secrets/redact.ts'
import { pause } from '../../time/pause.ts'
import { keptSeconds, loadKeys } from '../keys.ts'
import { monotonicMs } from '../monotonic-clock.ts'
import type { AgentJob, AgentProblem, AgentResult, AgentState } from '../protocol.ts'
import { redisRunId } from '../redis.ts'
import { type ClockReading, readRedisClock } from '../redis-clock.ts'
import { sign, toBytes } from '../signature.ts'
import type { AllowList } from './allow-list.ts'
import { Lease } from './lease.ts'
import type { LoadThread } from './load-thread.ts'
import type { FromLoadThread } from './load-thread-messages.ts'
import { refusalOf, workerSecrets } from './refusal.ts'

export interface AgentRunOptions {
  readonly redis: Redis
  readonly thread: LoadThread
  readonly key: string
  readonly instance: string
  readonly version: string
  readonly mayReach: AllowList
  readonly onClock: (errorMs: number) => void
}

/** Outcome of a load, for the terminal of the agent. */
export interface RunOutcome {
  readonly words: string
  /** The thread that sent the load must not be reused. */
  readonly isBroken?: boolean
}

/**
 * How often the agent checks whether the load may begin; a running load checks for its coordinator less
 * often.
 */
const startPollMs = 50
const watchMs = 1_000
/** A load continues for this long after the last sign of life of its coordinator. */
const leaseMs = 9_000
/** A Redis that has lost its data gets the coordinator's keys again within this time. */
const absentMs = 3_000
/** A thread that does not end within this time after it was asked to is terminated. */
const stopMs = 5_000

/** One load from its plan to its result, on the agent's side. */
export class AgentRun {
  readonly job: AgentJob
  readonly #options: AgentRunOptions
  readonly #keys: ReturnType<typeof loadKeys>
  readonly #lease = new Lease()
  readonly #ended = new AbortController()
  #state: AgentState
  #clock: ClockReading = { offsetMs: Number.NaN, errorMs: Number.POSITIVE_INFINITY }
  #stopReason: string | undefined
  #endTimer: NodeJS.Timeout | undefined
  #outcome: RunOutcome | undefined
  #resolve: (outcome: RunOutcome) => void = () => undefined

  constructor(job: AgentJob, options: AgentRunOptions) {
    this.job = job
    this.#options = options
    this.#keys = loadKeys(job.load)
    this.#state = {
      phase: 'preparing',
      instance: options.instance,
      beat: 0,
      started: 0,
      ended: 0,
      clockErrorMs: Number.MAX_VALUE,
    }
  }

  /** Never rejects. */
  async toEnd(): Promise<RunOutcome> {
    try {
      const problem = await this.#refusal()
      if (problem) return await this.#refuse(problem)
      this.#lease.renew(leaseMs)
      return await this.#work()
    } catch (error) {
      // Redis is unreachable: the coordinator detects that by the missing heartbeats.
      return { words: `given up: ${(error as Error).message}` }
    } finally {
      clearTimeout(this.#endTimer)
      this.#ended.abort()
    }
  }

  stop(reason: string): void {
    if (this.#stopReason !== undefined) return
    this.#stopReason = reason
    this.#options.thread.stop(reason)
    this.#endTimer = setTimeout(
      () => this.#finish({ words: `ended: ${reason}`, isBroken: true }),
      stopMs,
    )
  }

  /** Why this agent refuses the plan; undefined: it accepts it. */
  async #refusal(): Promise<AgentProblem | undefined> {
    const { workers } = this.job.share
    const asked = { targets: workers, secrets: workerSecrets(workers) }
    const problem = await refusalOf(this.job, asked, this.#options)
    if (problem) return problem
    this.#clock = await readRedisClock(this.#options.redis)
    this.#options.onClock(this.#clock.errorMs)
    return undefined
  }

  async #refuse(problem: AgentProblem): Promise<RunOutcome> {
    this.#state = { ...this.#state, phase: 'refused', problem }
    await this.#writeState()
    return { words: `refused: ${problem.message}` }
  }

  #work(): Promise<RunOutcome> {
    const ended = new Promise<RunOutcome>((resolve) => (this.#resolve = resolve))
    this.#options.thread.prepare(
      this.job.share,
      this.#lease,
      (message) => void this.#receive(message),
    )
    void this.#watch()
    return ended
  }

  #finish(outcome: RunOutcome): void {
    this.#outcome ??= outcome
    this.#resolve(this.#outcome)
  }

  async #receive(message: FromLoadThread): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#state = { ...this.#state, phase: 'ready', clockErrorMs: this.#clock.errorMs }
        return this.#waitForStart()
      case 'progress': {
        const { started, ended } = message
        this.#state = { ...this.#state, started, ended }
        return
      }
      case 'failed': {
        const { problem } = message
        this.#state = { ...this.#state, phase: 'refused', problem }
        await this.#untilWritten(() => this.#writeState())
        this.#finish({ words: `failed: ${problem.message}`, isBroken: true })
        return
      }
      case 'done':
        return this.#report(message)
    }
  }

  async #waitForStart(): Promise<void> {
    const { redis, thread } = this.#options
    await this.#writeState().catch(() => undefined)
    while (!this.#ended.signal.aborted && this.#stopReason === undefined) {
      const text = await redis.get(this.#keys.start).catch(() => null)
      if (text !== null) {
        this.#state = { ...this.#state, phase: 'running' }
        thread.start(Number(text) - this.#clock.offsetMs)
        return
      }
      await pause(startPollMs, this.#ended.signal)
    }
  }

  /** Writes a heartbeat with its progress once a second, and checks that of its coordinator. */
  async #watch(): Promise<void> {
    const { redis } = this.#options
    const { signal } = this.#ended
    const endsAtMs = monotonicMs() + this.job.endsAfterMs
    let seenMs = monotonicMs()
    while (!signal.aborted) {
      try {
        const [alive, stop] = await redis.mget(this.#keys.alive, this.#keys.stop)
        if (stop) this.stop(stop)
        if (alive) {
          this.#lease.renew(leaseMs)
          seenMs = monotonicMs()
        } else if (monotonicMs() - seenMs > absentMs) this.stop('the coordinator is gone')
        await this.#writeState()
      } catch {
        if (this.#lease.isOver) this.stop('Redis was away for too long')
      }
      if (monotonicMs() > endsAtMs) this.stop('its time was over')
      await pause(watchMs, signal)
    }
  }

  async #report(message: FromLoadThread & { type: 'done' }): Promise<void> {
    const { redis, key } = this.#options
    const { agent, load } = this.job
    const { record, pace, startedAtMs, stoppedBy } = message
    const secrets = collectSecrets(this.job.share, process.env)
    const runId = await redisRunId(redis).catch(() => '')
    const result: AgentResult = {
      load,
      agent,
      host: hostname(),
      cores: availableParallelism(),
      record: redact(record, secrets),
      pace,
      clockErrorMs: this.#clock.errorMs,
      startedAtMs: startedAtMs + this.#clock.offsetMs,
      redis: runId,
      ...(stoppedBy !== undefined && { stoppedBy }),
    }
    const bytes = toBytes(sign('result', result, key))
    const { started, total } = record
    this.#state = { ...this.#state, phase: 'done', started, ended: total.ended }
    const isWritten = await this.#untilWritten(async () => {
      await redis.set(this.#keys.result(agent), bytes, 'EX', keptSeconds)
      await this.#writeState()
    })
    const words = `${started} requests sent${stoppedBy === undefined ? '' : `, stopped: ${stoppedBy}`}`
    this.#finish({ words: isWritten ? words : `${words}; Redis did not take the result` })
  }

  /** Retries for as long as the coordinator may wait. Returns whether it was written. */
  async #untilWritten(write: () => Promise<void>): Promise<boolean> {
    const untilMs = monotonicMs() + leaseMs
    for (;;) {
      try {
        await write()
        return true
      } catch {
        if (monotonicMs() > untilMs) return false
        await pause(startPollMs * 4, this.#ended.signal)
      }
    }
  }

  async #writeState(): Promise<void> {
    this.#state = { ...this.#state, beat: this.#state.beat + 1 }
    await this.#options.redis
      .multi()
      .hset(this.#keys.states, this.job.agent, JSON.stringify(this.#state))
      .expire(this.#keys.states, keptSeconds)
      .exec()
      .then((replies) => {
        for (const [error] of replies ?? []) if (error) throw error
      })
  }
}
