import { collectSecrets, valuesOfSecrets } from '../../cluster/secret.ts'
import type { Measurement } from '../../record/measurement.ts'
import { redact } from '../../source/secrets/redact.ts'
import { Deadline } from '../../time/deadline.ts'
import { keptSeconds, loadKeys } from '../keys.ts'
import type { AgentProblem, AgentState, ProbeJob, ProbePlan, ProbeResult } from '../protocol.ts'
import { sign, toBytes } from '../signature.ts'
import { probeTargets } from './probe-targets.ts'
import { type Asked, type RefusalOptions, refusalOf, workerSecrets } from './refusal.ts'

/** Makes a probe from this machine: what checks do, which this room does not know. */
export type Probe = (
  plan: ProbePlan,
  limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
) => Promise<Measurement>

export interface AgentProbeOptions extends RefusalOptions {
  readonly key: string
  readonly probe: Probe
  readonly signal: AbortSignal
}

/** One probe from its plan to its result, on the agent's side. Returns what became of it, for the terminal. */
export async function runProbe(job: ProbeJob, options: AgentProbeOptions): Promise<string> {
  try {
    const problem = await refusalOf(job, askedBy(job.probe), options)
    if (problem) return await refuse(job, problem, options)
    return await makeProbe(job, options)
  } catch (error) {
    const { message } = error as Error
    await refuse(job, { code: 'AGENT_BROKEN', message }, options).catch(() => undefined)
    return `given up: ${message}`
  }
}

function askedBy({ check, options, workers }: ProbePlan): Asked {
  return {
    targets: probeTargets({ options, workers }),
    secrets: [
      ...workerSecrets(workers),
      ...headersOf(options).map(([, text]) => ({ of: `the check \`${check}\``, text })),
    ],
  }
}

async function makeProbe(job: ProbeJob, options: AgentProbeOptions): Promise<string> {
  const { probe, redis, key, signal } = options
  const { load, agent, endsAfterMs: timeoutMs } = job
  using deadline = new Deadline({ timeoutMs, signals: [signal] })
  const measurement = await probe(job.probe, { signal: deadline.signal, timeoutMs })
  const result: ProbeResult = {
    load,
    agent,
    measurement: redact(measurement, secretsOf(job.probe)),
    isCutShort: deadline.signal.aborted,
  }
  const bytes = toBytes(sign('result', result, key))
  await redis.set(loadKeys(load).result(agent), bytes, 'EX', keptSeconds)
  return `${job.probe.check} made`
}

function secretsOf({ options, workers }: ProbePlan): string[] {
  return [
    ...collectSecrets({ workers }, process.env),
    ...valuesOfSecrets(headersOf(options), process.env),
  ]
}

/** The headers that a check sends, as its spec has them. */
function headersOf({ headers = {} }: ProbePlan['options']) {
  return Object.entries(headers as Readonly<Record<string, string>>).map(
    ([name, template]) => [name, { template }] as const,
  )
}

async function refuse(
  { load, agent }: ProbeJob,
  problem: AgentProblem,
  { redis, instance }: AgentProbeOptions,
): Promise<string> {
  const { states } = loadKeys(load)
  const state: AgentState = {
    phase: 'refused',
    instance,
    beat: 1,
    started: 0,
    ended: 0,
    clockErrorMs: 0,
    problem,
  }
  await redis.multi().hset(states, agent, JSON.stringify(state)).expire(states, keptSeconds).exec()
  return `refused: ${problem.message}`
}
