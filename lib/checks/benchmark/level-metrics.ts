import { mergeRecords } from '../../load/merge-records.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import { recordMetrics } from '../../record/record-metrics.ts'
import { compareBlocks } from '../../stats/compare/compare-blocks.ts'
import type { StoppingRule } from '../../stats/compare/stopping-rule.ts'
import type { MetricValue } from '../../units/dimension.ts'
import type { Interval } from '../../units/interval.ts'
import { type Labels, labelled } from '../../units/labels.ts'
import type { NetworkWatch } from '../kit/network-watch.ts'
import type { LevelLoads } from './measure-level.ts'
import { type Side, slotsOf } from './plan.ts'
import { explainLoss } from './speedup-loss.ts'

/** Metrics by their names, with their values over the repetitions. */
export interface LevelMetrics {
  readonly metrics: Readonly<Record<string, MetricValue | undefined>>
  readonly intervals: Readonly<Record<string, Interval | undefined>>
}

/**
 * The measurement of one level, all repetitions together; names have its labels.
 * @param rule how often one may look at the repetitions; undefined: they are too few for an interval
 */
export function levelMetrics(
  loads: LevelLoads,
  network: NetworkWatch,
  rule: StoppingRule | undefined,
): LevelMetrics {
  const { level, candidate, baseline } = loads
  if (candidate.length === 0) return { metrics: {}, intervals: {} }
  const merged = mergeRecords(candidate, { ...level.labels, side: 'candidate' })
  const compared =
    level.baseline && baseline.length > 0
      ? comparison(loads, level.baseline, merged, network, rule)
      : { metrics: {}, intervals: {} }
  return {
    metrics: withLabels(level.labels, {
      ...recordMetrics(merged),
      connections: merged.busySlots.most,
      ...compared.metrics,
    }),
    intervals: withLabels(level.labels, {
      ...blockIntervals(candidate, rule),
      ...compared.intervals,
    }),
  }
}

function comparison(
  { level, candidate, baseline }: LevelLoads,
  slow: Side,
  merged: LoadRecord,
  network: NetworkWatch,
  rule: StoppingRule | undefined,
): LevelMetrics {
  const mergedBaseline = mergeRecords(baseline, { ...level.labels, side: 'baseline' })
  const pairs = Math.min(candidate.length, baseline.length)
  const ratios = candidate.slice(0, pairs).map((record, index) => {
    const other = baseline[index]
    return other ? perSecond(record) / perSecond(other) : Number.NaN
  })
  const isKnown = ratios.every((ratio) => ratio > 0 && Number.isFinite(ratio))
  const effect = isKnown ? geometricMean(ratios) : undefined
  const usable = (side: Side) => Math.min(side.concurrency, slotsOf(side.workers))
  const ideal = usable(level.candidate) / usable(slow)
  const side = (record: LoadRecord, { workers }: Side, usableSlots: number) => ({
    record,
    usableSlots,
    connectMs: network.connectMs(workers),
  })
  // A load that hardly fills the slots once has too few responses to explain.
  const isLong = candidate.every(({ started }) => started >= 2 * usable(level.candidate))
  const loss = isLong
    ? explainLoss(
        side(merged, level.candidate, usable(level.candidate)),
        side(mergedBaseline, slow, usable(slow)),
      )
    : undefined
  const of = recordMetrics(mergedBaseline)
  const latency = merged.total.times.latency?.avgMs
  const latencyBefore = mergedBaseline.total.times.latency?.avgMs
  return {
    metrics: {
      speedup: effect,
      scaling_efficiency: effect === undefined ? undefined : (effect / ideal) * 100,
      latency_ratio: latency && latencyBefore ? latency / latencyBefore : undefined,
      ...Object.fromEntries(baselineNames.map((name) => [`baseline.${name}`, of[name]])),
      loss: loss?.loss,
      ...Object.fromEntries(lossParts.map((part) => [`loss.${part}`, loss?.[part]])),
    },
    intervals: { speedup: isKnown ? intervalOf(ratios, rule) : undefined },
  }
}

const baselineNames = [
  'throughput',
  'success_rate',
  'latency.avg',
  'latency.p50',
  'latency.p95',
  'latency.p99',
] as const

const lossParts = [
  'workers',
  'queueing',
  'network',
  'balancer',
  'tail',
  'client',
  'failures',
] as const

/** Metrics with an interval from their repetitions. */
const blockMetrics = [
  'throughput',
  ...['latency', 'ttft', 'itl', 'tpot'].flatMap((time) =>
    ['avg', 'p50', 'p90', 'p95', 'p99'].map((quantile) => `${time}.${quantile}`),
  ),
]

/** Each repetition is a block: requests within one depend on each other, repetitions hardly do. */
function blockIntervals(
  records: readonly LoadRecord[],
  rule: StoppingRule | undefined,
): LevelMetrics['intervals'] {
  const blocks = records.map(recordMetrics)
  const entries = blockMetrics.map((name) => {
    const values = blocks.map((metrics) => metrics[name])
    const isKnown = values.every((value): value is number => typeof value === 'number' && value > 0)
    return [name, isKnown ? intervalOf(values, rule) : undefined] as const
  })
  return Object.fromEntries(entries)
}

function intervalOf(
  values: readonly number[],
  rule: StoppingRule | undefined,
): Interval | undefined {
  return rule && values.length <= rule.maxBlocks ? compareBlocks(values, rule).interval : undefined
}

function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
}

/** Successful responses per second. */
export function perSecond({ total, durationMs }: LoadRecord): number {
  return durationMs > 0 ? (total.ok / durationMs) * 1_000 : 0
}

function withLabels<T>(labels: Labels, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [labelled(name, labels), value]),
  )
}
