import { randomUUID } from 'node:crypto'
import type { Measurement } from '../../record/measurement.ts'
import { pause } from '../../time/pause.ts'
import { AgentError } from '../agent-error.ts'
import { loadKeys, registrationKey } from '../keys.ts'
import { monotonicMs } from '../monotonic-clock.ts'
import {
  type AgentProblem,
  type AgentState,
  type ProbePlan,
  type ProbeResult,
  protocolVersion,
  type Registration,
} from '../protocol.ts'
import { type RedisAddress, redisRunId } from '../redis.ts'
import { fromBytes, verify } from '../signature.ts'
import { addJob } from './add-job.ts'
import { FleetConnection } from './fleet-connection.ts'
import { plainSecret, travellingWorkers } from './plan-secrets.ts'
import { restarted } from './restarted.ts'
import type { AgentSelection } from './selection.ts'

export interface ProbeFromAgentsOptions {
  readonly redis: RedisAddress
  readonly key: string
  readonly version: string
  readonly selection: AgentSelection
  readonly signal: AbortSignal
  /** The whole of it may take so long. */
  readonly timeoutMs: number
  /** How long other runs may keep the agents. */
  readonly waitMs: number
  readonly onNotice: (words: string) => void
}

/** What one agent found, or why nothing is known from there. */
export interface Found {
  readonly agent: string
  readonly host: string
  readonly measurement?: Measurement
  readonly problem?: AgentProblem
}

const pollMs = 50
const beatsMs = 1_000
/** An agent that says nothing for so long is lost; it says something every second. */
const lostAfterMs = 6_000
const redisLostMs = 15_000
/** For the result to come before the test's own time is over. */
const marginMs = 2_000

/**
 * Has each of the agents make a probe from where it is, and waits for what they find.
 * @throws UserError where Redis cannot be used
 * @throws AgentError where the agents are not there, busy, or of another version
 */
export async function probeFromAgents(
  plan: ProbePlan,
  options: ProbeFromAgentsOptions,
): Promise<readonly Found[]> {
  const secret = plainSecret(plan.workers)
  if (secret) throw new AgentError(secret)
  await using connection = await FleetConnection.open(options.redis)
  try {
    const { agents, runId } = await connection.select(options.selection, options.version)
    const names = agents.map(({ name }) => name)
    await connection.reservation.take(names, options)
    try {
      return await new ProbeRound(plan, agents, connection, runId, options).toEnd()
    } finally {
      await connection.reservation.release(names)
    }
  } catch (error) {
    throw connection.explain(error)
  }
}

interface Member {
  readonly registration: Registration
  /** When it was last heard of, by the monotonic clock. */
  seenMs: number
  beat: number
  found: Found | undefined
}

/** One probe by several agents, from its plan to its results. */
class ProbeRound {
  readonly #id = randomUUID()
  readonly #keys = loadKeys(this.#id)
  readonly #plan: ProbePlan
  readonly #connection: FleetConnection
  readonly #runId: string
  readonly #options: ProbeFromAgentsOptions
  readonly #members: readonly Member[]
  readonly #untilMs: number
  #beatsReadMs = 0
  #awaySinceMs: number | undefined

  constructor(
    plan: ProbePlan,
    agents: readonly Registration[],
    connection: FleetConnection,
    runId: string,
    options: ProbeFromAgentsOptions,
  ) {
    this.#plan = { ...plan, workers: travellingWorkers(plan.workers) }
    this.#connection = connection
    this.#runId = runId
    this.#options = options
    this.#untilMs = monotonicMs() + options.timeoutMs
    this.#members = agents.map((registration) => ({
      registration,
      seenMs: monotonicMs(),
      beat: registration.beat,
      found: undefined,
    }))
  }

  /** One of each agent, in the order of their names. */
  async toEnd(): Promise<readonly Found[]> {
    try {
      await this.#handOut()
      while (this.#open.length > 0) {
        await this.#look()
        const isOver = this.#options.signal.aborted || monotonicMs() > this.#untilMs
        if (isOver) this.#lose(this.#open, 'did not report within the time of the test')
        else await pause(pollMs, this.#options.signal)
      }
      return this.#members.flatMap(({ found }) => found ?? [])
    } finally {
      await this.#cleanUp()
    }
  }

  get #open(): Member[] {
    return this.#members.filter(({ found }) => !found)
  }

  async #handOut(): Promise<void> {
    const { key, version } = this.#options
    const [seconds] = await this.#connection.redis.time()
    const leftMs = Math.max(1, this.#untilMs - monotonicMs())
    await Promise.all(
      this.#members.map(({ registration: { name } }) =>
        addJob(this.#connection.queue(name), key, {
          protocol: protocolVersion,
          version,
          redis: this.#runId,
          load: this.#id,
          agent: name,
          claimBeforeMs: Number(seconds) * 1_000 + leftMs,
          endsAfterMs: Math.max(leftMs / 2, leftMs - marginMs),
          probe: this.#plan,
        }),
      ),
    )
  }

  async #look(): Promise<void> {
    try {
      await this.#readResults()
      if (monotonicMs() - this.#beatsReadMs > beatsMs) await this.#readBeats()
      await this.#wasThere()
    } catch {
      const nowMs = monotonicMs()
      this.#awaySinceMs ??= nowMs
      if (nowMs - this.#awaySinceMs > redisLostMs)
        this.#lose(this.#open, 'could not report: Redis was away')
    }
  }

  async #readResults(): Promise<void> {
    const { redis } = this.#connection
    const open = this.#open
    const names = open.map(({ registration }) => registration.name)
    const [results, states] = await Promise.all([
      redis.mgetBuffer(names.map(this.#keys.result)),
      redis.hmget(this.#keys.states, ...names),
    ])
    for (const [index, member] of open.entries()) {
      const [result, state] = [results[index], states[index]]
      if (result) this.#take(member, result)
      else if (state) this.#hear(member, JSON.parse(state) as AgentState)
    }
  }

  #take(member: Member, bytes: Buffer): void {
    const { name: agent, host } = member.registration
    const result = verify('result', fromBytes(bytes), this.#options.key) as ProbeResult | undefined
    if (result?.load !== this.#id || result.agent !== agent) {
      this.#lose([member], 'reported what is not signed with the key of this run')
    } else if (result.isCutShort) {
      this.#lose([member], 'was stopped before its probe had ended')
    } else member.found = { agent, host, measurement: result.measurement }
  }

  #hear(member: Member, { phase, problem }: AgentState): void {
    if (phase === 'refused' && problem) this.#fail(member, problem)
  }

  async #readBeats(): Promise<void> {
    const open = this.#open
    if (open.length === 0) return
    const texts = await this.#connection.redis.mget(
      open.map(({ registration }) => registrationKey(registration.name)),
    )
    this.#beatsReadMs = monotonicMs()
    for (const [index, member] of open.entries()) {
      const text = texts[index]
      if (text) this.#hearBeat(member, JSON.parse(text) as Registration)
      if (!member.found && monotonicMs() - member.seenMs > lostAfterMs) {
        this.#lose([member], 'was not heard of for 6 s: killed, stopped or cut off')
      }
    }
  }

  #hearBeat(member: Member, { instance, beat }: Registration): void {
    if (instance !== member.registration.instance) {
      this.#lose([member], 'was restarted, and its part is lost')
    } else if (beat !== member.beat) {
      member.beat = beat
      member.seenMs = monotonicMs()
    }
  }

  /** While Redis was away no agent could report; a restarted one has lost the plan. */
  async #wasThere(): Promise<void> {
    if (this.#awaySinceMs === undefined) return
    const isSame = (await redisRunId(this.#connection.redis)) === this.#runId
    const awayMs = monotonicMs() - this.#awaySinceMs
    this.#awaySinceMs = undefined
    for (const member of this.#members) member.seenMs += awayMs
    if (!isSame) for (const member of this.#open) this.#fail(member, restarted)
  }

  #lose(members: readonly Member[], how: string): void {
    for (const member of members) {
      const { name, host } = member.registration
      this.#fail(member, { code: 'AGENT_LOST', message: `agent ${name} on ${host} ${how}` })
    }
  }

  #fail(member: Member, problem: AgentProblem): void {
    const { name: agent, host } = member.registration
    member.found = { agent, host, problem }
  }

  async #cleanUp(): Promise<void> {
    const results = this.#members.map(({ registration }) => this.#keys.result(registration.name))
    await this.#connection.redis.del(this.#keys.states, ...results).catch(() => undefined)
  }
}
