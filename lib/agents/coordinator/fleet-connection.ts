import { createHash } from 'node:crypto'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { AgentError } from '../agent-error.ts'
import { queueOf, queuePrefix } from '../keys.ts'
import type { Registration } from '../protocol.ts'
import {
  connectRedis,
  loadBullmq,
  type RedisAddress,
  redisClient,
  redisError,
  redisServer,
} from '../redis.ts'
import { registeredAgents } from '../registry.ts'
import { type AgentSelection, selectAgents } from './selection.ts'
import { SharedReservation } from './shared-reservation.ts'

/** The connections of this process to one Redis. */
interface Connected {
  readonly redis: Redis
  readonly queueRedis: Redis
  readonly queues: Map<string, Queue>
  readonly QueueClass: typeof Queue
  readonly reservation: SharedReservation
}

interface Entry {
  readonly connected: Promise<Connected>
  users: number
}

const entries = new Map<string, Entry>()

/** A check's way to Redis; checks that run at the same time share the connections. */
export class FleetConnection implements AsyncDisposable {
  readonly #address: RedisAddress
  readonly #connected: Connected

  private constructor(address: RedisAddress, connected: Connected) {
    this.#address = address
    this.#connected = connected
  }

  /** @throws UserError where Redis cannot be used */
  static async open(address: RedisAddress): Promise<FleetConnection> {
    const key = keyOf(address)
    const entry = entries.get(key) ?? { connected: connect(address), users: 0 }
    entries.set(key, entry)
    entry.users += 1
    try {
      return new FleetConnection(address, await entry.connected)
    } catch (error) {
      if (entries.get(key) === entry) entries.delete(key)
      throw error
    }
  }

  get redis(): Redis {
    return this.#connected.redis
  }

  /** Keeps loads of others from agents that probe for this process. */
  get reservation(): SharedReservation {
    return this.#connected.reservation
  }

  /** The queue of an agent. */
  queue(agent: string): Queue {
    const { queues, queueRedis, QueueClass } = this.#connected
    const known = queues.get(agent)
    if (known) return known
    const queue = new QueueClass(queueOf(agent), {
      connection: queueRedis,
      prefix: queuePrefix,
      skipMetasUpdate: true,
      // Each queue would read all of INFO for it; agents, whose queues block, check it.
      skipVersionCheck: true,
    })
    queue.on('error', () => undefined)
    queues.set(agent, queue)
    return queue
  }

  /**
   * The agents that are meant, and the Redis that they were found on.
   * @throws AgentError where they are not there or of another version, or Redis throws keys away
   */
  async select(
    selection: AgentSelection,
    version: string,
  ): Promise<{ readonly agents: readonly Registration[]; readonly runId: string }> {
    const { runId, evicts, policy } = await redisServer(this.redis)
    if (evicts) throw new AgentError(evicting(policy))
    const selected = selectAgents(selection, await registeredAgents(this.redis), version)
    if ('code' in selected) throw new AgentError(selected)
    return { agents: selected, runId }
  }

  /** What a failure of Redis means, unless it is one of agents. */
  explain(error: unknown): Error {
    return error instanceof AgentError ? error : redisError(this.#address, error as Error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const key = keyOf(this.#address)
    const entry = entries.get(key)
    if (!entry) return
    entry.users -= 1
    if (entry.users > 0) return
    entries.delete(key)
    await close(this.#connected)
  }
}

function keyOf({ url, caFile }: RedisAddress): string {
  return JSON.stringify([url, caFile])
}

async function connect(address: RedisAddress): Promise<Connected> {
  const { Queue: QueueClass } = await loadBullmq()
  const redis = await connectRedis(address)
  let queueRedis: Redis | undefined
  try {
    queueRedis = await redisClient(address, { isBlocking: true })
    sendDigests(queueRedis)
    await queueRedis.connect()
    const reservation = new SharedReservation(redis)
    return { redis, queueRedis, queues: new Map(), QueueClass, reservation }
  } catch (error) {
    queueRedis?.disconnect()
    redis.disconnect()
    throw redisError(address, error as Error)
  }
}

/**
 * Lets scripts be sent by their digest, and whole only to a Redis that does not know them yet. ioredis sends them whole
 * once on each connection, and a run has one connection and one job an agent: 28 KB for BullMQ's script that adds it.
 */
function sendDigests(redis: Redis): void {
  redis.defineCommand = (name, { lua, numberOfKeys = 0 }) => {
    const digest = createHash('sha1').update(lua).digest('hex')
    const command = async (...args: unknown[]) => {
      const all = [numberOfKeys, ...(args.flat() as string[])] as const
      try {
        return await redis.evalsha(digest, ...all)
      } catch (error) {
        if (!(error as Error).message.startsWith('NOSCRIPT')) throw error
        return redis.eval(lua, ...all)
      }
    }
    Object.assign(redis, { [name]: command })
  }
}

async function close({ redis, queueRedis, queues, reservation }: Connected): Promise<void> {
  await reservation[Symbol.asyncDispose]()
  await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => undefined)))
  queueRedis.disconnect()
  redis.disconnect()
}

function evicting(policy: string) {
  return {
    code: 'REDIS_EVICTS',
    message: `Redis throws keys away when it is full (\`maxmemory-policy ${policy}\`), and plans and results with them: set it to \`noeviction\``,
  }
}
