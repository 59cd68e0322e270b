import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { pause } from '../../time/pause.ts'
import { Reservation, untilTaken, type Wait } from './reservation.ts'

const renewMs = 2_000
const retryMs = 200

/**
 * Agents that probe for this process: several of its checks may use one at once, which a load of another run may
 * not. Each waits for all of its agents and holds none meanwhile, so that two processes never wait for each other.
 */
export class SharedReservation implements AsyncDisposable {
  readonly #redis: Redis
  readonly #id = randomUUID()
  readonly #users = new Map<string, number>()
  readonly #closed = new AbortController()
  #renewal: Promise<void> | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /**
   * Waits until all are free of others.
   * @throws AgentError if one is still taken after `waitMs`
   */
  take(agents: readonly string[], wait: Wait): Promise<void> {
    return untilTaken(() => this.#tryToTake(agents), retryMs, wait)
  }

  async release(agents: readonly string[]): Promise<void> {
    await this.#inTurn(async () => {
      const unused: string[] = []
      for (const agent of agents) {
        const left = (this.#users.get(agent) ?? 1) - 1
        if (left > 0) this.#users.set(agent, left)
        else {
          this.#users.delete(agent)
          unused.push(agent)
        }
      }
      if (unused.length > 0) await new Reservation(this.#redis, unused, this.#id).release()
    }).catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort()
    await this.#renewal
  }

  #tryToTake(agents: readonly string[]): Promise<string | undefined> {
    return this.#inTurn(async () => {
      const taken = await new Reservation(this.#redis, agents, this.#id).renew()
      if (taken !== undefined) return taken
      for (const agent of agents) this.#users.set(agent, (this.#users.get(agent) ?? 0) + 1)
      this.#renewal ??= this.#keepRenewing()
      return undefined
    })
  }

  async #keepRenewing(): Promise<void> {
    const { signal } = this.#closed
    while (!signal.aborted) {
      await pause(renewMs, signal)
      await this.#inTurn(async () => {
        if (signal.aborted || this.#users.size === 0) return
        await new Reservation(this.#redis, [...this.#users.keys()], this.#id).renew()
      }).catch(() => undefined)
    }
  }

  /** One after the other: what one check gives back must not be what another has just taken. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run)
    this.#turn = result.catch(() => undefined)
    return result
  }
}
