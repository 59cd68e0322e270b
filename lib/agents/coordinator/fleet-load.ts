import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { driverOf } from '../../load/drivers/driver-plan.ts'
import { pause } from '../../time/pause.ts'
import { AgentError } from '../agent-error.ts'
import { keptSeconds, loadKeys } from '../keys.ts'
import { monotonicMs } from '../monotonic-clock.ts'
import {
  type AgentResult,
  type AgentShare,
  type AgentState,
  protocolVersion,
  type Registration,
} from '../protocol.ts'
import { redisRunId } from '../redis.ts'
import { readRedisClock } from '../redis-clock.ts'
import { fromBytes, verify } from '../signature.ts'
import { addJob } from './add-job.ts'
import type { FleetConnection } from './fleet-connection.ts'
import type { LostAgent } from './merge.ts'
import { restarted } from './restarted.ts'

export interface FleetLoadOptions {
  readonly connection: FleetConnection
  readonly agents: readonly Registration[]
  /** Id of the Redis instance on which the agents were found. */
  readonly runId: string
  readonly key: string
  readonly version: string
  readonly signal: AbortSignal
  readonly continuesOnLoss: boolean
  readonly endsAfterMs: number
  readonly onProgress: (ended: number) => void
}

/** Outcome of a load. */
export interface LoadOutcome {
  readonly results: readonly AgentResult[]
  readonly lost: readonly LostAgent[]
  /** By Redis' clock. */
  readonly startMs: number
  /** Why the measurement cannot be judged; empty: it can. */
  readonly doubts: readonly string[]
}

const pollMs = 100
/** An agent without a heartbeat for this long is lost; heartbeats are written every second. */
const lostAfterMs = 6_000
/** How long an agent may take to fetch the job from its queue. */
const claimMs = 15_000
const redisLostMs = 15_000
/** How long to wait for the results of a load that was stopped. */
const stopMs = 8_000
const leadMs = 300
const aliveMs = 8_000

interface Member {
  readonly registration: Registration
  readonly share: AgentShare
  state: AgentState | undefined
  /** When its last state was received, by the monotonic clock. */
  seenMs: number
  result: AgentResult | undefined
  lost: string | undefined
}

/** One load from its plan to its results, on the coordinator's side. */
export class FleetLoad {
  readonly id = randomUUID()
  readonly #options: FleetLoadOptions
  readonly #keys = loadKeys(this.id)
  readonly #members: readonly Member[]
  #stopReason: string | undefined
  #stopAtMs = Number.POSITIVE_INFINITY
  #awaySinceMs: number | undefined
  #isOtherRedis = false
  #startMs = Number.NaN

  constructor(shares: readonly AgentShare[], options: FleetLoadOptions) {
    this.#options = options
    this.#members = shares.map((share, index) => ({
      registration: options.agents[index] as Registration,
      share,
      state: undefined,
      seenMs: 0,
      result: undefined,
      lost: undefined,
    }))
  }

  /** @throws AgentError if it was not started; Redis' own error if Redis was lost before */
  async toEnd(): Promise<LoadOutcome> {
    try {
      await this.writeHeartbeat()
      await this.#handOut()
      await this.#untilReady()
      await this.#start()
      await this.#untilEnded()
      return this.#outcome()
    } finally {
      await this.#cleanUp()
    }
  }

  /** Agents stop if this is not renewed for some seconds. */
  async writeHeartbeat(): Promise<void> {
    await this.#redis.set(this.#keys.alive, '1', 'PX', aliveMs)
  }

  get #redis(): Redis {
    return this.#options.connection.redis
  }

  stop(reason: string): void {
    if (this.#stopReason !== undefined) return
    this.#stopReason = reason
    this.#stopAtMs = monotonicMs()
  }

  async #handOut(): Promise<void> {
    const { connection, endsAfterMs, ...options } = this.#options
    const claimBeforeMs = claimMs * 2 + monotonicMs() + (await readRedisClock(this.#redis)).offsetMs
    await Promise.all(
      this.#members.map(async (member) => {
        const { name } = member.registration
        member.seenMs = monotonicMs() + claimMs - lostAfterMs
        await addJob(connection.queue(name), options.key, {
          protocol: protocolVersion,
          version: options.version,
          redis: options.runId,
          load: this.id,
          agent: name,
          claimBeforeMs,
          endsAfterMs,
          share: member.share,
        })
      }),
    )
  }

  async #untilReady(): Promise<void> {
    const { signal } = this.#options
    while (!((await this.#look()) && this.#areReady())) {
      if (this.#stopReason !== undefined || signal.aborted) {
        const why = this.#stopReason === undefined ? '' : `: ${this.#stopReason}`
        const message = `the load was stopped before the agents were ready${why}`
        throw new AgentError({ code: 'NOT_STARTED', message })
      }
      await pause(pollMs, signal)
    }
  }

  /** @throws AgentError if one of them cannot become ready */
  #areReady(): boolean {
    if (this.#isOtherRedis) throw new AgentError(restarted)
    const refused = this.#members.find(({ state }) => state?.phase === 'refused')
    if (refused?.state?.problem) throw new AgentError(refused.state.problem)
    const silent = this.#members.find(({ lost }) => lost !== undefined)
    if (silent) {
      const message = `before the load began, ${silent.lost}`
      throw new AgentError({ code: 'AGENT_LOST', message })
    }
    return this.#members.every(({ state }) => state?.phase === 'ready')
  }

  async #start(): Promise<void> {
    const { offsetMs } = await readRedisClock(this.#redis)
    const worstMs = Math.max(...this.#members.map(({ state }) => state?.clockErrorMs ?? 0))
    this.#startMs = monotonicMs() + offsetMs + leadMs + 4 * worstMs
    await this.#redis.set(this.#keys.start, String(this.#startMs), 'EX', keptSeconds)
  }

  async #untilEnded(): Promise<void> {
    const { signal, continuesOnLoss, onProgress } = this.#options
    let isStopWritten = false
    const ownPause = new AbortController()
    while (this.#open.length > 0) {
      if (signal.aborted) this.stop('its time was over')
      if (this.#stopReason !== undefined && !isStopWritten) {
        isStopWritten = await this.#redis
          .set(this.#keys.stop, this.#stopReason, 'EX', keptSeconds)
          .then(Boolean, () => false)
      }
      if (monotonicMs() > this.#stopAtMs + stopMs) {
        this.#lose(this.#open, 'did not report within the time after it was to stop')
      }
      await this.#look()
      onProgress(this.#members.reduce((sum, { state }) => sum + (state?.ended ?? 0), 0))
      const lost = this.#members.find((member) => member.lost !== undefined)
      if (lost && !continuesOnLoss) this.stop(`agent ${lost.registration.name} was lost`)
      await pause(pollMs, ownPause.signal)
    }
    const runId = await redisRunId(this.#redis).catch(() => '')
    if (runId !== this.#options.runId) this.#isOtherRedis = true
  }

  /** Agents whose results are still missing. */
  get #open(): Member[] {
    return this.#members.filter(({ result, lost }) => !result && lost === undefined)
  }

  /** Reads the states of the agents; returns whether Redis was reachable. */
  async #look(): Promise<boolean> {
    const nowMs = monotonicMs()
    try {
      const states = await this.#redis.hgetall(this.#keys.states)
      await this.#wasThere(monotonicMs())
      for (const member of this.#open) {
        const text = states[member.registration.name]
        if (text !== undefined) await this.#receive(member, JSON.parse(text) as AgentState)
      }
      const silent = this.#open.filter(({ seenMs }) => monotonicMs() - seenMs > lostAfterMs)
      this.#lose(silent, 'was not heard of for 6 s: killed, stopped or cut off')
      return true
    } catch (error) {
      if (error instanceof AgentError) throw error
      this.#awaySinceMs ??= nowMs
      if (monotonicMs() - this.#awaySinceMs <= redisLostMs) return false
      if (Number.isNaN(this.#startMs)) throw error
      this.#lose(this.#open, 'could not report: Redis was away')
      return false
    }
  }

  /** While Redis was unreachable no agent could report. */
  async #wasThere(nowMs: number): Promise<void> {
    if (this.#awaySinceMs === undefined) return
    const awayMs = nowMs - this.#awaySinceMs
    this.#awaySinceMs = undefined
    for (const member of this.#members) member.seenMs += awayMs
    const runId = await redisRunId(this.#redis)
    if (runId === this.#options.runId) return
    this.#isOtherRedis = true
    await this.writeHeartbeat()
    if (Number.isNaN(this.#startMs)) return
    await this.#redis.set(this.#keys.start, String(this.#startMs), 'EX', keptSeconds)
  }

  async #receive(member: Member, state: AgentState): Promise<void> {
    const isNew = state.beat !== member.state?.beat || state.instance !== member.state.instance
    member.state = state
    if (isNew) member.seenMs = Math.max(member.seenMs, monotonicMs())
    if (state.phase === 'done') {
      const bytes = await this.#redis.getBuffer(this.#keys.result(member.registration.name))
      if (bytes === null) return
      const result = verify('result', fromBytes(bytes), this.#options.key) as
        | AgentResult
        | undefined
      const isOurs = result?.load === this.id && result.agent === member.registration.name
      if (isOurs) member.result = result
      else this.#lose([member], 'sent a report that is not signed with the key of this run')
    } else if (state.phase === 'refused' && !Number.isNaN(this.#startMs)) {
      this.#lose([member], `broke: ${state.problem?.message ?? 'it said nothing of why'}`)
    }
  }

  #lose(members: readonly Member[], how: string): void {
    for (const member of members) {
      const { name, host } = member.registration
      const after = Number.isNaN(this.#startMs)
        ? ''
        : `, after it had sent ${member.state?.started ?? 0} requests`
      member.lost = `agent ${name} on ${host} ${how}${after}`
    }
  }

  #outcome(): LoadOutcome {
    const lost = this.#members.flatMap((member) => {
      if (member.lost === undefined) return []
      const { name, host, cores } = member.registration
      const { started = 0, clockErrorMs = 0 } = member.state ?? {}
      const requests = Math.max(started, driverOf(member.share.driver).planned ?? 0)
      return { name, host, cores, clockErrorMs, requests, words: member.lost }
    })
    return {
      results: this.#members.flatMap(({ result }) => result ?? []),
      lost,
      startMs: this.#startMs,
      doubts: this.#isOtherRedis ? [restarted.message] : [],
    }
  }

  async #cleanUp(): Promise<void> {
    const { alive, start, states, stop, result } = this.#keys
    const results = this.#members.map(({ registration }) => result(registration.name))
    await this.#redis
      .multi()
      .set(stop, this.#stopReason ?? 'the load has ended', 'EX', keptSeconds)
      .del(alive, start, states, ...results)
      .exec()
      .catch(() => undefined)
  }
}
