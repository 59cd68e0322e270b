import type { Redis } from 'ioredis'
import { agentNames, registrationKey } from './keys.ts'
import type { Registration } from './protocol.ts'

/** An agent without a heartbeat for this long is gone. */
export const registrationMs = 10_000
const forgottenAfterMs = 3_600_000

/** The agents that are alive, by name. */
export async function registeredAgents(redis: Redis): Promise<Registration[]> {
  const names = await redis.zrange(agentNames, '0', '-1')
  if (names.length === 0) return []
  const texts = await redis.mget(names.map(registrationKey))
  const known = texts.flatMap((text) => (text === null ? [] : (JSON.parse(text) as Registration)))
  return known.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Writes the heartbeat of an agent, which expires. */
export async function register(redis: Redis, registration: Registration): Promise<void> {
  const { name } = registration
  const nowMs = Date.now()
  await redis
    .multi()
    .set(registrationKey(name), JSON.stringify(registration), 'PX', registrationMs)
    .zadd(agentNames, nowMs, name)
    .zremrangebyscore(agentNames, 0, nowMs - forgottenAfterMs)
    .exec()
}

/** The heartbeat of another process with this name; undefined: the name is free. */
export async function holderOfName(
  redis: Redis,
  name: string,
  instance: string,
): Promise<Registration | undefined> {
  const text = await redis.get(registrationKey(name))
  if (text === null) return undefined
  const holder = JSON.parse(text) as Registration
  return holder.instance === instance ? undefined : holder
}

export async function unregister(redis: Redis, name: string): Promise<void> {
  await redis.multi().del(registrationKey(name)).zrem(agentNames, name).exec()
}
