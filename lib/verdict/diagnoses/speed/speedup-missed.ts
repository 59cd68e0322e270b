import { parseCondition } from '../../../conditions/parse-condition.ts'
import { shortfall } from '../../../conditions/shortfall.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { type LoadLevel, missedLevel } from '../evidence/load-level.ts'
import { loadWorkers, meanTimeOf, sum, workerIds } from '../evidence/load-workers.ts'
import { idealSpeedup, lossInWords, lossParts } from '../evidence/loss-in-words.ts'
import { partRules } from './speedup-parts.ts'

/**
 * Several workers do not reach the required speedup: what limits them, else the largest part of the loss.
 */
export function speedupMissed(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(measurement, missed, isAboutSpeedup)
  if (!level || level.baseline.length === 0) return undefined
  return beyondReach(level) ?? largestPart(level, measurement)
}

function isAboutSpeedup(metric: string): boolean {
  return /^(?:speedup|scaling_efficiency|loss(?:\..+)?)$/.test(metric)
}

/** Limits that no balancer and no network could change. */
function beyondReach(level: LoadLevel): Diagnosis | undefined {
  const ids = workerIds(level.loads)
  const symptom = symptomOf(level)
  if (ids.length === 1) return singleWorker(level, ids[0] ?? '', symptom)
  const ideal = idealSpeedup(level)
  if (ideal === undefined || !missesToo(level.condition, ideal)) return undefined
  return isFilled(level)
    ? aboveIdeal(level, ideal, symptom)
    : concurrencyTooLow(level, ideal, symptom)
}

/** `3 workers against 1 (w1) at concurrency 15: 2.10x of 3x: ...`. */
function symptomOf(level: LoadLevel): string {
  const many = workerIds(level.loads).length
  const few = workerIds(level.baseline)
  const sides = `${many} ${many === 1 ? 'worker' : 'workers'} against ${few.length} (${few.join(', ')})`
  const words = lossInWords(level)
  return `${sides}${level.where}${words ? `: ${words}` : ''}`
}

function singleWorker({ baseline }: LoadLevel, id: string, symptom: string): Diagnosis {
  const against = workerIds(baseline).join(', ')
  const isSame = against === id
  return {
    code: 'single_worker_compared',
    symptom,
    cause: `the candidate is one worker, ${id}, compared with ${isSame ? 'itself' : against}: 1x is all there is to expect of it`,
    remedy: [
      'put all workers into the cluster file, and name it: `CLUSTERGATE_CLUSTER=config/my_workers.json npx vitest run specs/perf`',
      'see that `for` of the test and `candidate` of `compare` select them all: `compare: { baseline: first, candidate: all }`',
    ],
  }
}

/** Whether even the ideal speedup would miss the condition. */
function missesToo({ metric, condition, dimension }: ConditionVerdict, ideal: number): boolean {
  if (metric !== 'speedup') return false
  const parsed = parseCondition(condition, dimension)
  return parsed.ok && shortfall(parsed.condition.condition, ideal) > 0
}

/** Requests waited for slots: more of them at once would only wait longer. */
function isFilled({ loads }: LoadLevel): boolean {
  const waitMs = meanTimeOf(loads, 'queue_wait') ?? 0
  const serviceMs = meanTimeOf(loads, 'service_time') ?? Number.POSITIVE_INFINITY
  return waitMs > serviceMs * noticeableWait
}

const noticeableWait = 0.05

function aboveIdeal(
  { loads, baseline, condition }: LoadLevel,
  ideal: number,
  symptom: string,
): Diagnosis {
  const [many, few] = [loads, baseline].map(maxBusy)
  return {
    code: 'speedup_above_ideal',
    symptom,
    cause: `${times(ideal)} is the ideal: ${many} slots were at work against ${few}; ${condition.condition} cannot be reached with these workers`,
    remedy: [
      `ask for what can be reached, 85% of the ideal: \`speedup: ">= ${times(ideal * 0.85)}"\``,
      'or add workers to the cluster file',
    ],
  }
}

function concurrencyTooLow(level: LoadLevel, ideal: number, symptom: string): Diagnosis {
  const { loads, condition, labels } = level
  const atOnce = Math.max(...loads.map(({ total }) => total.inFlightMax))
  const perWorker = Math.max(...loadWorkers(level.baseline).map(({ inFlightMax }) => inFlightMax))
  const workers = workerIds(loads).length
  const option = labels.concurrency === undefined ? 'the load' : '`concurrency`'
  return {
    code: 'concurrency_too_low',
    symptom,
    cause: `${atOnce} requests at once keep no more than ${atOnce} slots busy, on however many workers, and one worker works on ${perWorker} of them by itself: ${times(ideal)} is the ideal here, ${condition.condition} cannot be reached`,
    remedy: [
      `raise ${option} to all slots, workers × \`max_concurrent_requests\` (${workers} workers of ${perWorker}: ${workers * perWorker}), and ask there: \`at: { concurrency: ${workers * perWorker} }\``,
      `or compare each side at its own slots: \`compare: { baseline: first, baseline_concurrency: slots }\``,
    ],
  }
}

function maxBusy(loads: LoadLevel['loads']): number {
  return sum(loadWorkers(loads), ({ inFlightMax }) => inFlightMax)
}

function largestPart(level: LoadLevel, measurement: Measurement): Diagnosis | undefined {
  // The part that a condition names, else the largest.
  const asked = level.condition.metric.replace(/^loss\.?/, '')
  const parts = lossParts(level)
  const part = parts.find(({ name }) => name === asked) ?? parts[0]
  return part && partRules[part.name]({ level, measurement, symptom: symptomOf(level) })
}

const times = (value: number) => formatQuantity(Number(value.toPrecision(3)), 'multiplier')
