import { AgentError } from '../../agents/agent-error.ts'
import type { Found } from '../../agents/coordinator/probe-from-agents.ts'
import type { ProbePlan } from '../../agents/protocol.ts'
import { packageVersion } from '../../cluster/packaged-file.ts'
import { redisUrl } from '../../cluster/read/read-distribution.ts'
import type { Evidence, Measurement, Subject, Vantage } from '../../record/measurement.ts'
import { UserError } from '../../source/user-error.ts'
import { labelled } from '../../units/labels.ts'
import type { Check, CheckContext } from '../check.ts'
import { MeasurementBuilder } from '../kit/measurement-builder.ts'
import { holeCause, type View } from './hole-cause.ts'
import { reachOf } from './reach.ts'

/** From where a check probes. */
export interface VantageOptions {
  readonly from?: 'each agent' | readonly string[] | { readonly tags: readonly string[] }
}

/** Other runs may keep the agents for so long, at most half of the test's time. */
const maxWaitMs = 60_000

/**
 * A check that agents make where `from` asks for it, each from where it is. The measurement has each metric of each
 * agent, by the label `agent`, so that a condition must hold from everywhere.
 * @param subjectOf whom it is about
 */
export function withVantages<Options extends VantageOptions>(
  check: ProbePlan['check'],
  { run, ...rest }: Check<Options>,
  subjectOf: (options: Options, context: CheckContext) => Subject,
): Check<Options> {
  return {
    ...rest,
    async run(options, context) {
      if (options.from === undefined) return run(options, context)
      const builder = new MeasurementBuilder(check, subjectOf(options, context))
      try {
        const found = await probe(check, options, context)
        report(found, builder)
      } catch (error) {
        const { code, message } = problemOf(error)
        builder.error(code, message)
      }
      return builder.build()
    },
  }
}

async function probe(
  check: ProbePlan['check'],
  { from, ...options }: VantageOptions,
  { cluster, workers, wanted, signal, timeoutMs, onNotice }: CheckContext,
): Promise<readonly Found[]> {
  const { distribution } = cluster
  if (!distribution) {
    throw new AgentError({
      code: 'NO_AGENTS',
      message:
        '`from` asks for agents, and nothing says where they are: the cluster file has no `distribution`, and `CLUSTERGATE_REDIS` is not set',
    })
  }
  // Loaded where agents are asked for: few projects have them.
  const [{ probeFromAgents }, { agentKey }] = await Promise.all([
    import('../../agents/coordinator/probe-from-agents.ts'),
    import('../../agents/signature.ts'),
  ])
  const aimsElsewhere = 'host' in options || 'url' in options
  return probeFromAgents(
    { check, options, workers: aimsElsewhere ? [] : workers, wanted },
    {
      redis: { url: redisUrl(distribution, process.env), caFile: distribution.caFile },
      key: agentKey(process.env),
      version: packageVersion(),
      selection: from === undefined || from === 'each agent' ? 'all' : from,
      signal,
      timeoutMs,
      waitMs: Math.min(maxWaitMs, timeoutMs / 2),
      onNotice: (words) => onNotice?.(words),
    },
  )
}

/** What agents could not do is the check's error, not its break. */
function problemOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AgentError) return error
  if (error instanceof UserError) return { code: 'AGENTS_UNUSABLE', message: error.message }
  throw error
}

function report(found: readonly Found[], builder: MeasurementBuilder): void {
  const views = found.map(viewOf)
  builder.vantages(found.map((each, index) => vantageOf(each, views[index], views, builder)))
  for (const { agent, measurement } of found) {
    if (measurement) addMeasured(agent, measurement, builder)
  }
  builder.note(...sharedNotes(found))
  const problems = found.flatMap((each) => problemFrom(each) ?? [])
  const [first] = problems
  if (!first) return
  builder.error(first.code, problems.map(({ message }) => message).join('; '))
}

/** What keeps an agent from being a vantage point: nothing is known from there. */
function problemFrom({ agent, measurement, problem }: Found) {
  if (problem) return problem
  const error = measurement?.error
  if (error) return { code: error.code, message: `agent ${agent}: ${error.message}` }
  if (measurement && Object.keys(measurement.metrics).length > 0) return undefined
  return { code: 'AGENT_BROKEN', message: `agent ${agent} measured nothing` }
}

function viewOf({ agent, measurement }: Found): View {
  const reaches = measurement && reachOf(measurement).reaches
  return { agent, reaches, evidence: measurement?.evidence ?? [] }
}

function vantageOf(
  found: Found,
  view: View | undefined,
  all: readonly View[],
  builder: MeasurementBuilder,
): Vantage {
  const { agent, host, measurement } = found
  const problem = problemFrom(found)
  if (problem || !measurement || !view) {
    return { agent, host, words: 'not known', ...(problem && { cause: problem.message }) }
  }
  const { reaches, words } = reachOf(measurement)
  return {
    agent,
    host,
    words,
    ...(reaches !== undefined && { reaches }),
    ...(reaches === false && {
      cause: holeCause(measurement.check, builder.subject, view, all),
    }),
  }
}

function addMeasured(
  agent: string,
  { metrics, intervals = {}, evidence }: Measurement,
  builder: MeasurementBuilder,
): void {
  builder
    .metrics(ofAgent(metrics, agent))
    .intervals(ofAgent(intervals, agent))
    .evidence(evidence.map((each): Evidence => ({ agent, ...each })))
}

/** Each note once, with the agents that say it. */
function sharedNotes(found: readonly Found[]): string[] {
  const agentsOf = new Map<string, string[]>()
  for (const { agent, measurement } of found) {
    for (const note of measurement?.notes ?? []) {
      agentsOf.set(note, [...(agentsOf.get(note) ?? []), agent])
    }
  }
  return [...agentsOf].map(([note, agents]) =>
    agents.length === found.length && agents.length > 1
      ? `from each agent: ${note}`
      : `from ${agents.join(', ')}: ${note}`,
  )
}

function ofAgent<T>(values: Readonly<Record<string, T>>, agent: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [labelled(name, { agent }), value]),
  )
}
