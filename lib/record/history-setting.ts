import type { LoadRecord } from './load-record.ts'
import type { Measurement } from './measurement.ts'
import type { WorkerRecord } from './run/run-record.ts'

/**
 * What a result depends on beside the code and the machine: runs of another setting are a separate series.
 */
export interface HistorySetting {
  readonly workers: readonly MeasuredWorker[]
  /** Absent if no load was sent. */
  readonly workload?: { readonly name: string; readonly hash: string }
  readonly load?: LoadShape
}

export interface MeasuredWorker {
  readonly id: string
  readonly type: string
  readonly model?: string
  readonly slots?: number
}

/** How the requests were sent; levels are distinguished by their labels. */
export interface LoadShape {
  readonly driver: string
  /** Number of requests in each repetition; absent if time or the result decided. */
  readonly requests?: number
  /** The workers of each side of a comparison, or of the only side. */
  readonly sides: Readonly<Record<string, readonly string[]>>
}

/** The setting of a measurement, as far as it is recorded. */
export function historySetting(
  { setting, loads = [] }: Measurement,
  cluster: readonly WorkerRecord[] | undefined,
): HistorySetting {
  const shaping = shapingLoads(loads)
  const [first] = shaping
  return {
    workers: setting?.workers.map(measuredWorker) ?? cluster?.map(measuredWorker) ?? [],
    ...(first && { workload: first.workload, load: shapeOf(first, shaping) }),
  }
}

/** The repetitions of a benchmark; the size of its further loads follows from their results. */
function shapingLoads(loads: readonly LoadRecord[]): readonly LoadRecord[] {
  const sided = loads.filter(({ labels }) => labels.side !== undefined)
  return sided.length > 0 ? sided : loads
}

function measuredWorker({ id, type, model, slots }: MeasuredWorker): MeasuredWorker {
  return {
    id,
    type,
    ...(model !== undefined && { model }),
    ...(slots !== undefined && { slots }),
  }
}

function shapeOf(first: LoadRecord, loads: readonly LoadRecord[]): LoadShape {
  const counts = new Set(loads.map(({ planned }) => planned))
  const requests = counts.size === 1 ? first.planned : undefined
  return {
    driver: first.driver,
    ...(requests !== undefined && { requests }),
    sides: sidesOf(loads),
  }
}

/** Levels with another number of workers have it as their label. */
function sidesOf(loads: readonly LoadRecord[]): LoadShape['sides'] {
  const sides = new Map<string, Set<string>>()
  for (const { labels, workers } of loads) {
    const side = String(labels.side ?? 'all')
    if (labels.workers !== undefined && side === 'candidate') continue
    const ids = sides.get(side) ?? new Set()
    for (const id of Object.keys(workers)) ids.add(id)
    sides.set(side, ids)
  }
  const inOrder = [...sides].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(inOrder.map(([side, ids]) => [side, [...ids].sort()]))
}
