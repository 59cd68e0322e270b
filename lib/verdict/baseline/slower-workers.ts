import type { LoadRecord } from '../../record/load-record.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** A smaller slowdown of a worker is not reported. */
const noticeable = 1.1

/**
 * Workers that take longer for a request than at the time of the baseline, in words:
 * `sim-3 takes 2.06x as long for a request as then`; empty if there are none. The time of a request
 * distinguishes a slow worker from one that only had fewer requests.
 */
export function slowerWorkers(
  before: readonly LoadRecord[],
  now: readonly LoadRecord[],
): string | undefined {
  const ratios = workerIds(now).flatMap((id) => {
    const [was, is] = [meanServiceMs(before, id), meanServiceMs(now, id)]
    return was && is ? [{ id, ratio: is / was }] : []
  })
  const slower = ratios.filter(({ ratio }) => ratio >= noticeable)
  if (slower.length === 0) return undefined
  const isAll = slower.length === ratios.length && ratios.length > 1
  const reported = slower
    .toSorted((a, b) => b.ratio - a.ratio)
    .map(({ id, ratio }) => report(id, ratio))
  return isAll
    ? `all workers take longer for a request: ${reported.join(', ')}`
    : reported.join(', ')
}

function report(id: string, ratio: number): string {
  const times = formatQuantity(Number(ratio.toPrecision(3)), 'multiplier')
  return `${id} takes ${times} as long for a request as then`
}

function workerIds(loads: readonly LoadRecord[]): readonly string[] {
  return [...new Set(loads.flatMap(({ workers }) => Object.keys(workers)))]
}

function meanServiceMs(loads: readonly LoadRecord[], id: string): number | undefined {
  const times = loads.flatMap(({ workers }) => workers[id]?.times.service_time ?? [])
  const count = times.reduce((sum, time) => sum + time.count, 0)
  if (count === 0) return undefined
  return times.reduce((sum, time) => sum + time.avgMs * time.count, 0) / count
}
