import type { RequestSummary } from '../../balancer/events.ts'
import type { Answer } from '../../load/answer.ts'
import type { BalancerWatch } from '../../load/balancer-watch.ts'
import { overclaimsOf } from '../../load/overclaims.ts'
import { streamDoubt, tokenDoubt } from '../../record/load-doubts.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import type { Evidence } from '../../record/measurement.ts'
import type { Overclaim } from '../../record/overclaim.ts'
import { scrapeNotes } from '../../record/scrape-notes.ts'
import { redirectIn } from '../../servers/redirect.ts'
import { fairness } from '../../stats/fairness.ts'
import { quantile, summarize } from '../../stats/intervals/summary.ts'
import type { MetricValue } from '../../units/dimension.ts'
import type { MeasurementBuilder } from '../kit/measurement-builder.ts'
import type { BalancerSession, LoadResult } from './balancer-session.ts'

export type Metrics = Readonly<Record<string, MetricValue | undefined>>

/** What came back, and how fast, seen by whoever sent it. */
export function servedMetrics({ answers, durationMs }: LoadResult, watch: BalancerWatch): Metrics {
  const valid = answers.filter(({ isValid }) => isValid).length
  return {
    success_rate: answers.length === 0 ? undefined : (valid / answers.length) * 100,
    requests: answers.length,
    failed: answers.length - valid,
    retries: watch.retries,
    throughput: answers.length === 0 ? undefined : (answers.length / durationMs) * 1_000,
    ...timesOf(
      'latency',
      served(watch).map(({ totalMs }) => totalMs),
    ),
  }
}

/** How long requests waited, and whether any worker was given too many. */
export function waitMetrics({ requests, slotsExceeded, mostInFlight }: BalancerWatch): Metrics {
  const waitsMs = requests.map(({ queueWaitMs }) => queueWaitMs)
  const summary = summarize(waitsMs)
  return {
    'queue_wait.avg': summary?.avg,
    'queue_wait.p95': quantile(waitsMs, 0.95) ?? undefined,
    'queue_wait.max': summary?.max,
    fairness: fairness(waitsMs),
    slots_exceeded: requests.length === 0 ? undefined : slotsExceeded,
    'in_flight.max': mostInFlight.size === 0 ? undefined : Math.max(...mostInFlight.values()),
  }
}

/** Requests that were served, in order of their ends. */
export function served({ requests }: BalancerWatch): RequestSummary[] {
  return requests.filter(({ outcome }) => outcome === 'ok')
}

function timesOf(name: string, timesMs: readonly number[]): Metrics {
  const summary = summarize(timesMs)
  const at = (share: number) => quantile(timesMs, share) ?? undefined
  return {
    [`${name}.avg`]: summary?.avg,
    [`${name}.p50`]: at(0.5),
    [`${name}.p95`]: at(0.95),
    [`${name}.p99`]: at(0.99),
    [`${name}.max`]: summary?.max,
  }
}

/** What loads were, where that is not what everybody expects of one. */
export function loadNotes(loads: readonly LoadRecord[]): string[] {
  const prefixes = [...new Set(loads.flatMap(({ workload }) => workload.prefix ?? []))]
  const special = prefixes.filter((prefix) => prefix !== 'cold')
  const doubts = [tokenDoubt(loads), streamDoubt(loads)].flatMap((doubt) => doubt ?? [])
  const isRepeated = loads.some(({ workload }) => workload.hasRepeatedPrompts)
  return [
    ...(isRepeated ? [repeatedPrompts] : []),
    ...special.map((prefix) => `prefixes of prompts: ${prefix}`),
    ...doubts,
    ...scrapeNotes(loads),
    ...serverWords(loads.flatMap(({ total }) => Object.entries(total.words ?? {}))),
    ...madeGoodWords(loads),
  ]
}

/** What servers said themselves of failures: the first message of each kind. */
function serverWords(said: readonly (readonly [fault: string, words: string])[]): string[] {
  const first = new Map(said.toReversed())
  return [...first].map(([fault, words]) => quoted(fault, words))
}

function quoted(fault: string, words: string): string {
  const isRedirect = redirectIn(words) !== undefined
  return isRedirect ? `${fault}: it ${words}` : `${fault}: the server says "${words}"`
}

/** The same of responses that no request ended with, since it waited or was sent again. */
function madeGoodWords(loads: readonly LoadRecord[]): string[] {
  const told = new Set(loads.flatMap(({ total }) => Object.keys(total.faults)))
  const overclaims = loads.flatMap((load) => load.overclaims ?? [])
  return loads.flatMap(({ said = {} }) => workerWords(said, told, overclaims))
}

/** Without what is told of requests that failed, or of slots that were refused. */
function workerWords(
  said: NonNullable<LoadRecord['said']>,
  told: ReadonlySet<string>,
  overclaims: readonly Overclaim[],
): string[] {
  const isTold = (worker: string, fault: string) =>
    told.has(fault) ||
    overclaims.some((each) => each.worker === worker && fault === `HTTP ${each.status}`)
  return Object.entries(said).flatMap(([worker, words]) =>
    Object.entries(words).flatMap(([fault, text]) =>
      isTold(worker, fault) ? [] : `${worker} answered ${quoted(fault, text)}`,
    ),
  )
}

/** What went wrong with answers that were kept, as evidence and notes, whichever way they ended. */
export function tellFaults(
  answers: readonly Ended[],
  { balancer, watch }: Pick<BalancerSession, 'balancer' | 'watch'>,
  builder: MeasurementBuilder,
): MeasurementBuilder {
  const told = new Set(answers.flatMap(({ fault }) => fault ?? []))
  const overclaims = overclaimsOf(balancer)
  return builder
    .evidence(faultEvidence(answers))
    .note(...answerWords(answers), ...workerWords(watch.said.toRecord() ?? {}, told, overclaims))
    .overclaims(overclaims)
}

/** What servers said of answers that were kept. */
export function answerWords(answers: readonly Ended[]): string[] {
  return serverWords(
    answers.flatMap(({ fault, words }) =>
      fault !== undefined && words !== undefined ? [[fault, words] as const] : [],
    ),
  )
}

const repeatedPrompts =
  'some prompts were sent more than once, since nothing can stand in front of them: caches of the servers may have helped'

/** As much of an answer as tells how it ended. */
type Ended = Pick<Answer, 'isValid' | 'fault' | 'words'>

/** What went wrong, by kind, as evidence: a thousand failures of one kind are one line. */
export function faultEvidence(answers: readonly Ended[]): Evidence[] {
  const faults = new Faults()
  for (const { isValid, fault = 'unknown', words } of answers) {
    if (!isValid) faults.add(fault, 1, words)
  }
  return faults.evidence(`${answers.length} requests through the balancer`)
}

/** The same of loads of which only the counts were kept. */
export function recordFaults(records: readonly LoadRecord[]): Evidence[] {
  const faults = new Faults()
  for (const { total } of records) {
    for (const [fault, count] of Object.entries(total.faults)) {
      faults.add(fault, count, total.words?.[fault])
    }
  }
  const requests = records.reduce((sum, { total }) => sum + total.ended, 0)
  const direct = records.find((record) => record.direct !== undefined)?.direct
  const path = direct === undefined ? 'through the balancer' : `straight to ${direct}`
  return faults.evidence(`${requests} requests ${path}`)
}

/** How many requests ended in which wrong way, and the first that a server said of it. */
class Faults {
  readonly #counts = new Map<string, { count: number; said: string | undefined }>()

  add(fault: string, count: number, words: string | undefined): void {
    const known = this.#counts.get(fault)
    if (known) {
      known.count += count
      known.said ??= words
    } else this.#counts.set(fault, { count, said: words })
  }

  evidence(attempt: string): Evidence[] {
    return [...this.#counts].map(([fault, { count, said }]) => ({
      attempt,
      outcome: outcomeOf(fault),
      detail: `${count} ended with ${fault}`,
      ...(said !== undefined && { said }),
      afterMs: 0,
    }))
  }
}

function outcomeOf(fault: string): Evidence['outcome'] {
  if (fault.startsWith('HTTP ')) return 'http'
  if (fault === 'ECONNREFUSED') return 'refused'
  if (fault.includes('TIMEOUT')) return 'timed_out'
  if (fault === 'UND_ERR_SOCKET' || fault === 'ECONNRESET') return 'reset'
  return 'protocol'
}
