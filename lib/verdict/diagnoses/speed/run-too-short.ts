import type { Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { sum } from '../evidence/load-workers.ts'

/** The end of a run should cost no more than this fraction of it. */
const wantedTail = 0.02

/** The fraction of busy slots that a load loses to its end, 0 to 1; undefined if unknown. */
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

/** Slots are idle at the end of a run; this is how many requests make that small. */
export function runTooShort(level: LoadLevel, symptom: string, ending = ''): Diagnosis | undefined {
  const tail = tailOf(level)
  const planned = Math.min(...level.loads.map(({ started }) => started))
  if (tail === undefined || tail <= wantedTail) return undefined
  const part = formatQuantity(Number((tail * 100).toPrecision(2)), 'percentage')
  const straggler = stragglerOf(level)
  if (straggler) return oneSlowRequest(straggler, symptom, part, ending)
  const enough = Number((planned * (tail / wantedTail)).toPrecision(2))
  return {
    code: 'run_too_short',
    symptom,
    cause: `when the last request has been sent, slots become idle, for about one service time: of a run of ${planned} requests that is ${part}${ending}`,
    remedy: [
      `raise \`requests\` to ${enough}: then it is about 2% of the run`,
      'or measure how fast the workers are without an end: `find: capacity`, or an open loop',
    ],
  }
}

interface Straggler {
  readonly longestMs: number
  readonly meanMs: number
}

/** One request that was late after all others: raising the number of requests would only hide it. */
function oneSlowRequest(
  { longestMs, meanMs }: Straggler,
  symptom: string,
  part: string,
  ending: string,
): Diagnosis {
  const [long, mean] = [longestMs, meanMs].map((ms) => formatQuantity(ms, 'duration'))
  return {
    code: 'one_slow_request',
    symptom,
    cause: `one request took ${long} in a worker, where the mean is ${mean}, and at the end of the run all others waited for it to be done: ${part} of the run${ending}`,
    remedy: [
      'see what the worker did then: its log, its other clients, a model that it had to load',
      'if it comes again, ask for it: a budget on `latency.max` or `latency.p99`',
    ],
  }
}

function stragglerOf({ loads }: LoadLevel): Straggler | undefined {
  const times = loads.flatMap(({ total }) => total.times.service_time ?? [])
  const longest = times.toSorted((a, b) => b.maxMs / b.avgMs - a.maxMs / a.avgMs)[0]
  if (!longest || longest.maxMs < 5 * longest.avgMs) return undefined
  return { longestMs: longest.maxMs, meanMs: longest.avgMs }
}
