import type { LoadRecord, SeriesRecord, TimeName } from '../../../lib/record/load-record.ts'

/** The properties of a load for a test; the rest is that of a quiet one. */
export interface LoadPlan {
  readonly ok?: number
  readonly ended?: number
  readonly durationMs?: number
  readonly busy?: number
  readonly busyUntilLastStart?: number
  readonly inFlight?: number
  readonly timesMs?: Partial<Record<TimeName, number>>
}

/** A record like `runLoad` would return it. */
export function loadRecord(plan: LoadPlan): LoadRecord {
  const { ok = 100, ended = ok, durationMs = 1_000, busy = 5, inFlight = 5, timesMs = {} } = plan
  const total: SeriesRecord = {
    ended,
    ok,
    faults: {},
    inputTokens: 0,
    outputTokens: 0,
    inFlightMax: inFlight,
    times: Object.fromEntries(
      Object.entries(timesMs).map(([name, avgMs]) => [name, timeRecord(ok, avgMs)]),
    ),
  }
  return {
    labels: {},
    driver: 'closed',
    workload: { name: 'any', hash: 'any' },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs,
    started: ended,
    dropped: 0,
    retries: 0,
    slotsExceeded: 0,
    isCutShort: false,
    total,
    workers: {},
    timeline: [],
    busySlots: { mean: busy, untilLastStart: plan.busyUntilLastStart ?? busy, most: inFlight },
    client: {
      eventLoopDelayP99Ms: 0,
      eventLoopDelayMaxMs: 0,
      eventLoopUtilization: 0,
      cpuCores: 0,
      lateStartP99Ms: 0,
      lateStartMaxMs: 0,
      inFlightMean: inFlight,
      limitedBy: [],
    },
  }
}

function timeRecord(count: number, avgMs: number) {
  const same = { minMs: avgMs, maxMs: avgMs, p50Ms: avgMs, p90Ms: avgMs, p95Ms: avgMs }
  return { count, avgMs, ...same, p99Ms: avgMs, p999Ms: avgMs, histogram: '' }
}
