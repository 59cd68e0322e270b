import { randomUUID } from 'node:crypto'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { pause } from '../time/pause.ts'
import { AgentError } from './agent-error.ts'
import { FleetLoad, type LoadOutcome } from './fleet-load.ts'
import { queueOf, queuePrefix } from './keys.ts'
import { plainSecret, travelling } from './plan-secrets.ts'
import type { LoadPlan, Registration } from './protocol.ts'
import {
  connectRedis,
  loadBullmq,
  type RedisAddress,
  redisClient,
  redisError,
  redisServer,
} from './redis.ts'
import { registeredAgents } from './registry.ts'
import { Reservation } from './reservation.ts'
import { type AgentSelection, selectAgents } from './selection.ts'
import { planShares } from './shares.ts'

export interface FleetOptions {
  readonly redis: RedisAddress
  readonly key: string
  readonly version: string
  readonly selection: AgentSelection
  /** Whether a load continues without lost agents. */
  readonly continuesOnLoss: boolean
  readonly signal: AbortSignal
  /** How long to wait for agents that other runs use. */
  readonly waitMs: number
  readonly onNotice: (words: string) => void
}

export interface SendOptions {
  /** The load is stopped after so many milliseconds. */
  readonly endsAfterMs: number
  readonly onProgress?: (ended: number) => void
}

const aliveMs = 2_000

/** The agents that a check uses, from its first load to its last one. */
export class Fleet implements AsyncDisposable {
  readonly agents: readonly Registration[]
  readonly #options: FleetOptions
  readonly #redis: Redis
  readonly #queueRedis: Redis
  readonly #queues: ReadonlyMap<string, Queue>
  readonly #reservation: Reservation
  readonly #runId: string
  readonly #living = new AbortController()
  readonly #life: Promise<void>
  #load: FleetLoad | undefined
  #isTaken = false

  private constructor(
    options: FleetOptions,
    connections: { readonly redis: Redis; readonly queueRedis: Redis },
    reserved: { readonly agents: readonly Registration[]; readonly reservation: Reservation },
    runId: string,
    QueueClass: typeof Queue,
  ) {
    this.#options = options
    this.#redis = connections.redis
    this.#queueRedis = connections.queueRedis
    this.agents = reserved.agents
    this.#reservation = reserved.reservation
    this.#runId = runId
    this.#queues = new Map(
      this.agents.map(({ name }) => {
        const queue = new QueueClass(queueOf(name), {
          connection: this.#queueRedis,
          prefix: queuePrefix,
          skipMetasUpdate: true,
        })
        queue.on('error', () => undefined)
        return [name, queue]
      }),
    )
    this.#life = this.#stayAlive()
  }

  /**
   * Finds the agents and reserves them for this run.
   * @throws UserError if Redis cannot be used
   * @throws AgentError if the agents are absent, busy, or of another version
   */
  static async open(options: FleetOptions): Promise<Fleet> {
    const { Queue: QueueClass } = await loadBullmq()
    const redis = await connectRedis(options.redis)
    let queueRedis: Redis | undefined
    try {
      const { runId, evicts, policy } = await redisServer(redis)
      if (evicts) throw new AgentError(evicting(policy))
      const selected = selectAgents(
        options.selection,
        await registeredAgents(redis),
        options.version,
      )
      if ('code' in selected) throw new AgentError(selected)
      const names = selected.map(({ name }) => name)
      const reservation = new Reservation(redis, names, randomUUID())
      const { onNotice, waitMs, signal } = options
      await reservation.take(waitMs, signal, () =>
        onNotice('agents: in use by another run, waiting for them'),
      )
      queueRedis = await redisClient(options.redis, { isBlocking: true })
      await queueRedis.connect()
      const reserved = { agents: selected, reservation }
      return new Fleet(options, { redis, queueRedis }, reserved, runId, QueueClass)
    } catch (error) {
      queueRedis?.disconnect()
      redis.disconnect()
      if (error instanceof AgentError) throw error
      throw redisError(options.redis, error as Error)
    }
  }

  /**
   * Sends a load with all agents together, and waits for their measurements.
   * @throws AgentError if it could not be started
   */
  async send(plan: LoadPlan, { endsAfterMs, onProgress }: SendOptions): Promise<LoadOutcome> {
    const secret = plainSecret(plan.workers)
    if (secret) throw new AgentError(secret)
    const shares = planShares(travelling(plan), this.agents)
    if ('code' in shares) throw new AgentError(shares)
    const { key, version, signal, continuesOnLoss } = this.#options
    const load = new FleetLoad(shares, {
      redis: this.#redis,
      queues: this.#queues,
      agents: this.agents,
      runId: this.#runId,
      key,
      version,
      signal,
      continuesOnLoss,
      endsAfterMs,
      onProgress: onProgress ?? (() => undefined),
    })
    this.#load = load
    try {
      return await load.toEnd()
    } catch (error) {
      if (error instanceof AgentError) throw error
      throw new AgentError({
        code: 'REDIS_LOST',
        message: redisError(this.#options.redis, error as Error).message,
      })
    } finally {
      this.#load = undefined
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#living.abort()
    await this.#life
    if (!this.#isTaken) await this.#reservation.release().catch(() => undefined)
    await Promise.all(
      [...this.#queues.values()].map((queue) => queue.close().catch(() => undefined)),
    )
    this.#queueRedis.disconnect()
    this.#redis.disconnect()
  }

  /** Writes a heartbeat of this run: other runs wait for it, and agents stop without it. */
  async #stayAlive(): Promise<void> {
    const { signal } = this.#living
    while (!signal.aborted) {
      try {
        this.#isTaken = (await this.#reservation.renew()) !== undefined
        if (this.#isTaken) this.#load?.stop('another run has taken the agents')
        else await this.#load?.writeHeartbeat()
      } catch {
        // Redis is unreachable: the load itself detects that.
      }
      await pause(aliveMs, signal)
    }
  }
}

function evicting(policy: string) {
  return {
    code: 'REDIS_EVICTS',
    message: `Redis throws keys away when it is full (\`maxmemory-policy ${policy}\`), and plans and results with them: set it to \`noeviction\``,
  }
}
