import type { LoadRecord, TimelinePart } from '../../../lib/record/load-record.ts'
import { labelsInWords } from '../../../lib/units/labels.ts'
import type { NamedLoad } from './loads.ts'

/** One load on the time axis of its test; times since the first load began, in milliseconds. */
export interface TimelineSegment {
  /** The level: `concurrency 15`. */
  readonly name: string
  readonly isBaseline: boolean
  readonly fromMs: number
  readonly toMs: number
  readonly parts: readonly SegmentPart[]
  /** Mean number of requests in flight, waiting ones included. */
  readonly meanInFlight: number
  /** Requests with a worker; undefined without a balancer. */
  readonly atWorkers: number | undefined
}

export interface SegmentPart {
  readonly middleMs: number
  readonly okPerSecond: number
  /** Undefined if nothing succeeded. */
  readonly latencyAvgMs: number | undefined
  readonly latencyP95Ms: number | undefined
  /** Mean number with a worker, and of those that waited for one; undefined without a balancer. */
  readonly inFlight: number | undefined
  readonly queued: number | undefined
}

/** More than a chart can show. */
const maxParts = 600

/** Empty if the start of the loads is unknown. */
export function timelineSegments(loads: readonly NamedLoad[]): readonly TimelineSegment[] {
  const starts = loads.map(({ load }) => Date.parse(load.startedAt))
  if (starts.some(Number.isNaN)) return []
  const firstMs = Math.min(...starts)
  const count = loads.reduce((sum, { load }) => sum + load.timeline.length, 0)
  const together = Math.max(1, Math.ceil(count / maxParts))
  return loads.map(({ subject, load }, index) => {
    const fromMs = (starts[index] ?? firstMs) - firstMs
    const { side, repetition: _, ...level } = load.labels
    return {
      name: [subject, labelsInWords(level)].filter(Boolean).join(', ') || load.workload.name,
      isBaseline: side === 'baseline',
      fromMs,
      toMs: fromMs + load.durationMs,
      parts: chunks(load, together).map((chunk) => segmentPart(chunk, fromMs)),
      meanInFlight: load.client.inFlightMean,
      atWorkers: load.busySlots.most > 0 ? load.busySlots.mean : undefined,
    }
  })
}

interface Chunk {
  readonly fromMs: number
  readonly toMs: number
  readonly parts: readonly TimelinePart[]
}

/** A short last interval would show a wrong rate: it is merged with the one before. */
function chunks({ timeline, durationMs }: LoadRecord, together: number): readonly Chunk[] {
  const partMs = (timeline[1]?.atMs ?? durationMs) - (timeline[0]?.atMs ?? 0)
  const all: Chunk[] = []
  for (let index = 0; index < timeline.length; index += together) {
    const parts = timeline.slice(index, index + together)
    const fromMs = parts[0]?.atMs ?? 0
    const toMs = Math.min(durationMs, fromMs + partMs * parts.length)
    const last = all.at(-1)
    const isStub = toMs - fromMs < (partMs * together) / 2
    if (last && isStub) {
      all[all.length - 1] = { ...last, toMs, parts: [...last.parts, ...parts] }
    } else if (toMs > fromMs) {
      all.push({ fromMs, toMs, parts })
    }
  }
  return all
}

function segmentPart({ fromMs, toMs, parts }: Chunk, offsetMs: number): SegmentPart {
  const ok = parts.reduce((sum, part) => sum + part.ok, 0)
  const timed = parts.filter(({ latencyAvgMs }) => latencyAvgMs !== undefined)
  const sumMs = timed.reduce((sum, part) => sum + (part.latencyAvgMs ?? 0) * part.ok, 0)
  const latencyAvgMs = ok > 0 ? sumMs / ok : undefined
  const upper = timed.flatMap(({ latencyP95Ms }) => latencyP95Ms ?? [])
  return {
    middleMs: offsetMs + (fromMs + toMs) / 2,
    okPerSecond: (ok / (toMs - fromMs)) * 1_000,
    latencyAvgMs,
    // For several intervals that of the slowest: quantiles do not add up.
    latencyP95Ms: upper.length > 0 ? Math.max(...upper) : undefined,
    inFlight: meanOf(parts.map(({ inFlightMean }) => inFlightMean)),
    queued: meanOf(parts.map(({ queuedMean }) => queuedMean)),
  }
}

/** Of the known ones; intervals are equally long. */
function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.flatMap((value) => value ?? [])
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined
}
