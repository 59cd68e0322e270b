import type { Redis } from 'ioredis'
import { pause } from '../../time/pause.ts'
import { AgentError } from '../agent-error.ts'
import { reservationKey } from '../keys.ts'

const heldMs = 10_000
const retryMs = 500

export interface Wait {
  /** How long other runs may keep the agents. */
  readonly waitMs: number
  readonly signal: AbortSignal
  readonly onNotice: (words: string) => void
}

/**
 * Waits until agents are free of other runs.
 * @param tryToTake returns an agent that another run holds; undefined: all are held by this one
 * @throws AgentError if one is still taken after `waitMs`
 */
export async function untilTaken(
  tryToTake: () => Promise<string | undefined>,
  retryMs: number,
  { waitMs, signal, onNotice }: Wait,
): Promise<void> {
  const untilMs = performance.now() + waitMs
  let taken = await tryToTake()
  if (taken !== undefined) onNotice('agents: in use by another run, waiting for them')
  while (taken !== undefined) {
    if (signal.aborted || performance.now() > untilMs) {
      throw new AgentError({
        code: 'AGENTS_BUSY',
        message: `agent ${taken} is in use by another run, and was not free within ${Math.round(waitMs / 1_000)} s`,
      })
    }
    await pause(retryMs, signal)
    taken = await tryToTake()
  }
}

/**
 * Takes all agents or none: two runs that each hold one and wait for the other would wait forever. Returns
 * the current owner of a taken one.
 */
const takeAll = `
for _, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if holder and holder ~= ARGV[1] then return key end
end
for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
return ''`

const giveBack = `
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end`

/** The agents of one check, which no other run may use meanwhile. */
export class Reservation {
  readonly #redis: Redis
  readonly #keys: readonly string[]
  readonly #id: string

  constructor(redis: Redis, agents: readonly string[], id: string) {
    this.#redis = redis
    this.#keys = agents.map(reservationKey)
    this.#id = id
  }

  /**
   * Waits until all are free.
   * @throws AgentError if one is still taken after `waitMs`
   */
  take(wait: Wait): Promise<void> {
    return untilTaken(() => this.renew(), retryMs, wait)
  }

  /** Extends the reservation. Returns an agent that another run holds; undefined: all are held. */
  async renew(): Promise<string | undefined> {
    const taken = await this.#redis.eval(
      takeAll,
      this.#keys.length,
      ...this.#keys,
      this.#id,
      String(heldMs),
    )
    return taken === '' ? undefined : String(taken).replace(reservationKey(''), '')
  }

  async release(): Promise<void> {
    await this.#redis.eval(giveBack, this.#keys.length, ...this.#keys, this.#id)
  }
}
