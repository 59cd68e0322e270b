import type { LoadRecord, SeriesRecord } from '../../../record/load-record.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { engineQueueOf } from '../evidence/engine-queue.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { firstTokenMs, meanTime, sum } from '../evidence/load-workers.ts'
import { ofEachServer } from '../network/server-remedies.ts'
import type { SlowWorker } from './slow-workers.ts'

/** The fraction of a worker's slowdown that a wait must explain. */
const mostOfExcess = 0.6

/**
 * Whether a slow worker only keeps requests waiting: its first tokens are late and the rest is not, or it
 * is nearly as fast as the others with fewer requests at once.
 */
export function waitsInside(
  { id, serviceMs, times }: SlowWorker,
  usualMs: number,
  { loads }: LoadLevel,
  measurement: Measurement,
): boolean {
  // The engine itself reports it.
  if (engineQueueOf(loads, id)) return true
  const own = seriesOf(loads, (other) => other === id)
  const first = firstTokenMs(own)
  const usualFirst = firstTokenMs(seriesOf(loads, (other) => other !== id))
  if (first !== undefined && usualFirst !== undefined) {
    return first - usualFirst >= (serviceMs - usualMs) * mostOfExcess
  }
  const most = Math.max(...own.map(({ inFlightMax }) => inFlightMax))
  const easier = (measurement.loads ?? []).filter(({ workers }) => {
    const series = workers[id]
    return series !== undefined && series.inFlightMax < most
  })
  const timesThere = timesOf(id, easier)
  return timesThere !== undefined && timesThere - 1 <= (times - 1) * (1 - mostOfExcess)
}

/** Its slowdown factor in these loads relative to the others; undefined if too little is known. */
function timesOf(id: string, loads: readonly LoadRecord[]): number | undefined {
  const own = seriesOf(loads, (other) => other === id)
  const ownMs = meanTime(own, 'service_time')
  const otherMs = meanTime(
    seriesOf(loads, (other) => other !== id),
    'service_time',
  )
  const isEnough = sum(own, ({ ok }) => ok) >= minRequests
  return isEnough && ownMs !== undefined && otherMs ? ownMs / otherMs : undefined
}

const minRequests = 10

function seriesOf(loads: readonly LoadRecord[], isWanted: (id: string) => boolean): SeriesRecord[] {
  return loads.flatMap(({ workers }) =>
    Object.entries(workers).flatMap(([id, series]) => (isWanted(id) ? [series] : [])),
  )
}

/** @param told the observation, with numbers */
export function waitsInWorkers(
  ids: readonly string[],
  symptom: string,
  reported: string,
  ending: string,
): Diagnosis {
  return {
    code: 'waits_in_worker',
    symptom,
    cause: `${reported}: the server works on fewer requests at once than \`max_concurrent_requests\` claims, and the rest waits in its own queue; or it reads prompts slowly, or is behind a slow proxy${ending}`,
    remedy: [
      ids.length === 1
        ? `see how many ${ids[0]} serves at once: the check \`slots: { worker: ${ids[0]} }\``
        : 'see how many each serves at once: the check `slots`',
      `then claim that (\`max_concurrent_requests\`), or give its server more: ${ofEachServer(({ moreSlots }) => moreSlots('MODEL'))}`,
    ],
  }
}
