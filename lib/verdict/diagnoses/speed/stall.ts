import type { LoadRecord, TimelinePart } from '../../../record/load-record.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import type { LoadLevel } from '../evidence/load-level.ts'

interface Stall {
  readonly fromMs: number
  readonly toMs: number
  /** Successful responses per second in the rest of the load. */
  readonly missedResponses: number
}

/** The whole cluster stalled for a while in the middle of a load. */
export function stallOf({ loads, where }: LoadLevel): Diagnosis | undefined {
  const longest = loads
    .flatMap((load) => stallIn(load) ?? [])
    .toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0]
  if (!longest) return undefined
  const [length, from] = [longest.toMs - longest.fromMs, longest.fromMs].map(ms)
  const reported = `no request ended for ${length}, from ${from} after the start of the load on`
  return {
    code: 'load_stalled',
    symptom: `${reported}${where}`,
    cause: `${reported}, where about ${Math.round(longest.missedResponses)} would have: all workers stalled at once, or the network to them, or this machine`,
    remedy: [
      'see what happens then: the logs of the workers (a model unloaded and loaded again, memory swapped), a backup or a scan, Wi-Fi that changes its access point',
      'see whether this machine stalled: close other programs, keep it from sleeping',
    ],
  }
}

/** A gap counts from this multiple of the mean latency, which chance does not reach. */
const manyLatencies = 3
const minResponses = 10

function stallIn({ timeline, total, durationMs }: LoadRecord): Stall | undefined {
  const latencyMs = total.times.latency?.p50Ms
  const partMs = (timeline[1]?.atMs ?? 0) - (timeline[0]?.atMs ?? 0)
  if (latencyMs === undefined || partMs <= 0) return undefined
  const gap = longestGap(timeline)
  const lengthMs = gap.parts * partMs
  const perMs = total.ended / Math.max(1, durationMs - lengthMs)
  const missedResponses = perMs * lengthMs
  if (lengthMs < manyLatencies * latencyMs || missedResponses < minResponses) return undefined
  const fromMs = gap.from * partMs
  return { fromMs, toMs: fromMs + lengthMs, missedResponses }
}

/** Intervals without a completed request, between two with one. */
function longestGap(timeline: readonly TimelinePart[]): { from: number; parts: number } {
  let longest = { from: 0, parts: 0 }
  let last: number | undefined
  for (const [index, { ended }] of timeline.entries()) {
    if (ended === 0) continue
    const parts = last === undefined ? 0 : index - last - 1
    if (parts > longest.parts) longest = { from: index - parts, parts }
    last = index
  }
  return longest
}

const ms = (value: number) => formatQuantity(value, 'duration')
