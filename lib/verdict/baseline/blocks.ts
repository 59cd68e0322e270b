import type { LevelLoads } from '../../record/load-levels.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import { recordMetrics } from '../../record/record-metrics.ts'

/**
 * The value of a metric in each repetition of a level: repetitions are the blocks, because requests within
 * one depend on each other. Undefined if one of them did not measure it.
 */
export function blocksOf(loads: LevelLoads, metric: string): readonly number[] | undefined {
  const values =
    metric === 'speedup' ? speedups(loads) : loads.candidate.map((load) => numberOf(load, metric))
  return values.every((value): value is number => Number.isFinite(value)) ? values : undefined
}

/** Of the pairs that alternated; a repetition without its other side is in no pair. */
function speedups({ candidate, baseline }: LevelLoads): readonly (number | undefined)[] {
  const others = new Map(baseline.map((load) => [load.labels.repetition, load]))
  const ratios = candidate.flatMap((load) => {
    const other = others.get(load.labels.repetition)
    if (!other) return []
    return [(numberOf(load, 'throughput') ?? 0) / (numberOf(other, 'throughput') ?? 0)]
  })
  return ratios.length > 0 ? ratios : [undefined]
}

function numberOf(load: LoadRecord, metric: string): number | undefined {
  const value = recordMetrics(load)[metric]
  return typeof value === 'number' ? value : undefined
}
