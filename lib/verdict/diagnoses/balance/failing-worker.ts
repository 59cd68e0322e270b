import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { isAboutOutcome, type LoadLevel, missedLevel } from '../evidence/load-level.ts'
import { type LoadWorker, loadWorkers, sum } from '../evidence/load-workers.ts'
import { lossEnding } from '../evidence/loss-in-words.ts'
import { workersIdle } from './uneven-shares.ts'

/** A worker fails its requests, so that they are resent and the others serve its share. */
export function failingWorker(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(measurement, missed, isAboutOutcome)
  if (!level) return undefined
  const figures = figuresOf(level)
  const workers = expectedOf(loadWorkers(level.loads))
  const failing = workers.filter((worker) => hasFailed(worker, workers, figures))
  if (failing.length > 0) return workerFails(level, figures, failing)
  if (isCascade(level, figures)) return retriesCascade(level, figures)
  const idle = workers.filter(({ ok }) => ok === 0)
  return idle.length > 0 && isFilled(level, workers.length)
    ? workersIdle(idle.map(({ id }) => id))
    : undefined
}

/** The failures at the level. */
interface Figures {
  readonly started: number
  readonly retries: number
  readonly failed: number
  /** Number by fault. */
  readonly faults: ReadonlyMap<string, number>
}

function figuresOf({ loads }: LoadLevel): Figures {
  const faults = new Map<string, number>()
  for (const [fault, count] of loads.flatMap(({ total }) => Object.entries(total.faults))) {
    faults.set(fault, (faults.get(fault) ?? 0) + count)
  }
  return {
    started: sum(loads, ({ started }) => started),
    retries: sum(loads, ({ retries }) => retries),
    failed: sum(loads, ({ total }) => total.ended - total.ok),
    faults,
  }
}

type Expected = LoadWorker & { readonly expected: number }

/** With the expected successful responses of each worker, by its slots and its speed. */
function expectedOf(workers: readonly LoadWorker[]): Expected[] {
  // For a worker without a response, the minimum: it may be slow.
  const slowestMs = Math.max(...workers.flatMap(({ serviceMs }) => serviceMs ?? []))
  const slots = Math.max(...workers.map(({ inFlightMax }) => inFlightMax))
  const rate = ({ inFlightMax, serviceMs }: LoadWorker) =>
    (inFlightMax === 0 ? slots : inFlightMax) / (serviceMs ?? slowestMs)
  const all = sum(workers, rate)
  const ok = sum(workers, (worker) => worker.ok)
  return workers.map((worker) => ({ ...worker, expected: (ok * rate(worker)) / all }))
}

/** Fraction of the expected successful responses. */
const fewOfExpected = 0.6
/** Fraction of the requests; fewer failures do not explain missing responses. */
const someFailures = 0.01
/** This fraction of the faults on one of several workers points to it. */
const maxFaults = 0.6

/**
 * Whether the failures of a level are this worker's. The worker of a retry's first attempt is unknown: but
 * a failing worker is ejected, and lacks the responses that others gave instead.
 */
function hasFailed(
  { ok, expected, faults }: Expected,
  workers: readonly Expected[],
  { started, retries, failed }: Figures,
): boolean {
  if (workers.length < 2 || retries + failed === 0) return false
  const isCause = ok === 0 || retries + failed >= started * someFailures
  const all = sum(workers, (worker) => worker.faults)
  return (isCause && ok < expected * fewOfExpected) || (faults >= 2 && faults >= all * maxFaults)
}

/** Fraction of retries that is not an accident. */
const manyRetries = 0.03

function isCascade({ condition }: LoadLevel, { retries, started }: Figures): boolean {
  if (retries === 0) return false
  return condition.metric === 'retries' || retries >= started * manyRetries
}

/** Enough in flight that each worker should have got a request. */
function isFilled({ loads }: LoadLevel, workers: number): boolean {
  return loads.every(({ total }) => total.inFlightMax >= 2 * workers && total.ok >= 5 * workers)
}

function workerFails(level: LoadLevel, figures: Figures, failing: readonly Expected[]): Diagnosis {
  const ids = failing.map(({ id }) => id).join(', ')
  const reported = failing
    .map(({ id, ok, expected }) => `${id} served ${ok} of about ${Math.round(expected)} requests`)
    .join(', ')
  return {
    code: 'worker_failing',
    symptom: `${reported} that are its part${level.where}`,
    cause: `${reported} that are its part: it fails, is ejected for a while, and the others carry its part${effects(level, figures)}`,
    remedy: [
      `see whether ${ids} is up: \`npx vitest run specs/network\`, then the log of its server`,
      sooner,
      `or leave ${ids} out until it is well: \`for\` of the test, or the cluster file`,
    ],
  }
}

function retriesCascade(level: LoadLevel, figures: Figures): Diagnosis {
  const { retries, started } = figures
  const part = formatQuantity((retries / started) * 100, 'percentage')
  const reported = `${retries} retries for ${started} requests (${part})`
  return {
    code: 'retries_cascade',
    symptom: `${reported}${level.where}`,
    cause: `${reported}, and no worker lacks its part: each such request first takes the time of its failed try${effects(level, { ...figures, retries: 0 })}`,
    remedy: [
      'fix failures before slowness: `npx vitest run specs/network`, then the logs of the workers',
      'workers that are full refuse or time out: see the check `slots`, lower `max_concurrent_requests`',
      sooner,
    ],
  }
}

const sooner =
  'have the balancer eject sooner: `circuit: { failures: 3 }`, `health: { interval: 1s, timeout: 1s }` under `balancer` in the cluster file'

/** `; 12 were sent again, 3 ended with BALANCER_TIMEOUT; the longest response took 3.01s, the median 27ms`. */
function effects(level: LoadLevel, { retries, faults }: Figures): string {
  const counts = [
    ...(retries > 0 ? [`${retries} were sent again`] : []),
    ...[...faults].map(([fault, count]) => `${count} ended with ${fault}`),
  ]
  const times = level.loads.flatMap(({ total }) => total.times.latency ?? [])
  const longestMs = Math.max(0, ...times.map(({ maxMs }) => maxMs))
  const usualMs = Math.max(0, ...times.map(({ p50Ms }) => p50Ms))
  return [
    counts.length > 0 ? `; ${counts.join(', ')}` : '',
    longestMs > 3 * usualMs
      ? `; the longest response took ${ms(longestMs)}, the median ${ms(usualMs)}`
      : '',
    lossEnding(level),
  ].join('')
}

const ms = (value: number) => formatQuantity(value, 'duration')
