import type { LoadRecord } from '../../../record/load-record.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { meanTime } from '../evidence/load-workers.ts'

/** A worker that takes longer later in a run than at its start. */
export interface Slowing {
  readonly id: string
  readonly firstMs: number
  /** In the load in which it took the longest; it may have cooled down after that. */
  readonly peakMs: number
  /** The number of that load, from 1, and of how many. */
  readonly peak: number
  readonly loads: number
  /** From the first load to that one, in percent, and that of the worker which changed the least. */
  readonly percent: number
  readonly minPercent: number
}

/** Risen by so much more than another worker: what meets all alike has another cause. */
const minRisePercent = 20

/** Workers that got slower after the first load of a level, and others less so; the worst first. */
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
