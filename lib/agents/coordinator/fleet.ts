import { randomUUID } from 'node:crypto'
import { pause } from '../../time/pause.ts'
import { AgentError } from '../agent-error.ts'
import type { LoadPlan, Registration } from '../protocol.ts'
import type { RedisAddress } from '../redis.ts'
import { FleetConnection } from './fleet-connection.ts'
import { FleetLoad, type LoadOutcome } from './fleet-load.ts'
import { plainSecret, travellingWorkers } from './plan-secrets.ts'
import { Reservation } from './reservation.ts'
import type { AgentSelection } from './selection.ts'
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
  readonly #connection: FleetConnection
  readonly #reservation: Reservation
  readonly #runId: string
  readonly #living = new AbortController()
  readonly #life: Promise<void>
  #load: FleetLoad | undefined
  #isTaken = false

  private constructor(
    options: FleetOptions,
    connection: FleetConnection,
    found: { readonly agents: readonly Registration[]; readonly runId: string },
    reservation: Reservation,
  ) {
    this.#options = options
    this.#connection = connection
    this.agents = found.agents
    this.#runId = found.runId
    this.#reservation = reservation
    this.#life = this.#stayAlive()
  }

  /**
   * Finds the agents and reserves them for this run.
   * @throws UserError if Redis cannot be used
   * @throws AgentError if the agents are absent, busy, or of another version
   */
  static async open(options: FleetOptions): Promise<Fleet> {
    const { redis, selection, version } = options
    const connection = await FleetConnection.open(redis)
    try {
      const found = await connection.select(selection, version)
      const names = found.agents.map(({ name }) => name)
      const reservation = new Reservation(connection.redis, names, randomUUID())
      await reservation.take(options)
      return new Fleet(options, connection, found, reservation)
    } catch (error) {
      const explained = connection.explain(error)
      await connection[Symbol.asyncDispose]()
      throw explained
    }
  }

  /**
   * Sends a load with all agents together, and waits for their measurements.
   * @throws AgentError if it could not be started
   */
  async send(plan: LoadPlan, { endsAfterMs, onProgress }: SendOptions): Promise<LoadOutcome> {
    const secret = plainSecret(plan.workers)
    if (secret) throw new AgentError(secret)
    const shares = planShares({ ...plan, workers: travellingWorkers(plan.workers) }, this.agents)
    if ('code' in shares) throw new AgentError(shares)
    const { key, version, signal, continuesOnLoss } = this.#options
    const load = new FleetLoad(shares, {
      connection: this.#connection,
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
        message: this.#connection.explain(error).message,
      })
    } finally {
      this.#load = undefined
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#living.abort()
    await this.#life
    if (!this.#isTaken) await this.#reservation.release().catch(() => undefined)
    await this.#connection[Symbol.asyncDispose]()
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
