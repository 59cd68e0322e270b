import type { Labels } from '../../units/labels.ts'
import type { LoadRecord, SeriesRecord } from '../load-record.ts'
import type { Environment, WorkerFingerprint } from '../setting.ts'

/** One run of a baseline. */
export interface BaselineRun {
  /** ISO 8601. */
  readonly startedAt: string
  readonly environment: Environment
  readonly loads: readonly LoadRecord[]
}

/**
 * The measurements of a test in a good state: reviewable JSON beside the specs. Several runs of the same
 * code show the variance between runs.
 */
export interface Baseline {
  readonly schemaVersion: 1
  readonly suite: string
  /** The name of the test, with the worker if it runs on each. */
  readonly test: string
  readonly check: string
  readonly workers: readonly WorkerFingerprint[]
  /** In the order in which they were saved, the last one last; at least one. */
  readonly runs: readonly BaselineRun[]
}

/**
 * More runs hardly improve the estimate of the variance between runs, and a baseline must stay readable.
 */
export const maxBaselineRuns = 5

/**
 * The message of a test without a baseline; `baseline save` recognises by it a test that failed for that
 * reason only.
 */
export const noBaselineYet = 'no baseline yet'

/** A baseline with one more run; the oldest ones are removed. */
export function withRun(baseline: Baseline, run: BaselineRun): Baseline {
  return { ...baseline, runs: [...baseline.runs, run].slice(-maxBaselineRuns) }
}

/** The day of its last run, `2026-11-20`. */
export function dayOf({ runs }: Baseline): string {
  return runs.at(-1)?.startedAt.slice(0, 10) ?? 'no day'
}

/**
 * The closed loops of a benchmark, in a fixed order of keys and without what no comparison needs:
 * timelines, distributions of single workers except their time per request, and those of the workers that
 * it was compared with in its own run.
 */
export function slimLoads(loads: readonly LoadRecord[]): readonly LoadRecord[] {
  return loads.filter(({ labels }) => labels.side !== undefined).map(slimLoad)
}

function slimLoad(load: LoadRecord): LoadRecord {
  const { driver, workload, startedAt, durationMs, planned, started, dropped, retries } = load
  const { slotsExceeded, busySlots, isCutShort, total, workers, client } = load
  const isCandidate = load.labels.side === 'candidate'
  const serving = Object.entries(workers).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    labels: sorted(load.labels),
    driver,
    workload,
    ...(load.countsChunks && { countsChunks: true as const }),
    startedAt,
    durationMs,
    ...(planned !== undefined && { planned }),
    started,
    dropped,
    retries,
    slotsExceeded,
    busySlots,
    isCutShort,
    total: slimSeries(total, isCandidate ? Object.keys(total.times) : []),
    workers: Object.fromEntries(
      serving.map(([id, series]) => [id, slimSeries(series, isCandidate ? ['service_time'] : [])]),
    ),
    client,
    timeline: [],
  }
}

/** @param times those to keep */
function slimSeries(series: SeriesRecord, times: readonly string[]): SeriesRecord {
  const { ended, ok, faults, good, inputTokens, outputTokens, inFlightMax } = series
  const { uncounted, streamed, heldBack, inBursts } = series
  const kept = Object.entries(series.times).filter(([name]) => times.includes(name))
  return {
    ended,
    ok,
    faults: sorted(faults),
    ...(good !== undefined && { good }),
    inputTokens,
    outputTokens,
    // Why tokens or their times cannot be compared.
    ...(uncounted !== undefined && { uncounted }),
    ...(streamed !== undefined && { streamed }),
    ...(heldBack !== undefined && { heldBack }),
    ...(inBursts !== undefined && { inBursts }),
    inFlightMax,
    times: sorted(Object.fromEntries(kept)),
  }
}

function sorted<T extends Labels | Readonly<Record<string, unknown>>>(map: T): T {
  const entries = Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries) as T
}
