import { mergeRecords } from '../../load/merge-records.ts'
import type { LoadRecord, SeriesRecord } from '../../record/load-record.ts'

/**
 * The figures of one level with one set of workers, by the names of the results file: times in
 * milliseconds, rates per second, shares in percent. What was not measured is absent.
 */
export interface LevelFigures {
  readonly concurrency: number
  /** Number of workers. */
  readonly workers: number
  /** Successful responses per second. */
  readonly requests_per_second: number
  readonly success_rate?: number
  /** Requests that ended by themselves, over all repetitions; requests that Ctrl-C ended are excluded. */
  readonly total_requests: number
  readonly failed: number
  /** Failures by kind, with counts. */
  readonly faults?: Readonly<Record<string, number>>
  /** How often a request was resent to another worker. */
  readonly retries: number
  readonly avg_response_time_ms?: number
  readonly p50_response_time_ms?: number
  readonly p90_response_time_ms?: number
  readonly p95_response_time_ms?: number
  readonly p99_response_time_ms?: number
  readonly max_response_time_ms?: number
  /** Streamed responses only. */
  readonly avg_ttft_ms?: number
  readonly p50_ttft_ms?: number
  readonly p95_ttft_ms?: number
  readonly p99_ttft_ms?: number
  /** Tokens that the workers generated. */
  readonly tokens_per_second?: number
  readonly duration_ms: number
  readonly per_worker: readonly WorkerFigures[]
  /** It was stopped before all of its requests were sent. */
  readonly cut_short?: true
}

export interface WorkerFigures {
  readonly id: string
  /** Share of the successful responses of this worker. */
  readonly load_percentage?: number
  readonly total_requests: number
  readonly failed: number
  readonly requests_per_second: number
  readonly avg_response_time_ms?: number
  readonly p95_response_time_ms?: number
}

/** @param records of one level and one side, all repetitions; at least one */
export function levelFigures(
  records: readonly LoadRecord[],
  concurrency: number,
  workers: number,
): LevelFigures {
  const merged = mergeRecords(records, {})
  const { total } = merged
  const { latency, ttft } = total.times
  const served = Object.values(merged.workers).reduce((sum, { ok }) => sum + ok, 0)
  const perSecond = (count: number) => per(count, merged.durationMs)
  return {
    concurrency,
    workers,
    requests_per_second: perSecond(total.ok),
    ...(total.ended > 0 && { success_rate: (total.ok / total.ended) * 100 }),
    total_requests: total.ended,
    failed: total.ended - total.ok,
    ...(Object.keys(total.faults).length > 0 && { faults: total.faults }),
    retries: merged.retries,
    ...(latency && {
      avg_response_time_ms: latency.avgMs,
      p50_response_time_ms: latency.p50Ms,
      p90_response_time_ms: latency.p90Ms,
      p95_response_time_ms: latency.p95Ms,
      p99_response_time_ms: latency.p99Ms,
      max_response_time_ms: latency.maxMs,
    }),
    ...(ttft && {
      avg_ttft_ms: ttft.avgMs,
      p50_ttft_ms: ttft.p50Ms,
      p95_ttft_ms: ttft.p95Ms,
      p99_ttft_ms: ttft.p99Ms,
    }),
    ...(total.outputTokens > 0 && { tokens_per_second: perSecond(total.outputTokens) }),
    duration_ms: merged.durationMs,
    per_worker: Object.entries(merged.workers).map(([id, series]) =>
      workerFigures(id, series, served, perSecond),
    ),
    ...(merged.isCutShort && { cut_short: true }),
  }
}

function workerFigures(
  id: string,
  { ended, ok, times: { latency } }: SeriesRecord,
  served: number,
  perSecond: (count: number) => number,
): WorkerFigures {
  return {
    id,
    ...(served > 0 && { load_percentage: (ok / served) * 100 }),
    total_requests: ended,
    failed: ended - ok,
    requests_per_second: perSecond(ok),
    ...(latency && {
      avg_response_time_ms: latency.avgMs,
      p95_response_time_ms: latency.p95Ms,
    }),
  }
}

function per(count: number, durationMs: number): number {
  return durationMs > 0 ? (count / durationMs) * 1_000 : 0
}
