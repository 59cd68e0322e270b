import type { LoadRecord } from '../record/load-record.ts'
import type { Measurement } from '../record/measurement.ts'

/** Fraction of a host's CPUs that others may use without a note: simulated workers on it do. */
const noticeable = 0.7

/**
 * A note that other processes kept the host of the load generator busy during the measurement; undefined if
 * they did not. If they disturbed the measurement, the load generator reports that itself.
 */
export function busyHost({ loads = [] }: Measurement): string | undefined {
  const busy = loads.filter(isBesideOthers)
  const most = Math.max(...busy.map(({ client }) => client.otherLoad ?? 0))
  if (busy.length === 0) return undefined
  const which = loads.length === 1 ? 'while it ran' : `in ${busy.length} of ${loads.length} loads`
  return `other processes took up to ${Math.round(most * 100)}% of the CPUs of the host that made the load, ${which}`
}

function isBesideOthers({ client: { otherLoad = 0, limitedBy } }: LoadRecord): boolean {
  return otherLoad > noticeable && limitedBy.length === 0
}
