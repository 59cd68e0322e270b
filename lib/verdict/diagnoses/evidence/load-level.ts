import type { LoadRecord } from '../../../record/load-record.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict } from '../../../record/verdict.ts'
import { hasLabels, type Labels, labelled, labelsInWords } from '../../../units/labels.ts'
import { numberOf } from './load-evidence.ts'

/** The subject of a missed condition: one level of a benchmark, or the whole of another load. */
export interface LoadLevel {
  readonly condition: ConditionVerdict
  readonly labels: Labels
  /** ` at concurrency 15`, or empty. */
  readonly where: string
  /** Its loads; at least one. */
  readonly loads: readonly LoadRecord[]
  /** Loads of the baseline; empty without a comparison. */
  readonly baseline: readonly LoadRecord[]
  /** A metric of this level that is a number. */
  readonly metric: (name: string) => number | undefined
}

/** The first missed condition on such a metric whose loads are known. */
export function missedLevel(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
  isWanted: (metric: string) => boolean,
): LoadLevel | undefined {
  for (const condition of missed) {
    const level = isWanted(condition.metric) ? levelOf(measurement, condition) : undefined
    if (level) return level
  }
  return undefined
}

function levelOf(measurement: Measurement, condition: ConditionVerdict): LoadLevel | undefined {
  const labels = condition.level ?? condition.at ?? {}
  const ofLevel = (measurement.loads ?? []).filter((load) => isOf(load.labels, labels))
  const baseline = ofLevel.filter(isBaseline)
  const others = ofLevel.filter((load) => !isBaseline(load))
  const loads = condition.metric.startsWith('baseline.') ? baseline : others
  if (loads.length === 0) return undefined
  const words = labelsInWords(labels)
  return {
    condition,
    labels,
    loads,
    baseline,
    where: words === '' ? '' : ` at ${words}`,
    metric: (name) => numberOf(measurement, labelled(name, labels)),
  }
}

const isBaseline = ({ labels }: LoadRecord) => labels.side === 'baseline'

/** Loads with another purpose, such as open loops and searches, belong to conditions about them. */
function isOf(load: Labels, asked: Labels): boolean {
  const isForIt = ['load', 'search'].every((name) => load[name] === asked[name])
  return isForIt && hasLabels(load, asked)
}

/** Whether requests started when they were due, whatever the responses did. */
export function isOpenLoop({ driver }: LoadRecord): boolean {
  return ['open', 'stages', 'replay'].includes(driver)
}

/** Metrics of the speed of a load, which any problem makes worse. */
function isAboutSpeed(metric: string): boolean {
  return /^(?:(?:baseline|open_loop)\.)?(?:throughput|tokens_per_second|tasks_per_minute|makespan|latency|ttft|service_time|queue_wait|goodput|capacity|speedup|scaling_efficiency|loss|achieved|dropped|optimality_gap)(?:[._]|$)/.test(
    metric,
  )
}

export function isAboutShares(metric: string): boolean {
  return /^(?:share\.|imbalance$)/.test(metric)
}

/** Metrics of a whole load, which a failing worker or network can explain. */
export function isAboutOutcome(metric: string): boolean {
  return (
    isAboutSpeed(metric) ||
    isAboutShares(metric) ||
    /^(?:(?:baseline|open_loop)\.)?(?:success_rate|failed|retries|errors)(?:\.|$)/.test(metric)
  )
}
