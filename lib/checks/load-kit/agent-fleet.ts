import { AgentError } from '../../agents/agent-error.ts'
import type { Fleet, SendOptions } from '../../agents/coordinator/fleet.ts'
import { type MergedLoad, mergeParts } from '../../agents/coordinator/merge.ts'
import type { AgentSelection } from '../../agents/coordinator/selection.ts'
import type { LoadPlan } from '../../agents/protocol.ts'
import type { Worker } from '../../cluster/cluster.ts'
import { packageVersion } from '../../cluster/packaged-file.ts'
import { present } from '../../cluster/read/loose.ts'
import { redisUrl } from '../../cluster/read/read-distribution.ts'
import { driverOf } from '../../load/drivers/driver-plan.ts'
import { UserError } from '../../source/user-error.ts'
import { observeLoad } from '../../telemetry/observe-load.ts'
import { Telemetry } from '../../telemetry/telemetry.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { openWorkload } from '../../workload/open-workload.ts'
import { portableReference } from '../../workload/portable-reference.ts'
import type { OpenWorkloadOptions, WorkloadReference } from '../../workload/workload-reference.ts'
import type { CheckContext } from '../check.ts'
import type { MeasurementBuilder } from '../kit/measurement-builder.ts'
import { withModel } from '../kit/worker-model.ts'

/** The options of a check about agents. */
export interface AgentOptions {
  readonly agents?: 'all' | number | readonly string[] | { readonly tags: readonly string[] }
  readonly on_agent_loss?: 'stop' | 'continue'
}

/** A load that agents send together. */
export interface SharedLoad
  extends Pick<LoadPlan, 'driver' | 'slo' | 'warmup' | 'labels' | 'inFlightAsked' | 'from'> {
  /** The current step, in a few words. */
  readonly step: string
  /** The options of the check about requests. */
  readonly options: {
    readonly workload: WorkloadReference
    readonly max_tokens?: number | 'none'
    readonly stream?: boolean
    readonly tokens: 'usage' | 'chunks'
  }
  /** Settings of the cluster file that the check overrides. */
  readonly session: {
    readonly strategy?: string | undefined
    readonly maxQueue?: number | undefined
  }
  readonly isDirect?: boolean
  /** Whether to measure first what each agent can send; default true. */
  readonly hasCeiling?: boolean
  /** Whether the measurement has a note of what each agent sent; default true. */
  readonly isNoted?: boolean
}

/** How long to wait for other runs that use the agents, at most half of the test's time. */
const maxWaitMs = 60_000
/** Time for agents to receive their part, and to report it. */
const marginMs = 30_000
/** A start with a larger difference shows nothing about simultaneous load. */
const maxClockErrorMs = 25

/** The agents of a check that sends its loads by them. */
export class AgentFleet implements AsyncDisposable {
  readonly #fleet: Fleet
  readonly #context: CheckContext
  readonly #builder: MeasurementBuilder
  readonly #continuesOnLoss: boolean
  /** Of the loads before: a benchmark has many, of the same workload and workers. */
  readonly #hashes = new Map<string, Promise<string>>()
  readonly #workers = new Map<string, Promise<Worker>>()

  private constructor(
    fleet: Fleet,
    context: CheckContext,
    builder: MeasurementBuilder,
    continuesOnLoss: boolean,
  ) {
    this.#fleet = fleet
    this.#context = context
    this.#builder = builder
    this.#continuesOnLoss = continuesOnLoss
  }

  /**
   * Reserves the agents of a check; undefined if it uses none, or none are configured.
   * @throws AgentError if they are not available
   */
  static async open(
    options: AgentOptions,
    context: CheckContext,
    builder: MeasurementBuilder,
  ): Promise<AgentFleet | undefined> {
    if (options.agents === undefined) return undefined
    const { distribution } = context.cluster
    if (!distribution) {
      builder.note('agents: sent by this process, since the cluster file has no `distribution`')
      return undefined
    }
    // Loaded only if agents are used: few projects have them.
    const [{ Fleet }, { agentKey }] = await Promise.all([
      import('../../agents/coordinator/fleet.ts'),
      import('../../agents/signature.ts'),
    ])
    const continuesOnLoss = options.on_agent_loss === 'continue'
    const fleet = await plainly(() =>
      Fleet.open({
        redis: { url: redisUrl(distribution, process.env), caFile: distribution.caFile },
        key: agentKey(process.env),
        version: packageVersion(),
        continuesOnLoss,
        selection: options.agents as AgentSelection,
        signal: context.signal,
        waitMs: Math.min(maxWaitMs, context.timeoutMs / 2),
        onNotice: (words) => context.onNotice?.(words),
      }),
    )
    return new AgentFleet(fleet, context, builder, continuesOnLoss)
  }

  get count(): number {
    return this.#fleet.agents.length
  }

  /**
   * Sends a load by all agents, and adds its outcome to the measurement.
   * @throws AgentError if it could not be started, or no agent reported
   */
  async #send(plan: LoadPlan, options: Partial<SendOptions> = {}): Promise<MergedLoad> {
    const outcome = await plainly(() =>
      this.#fleet.send(plan, { endsAfterMs: this.#context.timeoutMs + marginMs, ...options }),
    )
    const { results, lost, doubts } = outcome
    for (const doubt of doubts) this.#builder.error('REDIS_RESTARTED', doubt)
    const words = lost.map((agent) => agent.words)
    if (results.length === 0) {
      throw new AgentError({
        code: 'AGENT_LOST',
        message: `no agent reported: ${words.join('; ')}`,
      })
    }
    if (this.#continuesOnLoss) this.#builder.note(...words)
    else if (words.length > 0) this.#builder.error('AGENT_LOST', lostWords(words))
    const merged = mergeParts(outcome)
    this.#builder.unfit(clockDoubts(merged))
    return merged
  }

  /** Like `sendMeasured` of a session: with progress, and with the telemetry of workers. */
  async sendMeasured(
    { workers: given, signal, cluster, onProgress }: CheckContext,
    { driver, step, options, session, isDirect = false, isNoted = true, ...load }: SharedLoad,
  ): Promise<MergedLoad> {
    const { workload: reference, max_tokens: maxTokens, stream: isStreamed } = options
    const hash = await this.#hashOf(reference, { maxTokens, isStreamed })
    const workers = await Promise.all(given.map((worker) => this.#withModel(worker, signal)))
    const total = driverOf(driver).planned
    const plan: LoadPlan = {
      hasCeiling: true,
      ...load,
      driver,
      workers,
      isDirect,
      workload: { reference: portableReference(reference), hash, maxTokens, isStreamed },
      balancer: { ...cluster.balancer, ...present(session) },
      countsChunks: options.tokens === 'chunks',
    }
    let merged: MergedLoad | undefined
    const record = await observeLoad(new Telemetry(workers), signal, async () => {
      merged = await this.#send(plan, {
        onProgress: (done) =>
          onProgress?.({ step, done, total, failed: 0, latencyP95Ms: undefined }),
      })
      return merged.record
    })
    if (merged && isNoted) this.#builder.note(partsInWords(merged))
    return { pace: merged?.pace ?? {}, record }
  }

  #hashOf(reference: WorkloadReference, options: OpenWorkloadOptions): Promise<string> {
    const key = JSON.stringify([reference, options])
    const known = this.#hashes.get(key)
    if (known) return known
    const hash = openWorkload(reference, options).then((workload) => workload.hash)
    this.#hashes.set(key, hash)
    return hash
  }

  #withModel(worker: Worker, signal: AbortSignal): Promise<Worker> {
    const known = this.#workers.get(worker.id)
    if (known) return known
    const found = withModel(worker, signal)
    this.#workers.set(worker.id, found)
    return found
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#fleet[Symbol.asyncDispose]()
  }
}

/** A failure of agents is an error of the check, not a bug. */
export async function withAgents(
  builder: MeasurementBuilder,
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof AgentError)) throw error
    builder.error(error.code, error.message)
  }
}

function lostWords(words: readonly string[]): string {
  return `${words.join('; ')}: what its requests brought is unknown (\`on_agent_loss: continue\` judges the rest)`
}

function clockDoubts({ record }: MergedLoad): string[] {
  return (record.agents ?? [])
    .filter(({ lost, clockErrorMs }) => lost === undefined && clockErrorMs > maxClockErrorMs)
    .map(
      ({ name, clockErrorMs }) =>
        `agent ${name} knows Redis' clock only to ${ms(clockErrorMs)}, more than ${ms(maxClockErrorMs)}: when it started against the others is not known`,
    )
}

/** `2 agents: a1 sent 50, a2 sent 50; clocks to 0.1ms, starts within 1.2ms` */
function partsInWords({ record }: MergedLoad): string {
  const agents = record.agents ?? []
  const reported = agents.filter(({ lost }) => lost === undefined)
  const parts = agents.map(({ name, started, lost }) =>
    lost === undefined ? `${name} sent ${started}` : `${name} was lost`,
  )
  const errorMs = Math.max(...reported.map(({ clockErrorMs }) => clockErrorMs))
  const lateMs = reported.map(({ startedLateMs }) => startedLateMs)
  const spreadMs = Math.max(...lateMs) - Math.min(...lateMs)
  const noun = agents.length === 1 ? 'agent' : 'agents'
  return `${agents.length} ${noun}: ${parts.join(', ')}; clocks to ${ms(errorMs)}, starts within ${ms(spreadMs)}`
}

function ms(value: number): string {
  return formatQuantity(value, 'duration')
}

/** A missing key or an unreachable Redis is not a bug of the check. */
async function plainly<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new AgentError({ code: 'AGENTS_UNUSABLE', message: error.message })
  }
}
