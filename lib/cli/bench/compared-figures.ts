import type { LoadRecord } from '../../record/load-record.ts'
import { type LossName, lossNames } from '../../record/loss-names.ts'
import type { Measurement } from '../../record/measurement.ts'
import type { Interval } from '../../units/interval.ts'
import { type Labels, labelled } from '../../units/labels.ts'
import { type LevelFigures, levelFigures } from './level-figures.ts'

/** The figures of a level, compared with the first worker alone if that was measured with it. */
export interface ComparedFigures extends LevelFigures {
  /** Throughput over that of the baseline. */
  readonly speedup?: number
  /** Interval of the true speedup; with three repetitions or more. */
  readonly speedup_interval?: Interval
  /** The speedup over how many times as many slots could be in use, in percent. */
  readonly efficiency?: number
  /** The loss against the ideal speedup, and each cause's part of it; in percent of the ideal. */
  readonly loss?: { readonly [cause in 'total' | LossName]?: number }
  readonly baseline?: LevelFigures
}

/** The loads of one level by side, in the order of the repetitions. */
export interface LevelLoads {
  readonly concurrency: number
  /** Undefined if numbers of workers are not varied. */
  readonly workers: number | undefined
  readonly candidate: readonly LoadRecord[]
  readonly baseline: readonly LoadRecord[]
}

/** The levels of which at least one side was measured, in order. */
export function levelsOf({ loads = [] }: Measurement): LevelLoads[] {
  const levels = new Map<string, LoadRecord[]>()
  for (const load of loads) {
    const { concurrency, workers, ...others } = load.labels
    // Open loops and searches are not levels.
    if (concurrency === undefined || 'load' in others || 'search' in others) continue
    const key = `${concurrency} ${workers}`
    levels.set(key, [...(levels.get(key) ?? []), load])
  }
  return [...levels.values()].map(levelLoads)
}

function levelLoads(loads: readonly LoadRecord[]): LevelLoads {
  const { concurrency, workers } = loads[0]?.labels ?? {}
  const of = (side: string) => loads.filter(({ labels }) => labels.side === side)
  return {
    concurrency: Number(concurrency),
    workers: workers === undefined ? undefined : Number(workers),
    candidate: of('candidate'),
    baseline: of('baseline'),
  }
}

/** @param workers how many the candidate has; the baseline is the first one alone */
export function comparedFigures(
  measurement: Measurement,
  { candidate, baseline, concurrency, ...level }: LevelLoads,
  workers: number,
): ComparedFigures {
  // A run that was cut off in its first repetition may have the baseline only.
  if (candidate.length === 0) return levelFigures(baseline, concurrency, 1)
  const figures = levelFigures(candidate, concurrency, workers)
  if (baseline.length === 0) return figures
  const labels = { concurrency, ...(level.workers !== undefined && { workers: level.workers }) }
  const metric = (name: string) => numberAt(measurement, name, labels)
  const interval = measurement.intervals?.[labelled('speedup', labels)]
  return {
    ...figures,
    ...given('speedup', metric('speedup')),
    ...(interval && { speedup_interval: interval }),
    ...given('efficiency', metric('scaling_efficiency')),
    ...lossOf(metric),
    baseline: levelFigures(baseline, concurrency, 1),
  }
}

function lossOf(metric: (name: string) => number | undefined): Pick<ComparedFigures, 'loss'> {
  const total = metric('loss')
  if (total === undefined) return {}
  const parts = Object.keys(lossNames).map((cause) => given(cause, metric(`loss.${cause}`)))
  return { loss: Object.assign({ total }, ...parts) }
}

function numberAt({ metrics }: Measurement, name: string, labels: Labels): number | undefined {
  const value = metrics[labelled(name, labels)]
  return typeof value === 'number' ? value : undefined
}

function given(name: string, value: number | undefined): Record<string, number> {
  return value === undefined ? {} : { [name]: value }
}
