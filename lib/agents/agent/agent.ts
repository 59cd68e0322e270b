import { randomUUID } from 'node:crypto'
import { availableParallelism, hostname, loadavg } from 'node:os'
import type { Job, Worker as QueueWorker } from 'bullmq'
import type { Redis } from 'ioredis'
import { UserError } from '../../source/user-error.ts'
import { pause } from '../../time/pause.ts'
import { keptSeconds, loadKeys, queueOf, queuePrefix } from '../keys.ts'
import {
  type AgentJob,
  type AgentState,
  type ProbeJob,
  probeChecks,
  protocolVersion,
  type Registration,
} from '../protocol.ts'
import { connectRedis, loadBullmq, type RedisAddress, redisClient } from '../redis.ts'
import { readRedisClock } from '../redis-clock.ts'
import { holderOfName, register, registrationMs, unregister } from '../registry.ts'
import { verify } from '../signature.ts'
import { type Probe, runProbe } from './agent-probe.ts'
import { AgentRun } from './agent-run.ts'
import type { AllowList } from './allow-list.ts'
import { LoadThread } from './load-thread.ts'

export interface AgentOptions {
  readonly redis: RedisAddress
  readonly name: string
  readonly tags: readonly string[]
  /** The maximum number of requests that it keeps in flight. */
  readonly slots?: number | undefined
  /** The key of everyone who may send plans to it. */
  readonly key: string
  readonly version: string
  readonly mayReach: AllowList
  /** Makes probes. */
  readonly probe: Probe
  /** Hears what a person at the terminal should know. */
  readonly say: (words: string) => void
}

const beatMs = 1_000
/** As many as a run of the network stage has in flight. */
const maxProbes = 32

/**
 * A process that sends loads and makes probes for others: registers itself, takes jobs from a queue of its own, one
 * load at a time, and reports what it measured.
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
  /** The loads so far, one after the other. */
  #loads: Promise<unknown> = Promise.resolve()
  readonly #probes = new AbortController()

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
      concurrency: maxProbes,
      autorun: false,
      // A load must never run twice, so a stalled job fails.
      lockDuration: 15_000,
      stalledInterval: 5_000,
      maxStalledCount: 0,
      removeOnComplete: { age: keptSeconds },
      removeOnFail: { age: keptSeconds },
    })
    this.#worker.on('error', () => undefined)
  }

  /**
   * Connects and registers. A name whose owner was killed becomes free after some seconds, for which this
   * waits.
   * @throws UserError if Redis cannot be used, or another agent has the name
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

  /** Accepts no further load, waits for the end of the running one, and leaves. */
  async drain(): Promise<void> {
    this.#isDraining = true
    await register(this.#redis, this.registration).catch(() => undefined)
    await this.#worker.close()
    await this.#close()
  }

  /** Stops the running load as well; its measurements so far are still reported. */
  async stop(): Promise<void> {
    this.#run?.stop('the agent was stopped')
    this.#probes.abort()
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

  /** While Redis is unreachable nothing is written; the connection is re-established automatically. */
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

  /**
   * Reports the refusal where the sender of the plan looks for it; nothing in the plan itself is trusted.
   */
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

  /** Never rejects because of a plan: a failed job of BullMQ could be retried. */
  async #take(job: Job): Promise<{ readonly outcome: string }> {
    const { key, name, say } = this.#options
    const plan = verify('plan', job.data, key) as AgentJob | ProbeJob | undefined
    if (!plan) {
      say('refused a plan: it is not signed with the key of this agent')
      await this.#refuseUnsigned(job.id ?? '').catch(() => undefined)
      return { outcome: 'refused' }
    }
    if (plan.agent !== name) return { outcome: 'refused' }
    const before = this.#loads
    if ('probe' in plan) {
      await before
      return { outcome: await this.#takeProbe(plan) }
    }
    const outcome = before.then(() => this.#takeLoad(plan))
    this.#loads = outcome.catch(() => undefined)
    return { outcome: await outcome }
  }

  async #takeProbe(plan: ProbeJob): Promise<string> {
    const { key, say, version, mayReach, probe } = this.#options
    const { check, workers } = plan.probe
    const words = (probeChecks as readonly string[]).includes(check)
      ? await runProbe(plan, {
          redis: this.#redis,
          instance: this.#instance,
          signal: this.#probes.signal,
          key,
          version,
          mayReach,
          probe,
        })
      : `refused: no probe \`${check}\``
    say(`probe of ${workers.map(({ id }) => id).join(', ') || 'a host'}: ${words}`)
    return words
  }

  async #takeLoad(plan: AgentJob): Promise<string> {
    const { key, say } = this.#options
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
    return outcome.words
  }
}
