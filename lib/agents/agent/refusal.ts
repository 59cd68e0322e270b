import type { Redis } from 'ioredis'
import type { SecretText, Worker } from '../../cluster/cluster.ts'
import { resolveSecret } from '../../cluster/secret.ts'
import { variablesOf } from '../../source/interpolate.ts'
import { loadKeys } from '../keys.ts'
import { type AgentProblem, type PlanHead, protocolVersion } from '../protocol.ts'
import { redisRunId } from '../redis.ts'
import type { AllowList } from './allow-list.ts'

/** What an agent is asked to reach, and with which secrets. */
export interface Asked {
  readonly targets: readonly {
    readonly id: string
    readonly host: string
    /** Undefined: packets to no port. */
    readonly port: number | undefined
  }[]
  readonly secrets: readonly { readonly of: string; readonly text: SecretText }[]
}

export interface RefusalOptions {
  readonly redis: Redis
  readonly instance: string
  readonly version: string
  readonly mayReach: AllowList
}

/** Why an agent does not do what a signed plan asks; undefined: it does, and has claimed the plan for itself. */
export async function refusalOf(
  plan: PlanHead,
  { targets, secrets }: Asked,
  { redis, instance, version, mayReach }: RefusalOptions,
): Promise<AgentProblem | undefined> {
  const { agent } = plan
  if (plan.protocol !== protocolVersion || plan.version !== version) {
    return {
      code: 'AGENT_VERSION',
      message: `agent ${agent} runs clustergate ${version}, and the plan is of ${plan.version}: install the same version on both`,
    }
  }
  const barred = targets.find(({ host, port }) => !mayReach(host, port ?? 0))
  if (barred) {
    const { id, host, port } = barred
    const target = port === undefined ? host : `${host}:${port}`
    return {
      code: 'TARGET_NOT_ALLOWED',
      message: `agent ${agent} may not send to ${id} (${target}): start it with \`--allow ${target}\` if it may`,
    }
  }
  for (const { of, text } of secrets) {
    const missing = missingSecret(text)
    if (missing === undefined) continue
    return {
      code: 'AGENT_SECRET',
      message: `agent ${agent} does not have a secret of ${of}: ${missing}`,
    }
  }
  const [seconds] = await redis.time()
  if (Number(seconds) * 1_000 > plan.claimBeforeMs) {
    return { code: 'PLAN_TOO_OLD', message: `the plan came to agent ${agent} too late` }
  }
  if ((await redisRunId(redis)) !== plan.redis) {
    return {
      code: 'REDIS_RESTARTED',
      message: 'Redis was restarted after the load was planned',
    }
  }
  const claim = loadKeys(plan.load).claim(agent)
  if ((await redis.set(claim, instance, 'EX', 3_600, 'NX')) === 'OK') return undefined
  return { code: 'LOAD_TAKEN', message: `the load was begun before by agent ${agent}` }
}

/** What is secret of workers. Keys are looked up here, by name: a plan never holds them. */
export function workerSecrets(workers: readonly Worker[]): Asked['secrets'] {
  return workers.flatMap(({ id, apiKey, headers = {} }) =>
    [apiKey, ...Object.values(headers)].flatMap((text) => (text ? [{ of: id, text }] : [])),
  )
}

/** The key that plans are signed by goes to no worker. */
const neverSent = 'CLUSTERGATE_AGENT_KEY'

function missingSecret(text: SecretText): string | undefined {
  if (variablesOf(text.template).some(({ name }) => name === neverSent))
    return `\`${neverSent}\` is never sent`
  try {
    resolveSecret(text, process.env)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
