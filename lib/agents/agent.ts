import { randomUUID } from 'node:crypto'
import { availableParallelism, hostname, loadavg } from 'node:os'
import type { Job, Worker as QueueWorker } from 'bullmq'
import type { Redis } from 'ioredis'
import { UserError } from '../source/user-error.ts'
import { pause } from '../time/pause.ts'
import { AgentRun } from './agent-run.ts'
import type { AllowList } from './allow-list.ts'
import { keptSeconds, loadKeys, queueOf, queuePrefix } from './keys.ts'
import { LoadThread } from './load-thread.ts'
import { type AgentJob, type AgentState, protocolVersion, type Registration } from './protocol.ts'
import { connectRedis, loadBullmq, type RedisAddress, redisClient } from './redis.ts'
import { readRedisClock } from './redis-clock.ts'
import { holderOfName, register, registrationMs, unregister } from './registry.ts'
import { verify } from './signature.ts'

export interface AgentOptions {
  readonly redis: RedisAddress
  readonly name: string
  readonly tags: readonly string[]
  /** The most requests that it keeps in flight. */
  readonly slots?: number | undefined
  /** That of whoever may send it plans. */
  readonly key: string
  readonly version: string
  readonly mayReach: AllowList
  /** Hears what a person at the terminal should know. */
  readonly say: (words: string) => void
}

const beatMs = 1_000

/**
 * A process that sends loads for others: registers itself, takes one job at a time from a queue of its own,
 * and reports what it measured.
 */
export class Agent {
  readonly #options: AgentOptions
  readonly #redis: Redis
  readonly #instance = randomUUID()
  readonly #worker: QueueWorker
  readonly #queueRedis: Redis
  readonly #beating = new AbortController()
  #beats: Promise<void> = Promise.resolve()
  #beat = 0
  #clockErrorMs: number
  #isDraining = false
  #run: AgentRun | undefined
  #thread: LoadThread | undefined

  private constructor(
    options: AgentOptions,
    redis: Redis,
    queueRedis: Redis,
    clockErrorMs: number,
    QueueWorkerClass: typeof QueueWorker,
  ) {
    this.#options = options
    this.#redis = redis
    this.#queueRedis = queueRedis
    this.#clockErrorMs = clockErrorMs
    this.#worker = new QueueWorkerClass(queueOf(options.name), (job: Job) => this.#take(job), {
      connection: queueRedis,
      prefix: queuePrefix,
      concurrency: 1,
      autorun: false,
      // A load must never run twice: what stalls fails.
      lockDuration: 15_000,
      stalledInterval: 5_000,
      maxStalledCount: 0,
      removeOnComplete: { age: keptSeconds },
      removeOnFail: { age: keptSeconds },
    })
    this.#worker.on('error', () => undefined)
  }

  /**
   * Connects and registers. A name whose holder was killed becomes free after some seconds, which are waited for.
   * @throws UserError where Redis cannot be used, or another agent has the name
   */
  static async start(options: AgentOptions): Promise<Agent> {
    const redis = await connectRedis(options.redis)
    const { Worker: QueueWorkerClass } = await loadBullmq()
    const queueRedis = await redisClient(options.redis, { isBlocking: true })
    const { errorMs } = await readRedisClock(redis)
    const agent = new Agent(options, redis, queueRedis, errorMs, QueueWorkerClass)
    try {
      await agent.#waitForName()
      await register(redis, agent.registration)
    } catch (error) {
      await agent.#close()
      throw error
    }
    agent.#beats = agent.#keepBeating()
    void agent.#worker.run().catch(() => undefined)
    return agent
  }

  get registration(): Registration {
    const { name, tags, slots, version } = this.#options
    const cores = availableParallelism()
    return {
      name,
      instance: this.#instance,
      host: hostname(),
      pid: process.pid,
      cores,
      freeCores: Math.max(0, cores - (loadavg()[0] ?? 0)),
      version,
      protocol: protocolVersion,
      tags,
      ...(slots !== undefined && { slots }),
      clockErrorMs: this.#clockErrorMs,
      ...(this.#isDraining && { isDraining: true as const }),
      ...(this.#run && { load: this.#run.job.load }),
      beat: this.#beat,
    }
  }

  /** Takes no further load, lets the one that runs end, and leaves. */
  async drain(): Promise<void> {
    this.#isDraining = true
    await register(this.#redis, this.registration).catch(() => undefined)
    await this.#worker.close()
    await this.#close()
  }

  /** Stops the load that runs as well; what it measured so far is still reported. */
  async stop(): Promise<void> {
    this.#run?.stop('the agent was stopped')
    await this.drain()
  }

  async #close(): Promise<void> {
    this.#beating.abort()
    await this.#beats
    await unregister(this.#redis, this.#options.name).catch(() => undefined)
    await this.#worker.close(true).catch(() => undefined)
    await this.#thread?.[Symbol.asyncDispose]()
    this.#queueRedis.disconnect()
    this.#redis.disconnect()
  }

  async #waitForName(): Promise<void> {
    const { name, say } = this.#options
    for (let waitedMs = 0; ; waitedMs += beatMs) {
      const holder = await holderOfName(this.#redis, name, this.#instance)
      if (!holder) return
      if (waitedMs === 0) say(`the name ${name} is still taken: waiting`)
      if (waitedMs > registrationMs + beatMs) {
        throw new UserError([
          {
            code: 'agent_name',
            message: `another agent is registered as \`${name}\` (process ${holder.pid} on ${holder.host})`,
            expected: 'a unique name for each agent: `--name`',
          },
        ])
      }
      await pause(beatMs, this.#beating.signal)
    }
  }

  /** While Redis is away nothing is written; it connects by itself again. */
  async #keepBeating(): Promise<void> {
    const { signal } = this.#beating
    const { say } = this.#options
    let isAway = false
    while (!signal.aborted) {
      await pause(beatMs, signal)
      if (signal.aborted) return
      this.#beat += 1
      try {
        await register(this.#redis, this.registration)
        if (isAway) say('Redis is back')
        isAway = false
      } catch {
        if (!isAway) say('Redis is away: waiting for it')
        isAway = true
      }
    }
  }

  /** Says so where whoever planned it looks; of the plan itself nothing is believed. */
  async #refuseUnsigned(jobId: string): Promise<void> {
    const [load] = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(jobId) ?? []
    if (load === undefined) return
    const { name } = this.#options
    const state: AgentState = {
      phase: 'refused',
      instance: this.#instance,
      beat: 1,
      started: 0,
      ended: 0,
      clockErrorMs: this.#clockErrorMs,
      problem: {
        code: 'AGENT_KEY',
        message: `agent ${name} has another \`CLUSTERGATE_AGENT_KEY\` than this run, and refuses its plan`,
      },
    }
    const { states } = loadKeys(load)
    await this.#redis.multi().hset(states, name, JSON.stringify(state)).expire(states, 60).exec()
  }

  /** Never rejects for what a plan is: a job of BullMQ that fails could be tried again. */
  async #take(job: Job): Promise<{ readonly outcome: string }> {
    const { key, name, say } = this.#options
    const plan = verify('plan', job.data, key) as AgentJob | undefined
    if (!plan) {
      say('refused a plan: it is not signed with the key of this agent')
      await this.#refuseUnsigned(job.id ?? '').catch(() => undefined)
      return { outcome: 'refused' }
    }
    if (plan.agent !== name) return { outcome: 'refused' }
    this.#thread ??= LoadThread.start()
    const run = new AgentRun(plan, {
      redis: this.#redis,
      thread: this.#thread,
      key,
      instance: this.#instance,
      version: this.#options.version,
      mayReach: this.#options.mayReach,
      onClock: (errorMs) => (this.#clockErrorMs = errorMs),
    })
    this.#run = run
    say(`load ${plan.load}: preparing`)
    const outcome = await run.toEnd()
    this.#run = undefined
    say(`load ${plan.load}: ${outcome.words}`)
    if (outcome.isBroken) {
      await this.#thread[Symbol.asyncDispose]()
      this.#thread = undefined
    }
    return { outcome: outcome.words }
  }
}
