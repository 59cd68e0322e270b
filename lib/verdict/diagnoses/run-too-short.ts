import type { Diagnosis } from '../../record/verdict.ts'
import { formatQuantity } from '../../units/quantity.ts'
import type { LoadLevel } from './load-level.ts'
import { sum } from './load-workers.ts'

/** The end of a run should cost no more than this part of it. */
const wantedTail = 0.02

/** How much of the busy slots a load loses to its end, 0 to 1; undefined where it is not known. */
export function tailOf({ loads }: LoadLevel): number | undefined {
  const known = loads.filter(({ busySlots }) => busySlots.untilLastStart > 0)
  const lengthMs = sum(known, ({ durationMs }) => durationMs)
  if (lengthMs === 0) return undefined
  const kept = sum(
    known,
    ({ busySlots, durationMs }) => (busySlots.mean / busySlots.untilLastStart) * durationMs,
  )
  return 1 - kept / lengthMs
}

/** At the end of a run slots stand empty; how many requests make that small. */
export function runTooShort(level: LoadLevel, symptom: string, ending = ''): Diagnosis | undefined {
  const tail = tailOf(level)
  const planned = Math.min(...level.loads.map(({ started }) => started))
  if (tail === undefined || tail <= wantedTail) return undefined
  const part = formatQuantity(Number((tail * 100).toPrecision(2)), 'percentage')
  const straggler = stragglerOf(level)
  const enough = Number((planned * (tail / wantedTail)).toPrecision(2))
  return {
    code: 'run_too_short',
    symptom,
    cause: `when the last request has been sent, slots begin to stand empty, ${straggler ?? 'for about one service time'}: of a run of ${planned} requests that is ${part}${ending}`,
    remedy: [
      `raise \`requests\` to ${enough}: then it is about 2% of the run`,
      'or measure how fast the workers are without an end: `find: capacity`, or an open loop',
    ],
  }
}

/** One request that all others were done before. */
function stragglerOf({ loads }: LoadLevel): string | undefined {
  const times = loads.flatMap(({ total }) => total.times.service_time ?? [])
  const longest = times.toSorted((a, b) => b.maxMs / b.avgMs - a.maxMs / a.avgMs)[0]
  if (!longest || longest.maxMs < 5 * longest.avgMs) return undefined
  const [long, mean] = [longest.maxMs, longest.avgMs].map((ms) => formatQuantity(ms, 'duration'))
  return `and wait for the longest (${long}, the mean is ${mean})`
}
