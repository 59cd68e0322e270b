import type { TimelinePart } from '../../record/load-record.ts'
import type { Drift } from './drift-watch.ts'
import { relativeChange } from './relative-change.ts'

const minInThird = 3

/**
 * How a steady load changed from the first third of its time to the last one, from its timeline: used if
 * other processes sent the requests. The first interval, in which a load ramps up, does not count.
 * @param durationMs how long requests start
 */
export function driftOfTimeline(timeline: readonly TimelinePart[], durationMs: number): Drift {
  const partMs = timeline[1]?.atMs ?? durationMs
  const steady = timeline.slice(1).filter(({ atMs }) => atMs + partMs <= durationMs)
  const after = timeline.filter(({ atMs }) => atMs + partMs > durationMs)
  const inThird = Math.floor(steady.length / 3)
  const isEnough = inThird >= minInThird
  const first = steady.slice(0, inThird)
  const last = steady.slice(2 * inThird, 3 * inThird)
  const latencies = (parts: readonly TimelinePart[]) =>
    parts.flatMap(({ latencyAvgMs }) => latencyAvgMs ?? [])
  const counts = (parts: readonly TimelinePart[]) => parts.map(({ ok }) => ok)
  return {
    throughput: isEnough ? relativeChange(counts(first), counts(last)) : undefined,
    latency: isEnough ? relativeChange(latencies(first), latencies(last)) : undefined,
    service: new Map(),
    failedInLastThird: isEnough ? failedOf([...last, ...after]) : undefined,
  }
}

function failedOf(parts: readonly TimelinePart[]): number {
  return parts.reduce((sum, { ended, ok }) => sum + ended - ok, 0)
}
