import { Option } from 'commander'
import type { RedisAddress } from '../../agents/redis.ts'
import { UserError } from '../../source/user-error.ts'

/** Options of both commands. */
export interface RedisOptions {
  readonly redis?: string
  readonly redisCa?: string
}

/** The URL may contain a password: a variable keeps it out of process lists. */
export function redisOptions(): Option[] {
  return [
    new Option('--redis <url>', 'Redis or Valkey that agents and runs share').env(
      'CLUSTERGATE_REDIS',
    ),
    new Option('--redis-ca <file>', 'PEM file of the authority of its certificate'),
  ]
}

/** @throws UserError if there is no URL */
export function redisAddress({ redis, redisCa }: RedisOptions): RedisAddress {
  if (redis !== undefined) return { url: redis, caFile: redisCa }
  throw new UserError([
    {
      code: 'redis_url',
      message: 'the address of Redis is missing',
      expected: '`--redis redis://HOST:6379`, or that URL in the variable `CLUSTERGATE_REDIS`',
    },
  ])
}
