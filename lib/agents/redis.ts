import type { Redis, RedisOptions } from 'ioredis'
import { readCertificates } from '../source/files/certificate-file.ts'
import { UserError } from '../source/user-error.ts'

/** Address of Redis (or Valkey), and how its certificate is verified. */
export interface RedisAddress {
  /** `redis://` or `rediss://`, with user and password if it has them. */
  readonly url: string
  /** Path of a PEM file with the authority to trust. */
  readonly caFile?: string | undefined
}

/** Settings for a connection of BullMQ, which blocks; other connections have a deadline per command. */
export interface RedisUse {
  readonly isBlocking?: boolean
}

/**
 * After this long without a byte a connection with open commands counts as lost: a half-open connection
 * recovers in no other way.
 */
const silenceMs = 15_000
const commandMs = 5_000
const connectMs = 5_000

/**
 * A connection to Redis that reconnects automatically; `connect` has to be called.
 * @throws UserError where `ioredis` is not installed, or if the URL is invalid
 */
export async function redisClient(
  { url, caFile }: RedisAddress,
  { isBlocking = false }: RedisUse = {},
): Promise<Redis> {
  checkUrl(url)
  const { Redis } = await loadIoredis()
  const options: RedisOptions = {
    lazyConnect: true,
    connectTimeout: connectMs,
    socketTimeout: silenceMs,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
    // BullMQ requires null: its commands wait for as long as Redis is unreachable.
    maxRetriesPerRequest: isBlocking ? null : 1,
    ...(!isBlocking && { commandTimeout: commandMs }),
    ...(caFile !== undefined && { tls: { ca: readCertificates(caFile) } }),
  }
  const client = new Redis(url, options)
  // Without a listener an error of a connection would end the process; each command reports its own.
  client.on('error', () => undefined)
  return client
}

/**
 * Connects for the first time.
 * @throws UserError with the reason why Redis cannot be used
 */
export async function connectRedis(address: RedisAddress, use: RedisUse = {}): Promise<Redis> {
  const client = await redisClient(address, use)
  let last: Error | undefined
  const note = (error: Error) => (last = error)
  client.on('error', note)
  try {
    await client.connect()
    return client
  } catch (error) {
    client.disconnect()
    throw redisError(address, last ?? (error as Error))
  } finally {
    client.off('error', note)
  }
}

/** The meaning of a failure of Redis, and its remedy; contains no password of the URL. */
export function redisError({ url }: RedisAddress, error: Error): UserError {
  const { code, message } = error as NodeJS.ErrnoException
  const words = redisWords(code ?? '', message)
  return new UserError([
    {
      code: 'redis',
      message: `Redis at ${shownAddress(url)}: ${words.message}`,
      expected: words.expected,
    },
  ])
}

function redisWords(code: string, message: string): { message: string; expected: string } {
  const known = meanings.find(({ pattern }) => pattern.test(`${code} ${message}`))
  return (
    known ?? { message: message || code, expected: 'a Redis or Valkey that this machine reaches' }
  )
}

const meanings = [
  {
    pattern: /ECONNREFUSED/,
    message: 'connection refused',
    expected: 'a running Redis on that port: `redis-server --port 6379`',
  },
  {
    pattern: /NOAUTH|WRONGPASS|invalid username-password|without any password/i,
    message: 'it refused the user or the password',
    expected: 'a URL with both, such as `redis://user:password@host:6379`, kept in a variable',
  },
  {
    pattern: /NOPERM/,
    message: 'this user may not do what agents need (NOPERM)',
    expected: 'a user that may read and write the keys `clustergate:*`, and run scripts',
  },
  {
    pattern: /OOM command not allowed/,
    message: 'it is full and refuses to write (`maxmemory` is reached)',
    expected: 'a higher `maxmemory`, or fewer data of others in it',
  },
  {
    pattern: /READONLY/,
    message: 'it is a replica, which refuses to write',
    expected: 'the URL of the primary',
  },
  {
    pattern: /self-signed|unable to (verify|get)|CERT_/i,
    message: 'its certificate is not trusted',
    expected: 'its authority by `ca_file` (agents: `--redis-ca`)',
  },
  {
    pattern: /EPROTO|wrong version number|socket hang up|ECONNRESET|closed/i,
    message: 'it closed the connection: TLS on one side only, perhaps',
    expected: '`rediss://` where Redis speaks TLS, `redis://` where it does not',
  },
  {
    pattern: /ETIMEDOUT|timed out|timeout|EHOSTUNREACH|ENETUNREACH/i,
    message: 'it did not respond in time',
    expected: 'a host and port that this machine reaches',
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN/,
    message: 'its host name is not known here',
    expected: 'a host name that this machine resolves, or an address',
  },
] as const

/** Host and port alone. */
export function shownAddress(url: string): string {
  const { hostname, port } = new URL(url)
  return `${hostname}:${port || 6379}`
}

function checkUrl(url: string): void {
  const isRight = URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)
  if (isRight && new URL(url).hostname !== '') return
  throw new UserError([
    {
      code: 'redis_url',
      message: 'the address of Redis is not a `redis://` or `rediss://` URL',
      expected: 'such as `redis://127.0.0.1:6379`',
    },
  ])
}

async function loadIoredis(): Promise<Pick<typeof import('ioredis'), 'Redis'>> {
  try {
    return await import('ioredis')
  } catch (error) {
    throw notInstalled(error)
  }
}

/** Loaded only if agents are used: most projects never do. */
export async function loadBullmq(): Promise<typeof import('bullmq')> {
  try {
    return await import('bullmq')
  } catch (error) {
    throw notInstalled(error)
  }
}

function notInstalled(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') return error
  return new UserError([
    {
      code: 'agents_not_installed',
      message: 'agents need the packages `bullmq` and `ioredis`, which are not installed',
      expected: '`npm install --save-dev bullmq@6 ioredis@6`',
    },
  ])
}

/** Properties of a Redis that are checked before its data is used. */
export interface RedisServer {
  readonly runId: string
  /** Whether it evicts keys when it is full. */
  readonly evicts: boolean
  readonly policy: string
}

export async function redisServer(redis: Redis): Promise<RedisServer> {
  const memory = await redis.info('memory')
  const policy = infoField(memory, 'maxmemory_policy')
  const isBounded = Number(infoField(memory, 'maxmemory')) > 0
  return {
    runId: await redisRunId(redis),
    policy,
    evicts: isBounded && policy !== '' && policy !== 'noeviction',
  }
}

/** Changes with each start of Redis. Only one section is requested: all of them are several kilobytes. */
export async function redisRunId(redis: Redis): Promise<string> {
  return infoField(await redis.info('server'), 'run_id')
}

function infoField(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
}
