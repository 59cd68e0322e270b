import type { Dimension } from '../../../lib/units/dimension.ts'
import type { SegmentPart, TimelineSegment } from '../data/timeline-segments.ts'

/** Lines over the same time. */
export interface Panel {
  readonly title: string
  readonly dimension: Dimension
  readonly lines: readonly PanelLine[]
}

export interface PanelLine {
  /** `upper` is dashed. */
  readonly style: 'plain' | 'upper'
  /** The points of one load, in order; one without a value is a gap. */
  readonly pointsOf: (segment: TimelineSegment) => readonly PanelPoint[]
}

export interface PanelPoint {
  readonly ms: number
  readonly value: number | undefined
}

/** The panels with data for these loads, from top to bottom. */
export function panelsOf(segments: readonly TimelineSegment[]): readonly Panel[] {
  // With one request at a time one is in flight, and none waits.
  const isLoad = segments.some(({ meanInFlight }) => meanInFlight >= 2)
  if (!isLoad) return pace
  const isKnown = segments.some((segment) =>
    segment.parts.some((part) => part.inFlight !== undefined),
  )
  return [...pace, isKnown ? flow : meanFlow]
}

const pace: readonly Panel[] = [
  {
    title: 'Responses per second',
    dimension: 'rate',
    lines: [{ style: 'plain', pointsOf: parts(({ okPerSecond }) => okPerSecond) }],
  },
  {
    title: 'Latency: mean, and p95 dashed',
    dimension: 'duration',
    lines: [
      { style: 'upper', pointsOf: parts(({ latencyP95Ms }) => latencyP95Ms) },
      { style: 'plain', pointsOf: parts(({ latencyAvgMs }) => latencyAvgMs) },
    ],
  },
]

const flow: Panel = {
  title: 'Requests with a worker, and dashed those that wait for one',
  dimension: 'count',
  lines: [
    { style: 'upper', pointsOf: parts(({ queued }) => queued) },
    { style: 'plain', pointsOf: parts(({ inFlight }) => inFlight) },
  ],
}

/** From a record that has only the mean of each load. */
const meanFlow: Panel = {
  title: 'Requests in flight; dashed: those at a worker; the difference waits',
  dimension: 'count',
  lines: [
    { style: 'plain', pointsOf: mean(({ meanInFlight }) => meanInFlight) },
    { style: 'upper', pointsOf: mean(({ atWorkers }) => atWorkers) },
  ],
}

function parts(read: (part: SegmentPart) => number | undefined): PanelLine['pointsOf'] {
  return (segment) => segment.parts.map((part) => ({ ms: part.middleMs, value: read(part) }))
}

function mean(read: (segment: TimelineSegment) => number | undefined): PanelLine['pointsOf'] {
  return (segment) => [segment.fromMs, segment.toMs].map((ms) => ({ ms, value: read(segment) }))
}
