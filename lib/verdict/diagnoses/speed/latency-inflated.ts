import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { isOpenLoop, type LoadLevel, missedLevel } from '../evidence/load-level.ts'
import { firstTokenMs, meanTimeOf, sum, workerIds } from '../evidence/load-workers.ts'
import { stallOf } from './stall.ts'
import { workerSlower } from './worker-slower.ts'

/** Responses take longer than their budget: which part of their time is the largest. */
export function latencyInflated(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(measurement, missed, isAboutLatency)
  const parts = level && partsOf(level)
  if (!level || !parts) return undefined
  const stall = isOfFew(level.condition.metric) ? stallOf(level) : undefined
  // If nothing is known to be slow, there is no further cause.
  if (stall || level.condition.status === 'inconclusive') return stall
  return (
    queueTooLong(level, parts) ??
    workerSlower(level, measurement) ??
    firstTokenLate(level, parts) ??
    respondsLong(level, parts)
  )
}

function isAboutLatency(metric: string): boolean {
  return /^(?:(?:baseline|open_loop)\.)?(?:latency_ratio|goodput|(?:latency|ttft|queue_wait|service_time)\.(?!drift))/.test(
    metric,
  )
}

/** Quantiles that a few requests decide. */
function isOfFew(metric: string): boolean {
  return /\.(?:p9\d(?:\.9)?|max)$|goodput$/.test(metric)
}

/** The parts of a mean response's time. */
interface Parts {
  readonly latencyMs: number
  readonly queueMs: number
  readonly serviceMs: number
  /** Of the service; undefined if responses were not streamed. */
  readonly firstMs: number | undefined
  /** Of a mean response; undefined if no usage was reported. */
  readonly outputTokens: number | undefined
  readonly inputTokens: number | undefined
}

function partsOf({ loads }: LoadLevel): Parts | undefined {
  const latencyMs = meanTimeOf(loads, 'latency')
  const serviceMs = meanTimeOf(loads, 'service_time')
  if (latencyMs === undefined || serviceMs === undefined) return undefined
  const ok = sum(loads, ({ total }) => total.ok)
  const tokens = (count: number) => (count > 0 ? count / ok : undefined)
  return {
    latencyMs,
    serviceMs,
    queueMs: meanTimeOf(loads, 'queue_wait') ?? 0,
    firstMs: firstTokenMs(loads.map(({ total }) => total)),
    outputTokens: tokens(sum(loads, ({ total }) => total.outputTokens)),
    inputTokens: tokens(sum(loads, ({ total }) => total.inputTokens)),
  }
}

/** Minimum share of the whole for a part to be the cause. */
const mostOfIt = 0.5

function queueTooLong(
  level: LoadLevel,
  { latencyMs, queueMs, serviceMs }: Parts,
): Diagnosis | undefined {
  if (queueMs < latencyMs * mostOfIt) return undefined
  const { loads, where } = level
  const slots = Math.max(...loads.map(({ busySlots }) => busySlots.most))
  const atOnce = Math.max(...loads.map(({ total }) => total.inFlightMax))
  const workers = workerIds(loads).length
  return {
    code: 'queue_too_long',
    symptom: `${ms(queueMs)} of ${ms(latencyMs)} are spent waiting for a slot${where}`,
    cause: `${ms(queueMs)} of a mean latency of ${ms(latencyMs)} are spent waiting for a slot, ${ms(serviceMs)} in a worker: ${atOnce} requests at once for ${slots} slots of ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    remedy: [
      loads.some(isOpenLoop)
        ? 'let requests arrive at a lower rate: `benchmark: { find: capacity }` finds the highest that keeps the `slo`'
        : `lower \`concurrency\` to about ${slots} (workers × \`max_concurrent_requests\`): further requests only wait`,
      'or add workers; a higher `max_concurrent_requests` only where the check `slots` says that they serve as many',
    ],
  }
}

function firstTokenLate(
  level: LoadLevel,
  { serviceMs, firstMs, inputTokens }: Parts,
): Diagnosis | undefined {
  if (firstMs === undefined || firstMs < serviceMs * mostOfIt) return undefined
  const prompts =
    inputTokens === undefined ? '' : `, for prompts of ${Math.round(inputTokens)} tokens on average`
  return {
    code: 'first_token_late',
    symptom: `${ms(firstMs)} of ${ms(serviceMs)} in a worker pass before the first token${level.where}`,
    cause: `${ms(firstMs)} of the ${ms(serviceMs)} that a worker takes pass before the first token${prompts}: it reads a long prompt, has its model to load, or keeps the request waiting behind others`,
    remedy: [
      'see which: one request at a time (`concurrency: 1`) still waits for a long prompt, but for no other request; the check `slots` measures how many a worker serves at once',
      'shorter prompts; a prompt that many requests begin with is read once with prompt caching and `strategy: cache_affinity`',
      'keep the model in memory: `OLLAMA_KEEP_ALIVE=-1` (Ollama), "Auto-unload" off (LM Studio)',
    ],
  }
}

function respondsLong(
  level: LoadLevel,
  { serviceMs, firstMs, outputTokens }: Parts,
): Diagnosis | undefined {
  if (outputTokens === undefined || outputTokens < 2) return undefined
  const perToken = (serviceMs - (firstMs ?? 0)) / (outputTokens - (firstMs === undefined ? 0 : 1))
  const reported = `${Math.round(outputTokens)} tokens on average, ${ms(perToken)} for each`
  return {
    code: 'answers_long',
    symptom: `responses have ${reported}${level.where}`,
    cause: `the workers generate for most of that time: ${ms(serviceMs)} for a request, ${reported}`,
    remedy: [
      'ask for shorter responses: `max_tokens`',
      'have tokens come faster: a smaller or more quantised model, all of it on the GPU, or fewer requests at once on a worker (`max_concurrent_requests`)',
    ],
  }
}

const ms = (value: number) => formatQuantity(value, 'duration')
