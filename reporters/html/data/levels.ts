import type { Measurement } from '../../../lib/record/measurement.ts'
import type { Interval } from '../../../lib/units/interval.ts'
import { type Labels, labelled, labelsInWords, readLabelled } from '../../../lib/units/labels.ts'

/** One level of a benchmark with its measurements. */
export interface MeasuredLevel {
  readonly labels: Labels
  /** `concurrency 15` */
  readonly name: string
  /** Undefined if it was not measured. */
  metric(name: string): number | undefined
  interval(name: string): Interval | undefined
}

/** The levels in their order: those with a throughput; open loops belong to none. */
export function levelsOf({ metrics, intervals = {} }: Measurement): readonly MeasuredLevel[] {
  const all = Object.keys(metrics).flatMap((key) => {
    const { metric, labels } = readLabelled(key)
    return metric === 'throughput' && Object.keys(labels).length > 0 ? [labels] : []
  })
  return all.map((labels) => ({
    labels,
    name: labelsInWords(labels),
    metric: (name) => {
      const value = own(metrics, labelled(name, labels))
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    },
    interval: (name) => own(intervals, labelled(name, labels)),
  }))
}

/** Shares by worker, of metrics such as `share.mac-studio-1`, with these labels. */
export function workerShares(
  { metrics }: Measurement,
  wanted: Labels,
  workerIds: ReadonlySet<string>,
): { readonly id: string; readonly percent: number }[] {
  const suffix = labelled('', wanted)
  return Object.entries(metrics).flatMap(([key, value]) => {
    const { metric, labels } = readLabelled(key)
    const id = metric.replace(/^share\./, '')
    const isShare = metric !== id && workerIds.has(id) && labelled('', labels) === suffix
    return isShare && typeof value === 'number' ? [{ id, percent: value }] : []
  })
}

function own<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined
}
