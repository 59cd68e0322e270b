import type { LoadRecord } from '../../../record/load-record.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { meanTime } from '../evidence/load-workers.ts'

/** A worker that slows down during a run. */
export interface Slowing {
  readonly id: string
  readonly firstMs: number
  /** In the load in which it took longest; it may have cooled down after that. */
  readonly peakMs: number
  /** The number of that load, from 1, and the total. */
  readonly peak: number
  readonly loads: number
  /** From the first load to that one, in percent, and that of the worker with the smallest change. */
  readonly percent: number
  readonly minPercent: number
}

/** Increase relative to another worker: a slowdown of all workers has another cause. */
const minRisePercent = 20

/** Workers that slowed down after the first load of a level, while others did less; the worst first. */
export function slowingOf({ loads }: Pick<LoadLevel, 'loads'>): Slowing[] {
  const inOrder = loads.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
  const [first, ...later] = inOrder
  if (!first) return []
  const risings = later.flatMap((load, index) => {
    const changes = changesBetween(first, load)
    const minPercent = Math.min(...changes.map(({ percent }) => percent))
    return changes
      .filter(({ percent }) => percent - Math.max(0, minPercent) >= minRisePercent)
      .map((change) => ({ ...change, minPercent, peak: index + 2, loads: inOrder.length }))
  })
  const worstFirst = risings.toSorted((a, b) => b.percent - a.percent)
  return worstFirst.filter(
    ({ id }, index) => worstFirst.findIndex((each) => each.id === id) === index,
  )
}

function changesBetween(first: LoadRecord, later: LoadRecord) {
  return Object.keys(first.workers).flatMap((id) => {
    const [firstMs, peakMs] = [serviceMs(first, id), serviceMs(later, id)]
    if (firstMs === undefined || peakMs === undefined) return []
    return [{ id, firstMs, peakMs, percent: (peakMs / firstMs - 1) * 100 }]
  })
}

const minRequests = 5

function serviceMs({ workers }: LoadRecord, id: string): number | undefined {
  const series = workers[id]
  return series && series.ok >= minRequests ? meanTime([series], 'service_time') : undefined
}
