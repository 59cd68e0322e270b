import type { Labels } from '../units/labels.ts'
import type { Overclaim } from './overclaim.ts'
import type { WorkerTelemetry } from './telemetry-record.ts'

/** What one load brought: plain data, from which metrics, reports and baselines are made. */
export interface LoadRecord {
  /** What distinguishes it from the other loads of its test: `{ concurrency: 15, side: 'candidate' }`. */
  readonly labels: Labels
  /** Which driver decided when requests started. */
  readonly driver: string
  readonly workload: {
    readonly name: string
    readonly hash: string
    /** What beginnings of prompts have in common: `cold`, `cold by document`, `warm`, `shared 512`. */
    readonly prefix?: string
    /** How many prompts there are, where more requests than that were sent; absent: each had a text of its own. */
    readonly texts?: number
    /** Some prompts were sent again as they are, though nobody asked for that. */
    readonly hasRepeatedPrompts?: true
  }
  /** Ids of workers that refuse `max_tokens`, and were sent `max_completion_tokens`; absent: none. */
  readonly limitRenamedFor?: readonly string[]
  /** By which requests were counted as good; absent: by none. */
  readonly slo?: Slo
  /** Chunks of streams were counted as tokens where the worker reported none, since the test asks for it. */
  readonly countsChunks?: true
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** How many requests were meant to be sent; absent where time decided. */
  readonly planned?: number
  readonly started: number
  /** Were due but not started, because too many were in flight. */
  readonly dropped: number
  readonly retries: number
  /** How often a worker had more in flight than its slots. */
  readonly slotsExceeded: number
  /** Requests that the workers had in flight, over time; zeros where no balancer reported. */
  readonly busySlots: {
    readonly mean: number
    /** Mean until the last one was sent: what follows is the end of the run, not its pace. */
    readonly untilLastStart: number
    readonly most: number
  }
  /** It was stopped before its end. */
  readonly isCutShort: boolean
  /** All requests, seen by the client. */
  readonly total: SeriesRecord
  /** Those that each worker served, by its id. */
  readonly workers: Readonly<Record<string, SeriesRecord>>
  /** The worker that it was sent straight to; absent: it went through a balancer. */
  readonly direct?: string
  /**
   * The first that each worker said itself of each status, by its id: of requests too that were sent again, and
   * were good in the end. Absent: none responded with an error.
   */
  readonly said?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Workers that take fewer requests at once than the cluster file claims; absent: none showed it. */
  readonly overclaims?: readonly Overclaim[]
  readonly client: ClientRecord
  /** In parts of equal length, in order. */
  readonly timeline: readonly TimelinePart[]
  /** Telemetry of the workers, by their ids; absent where no worker has `telemetry`. */
  readonly telemetry?: Readonly<Record<string, WorkerTelemetry>>
}

/** The times that make a request a good one; what is undefined is not asked. */
export interface Slo {
  readonly latencyMs?: number | undefined
  readonly ttftMs?: number | undefined
  readonly tpotMs?: number | undefined
}

/** Requests taken together. */
export interface SeriesRecord {
  readonly ended: number
  readonly ok: number
  /** Of those that are not ok: how many ended in which way. */
  readonly faults: Readonly<Record<string, number>>
  /** The first that a server said itself of a fault; absent: none said anything. */
  readonly words?: Readonly<Record<string, string>>
  /** Inside the SLO; absent where none was given. */
  readonly good?: number
  readonly inputTokens: number
  /** As the workers count them; of responses that say nothing, the chunks of their streams. */
  readonly outputTokens: number
  /** Of the input, what the workers took from caches of earlier prompts; absent: nothing, as far as they say. */
  readonly cachedTokens?: number
  /** Successful responses to prompts that were never sent before, and that a worker had in its cache all the same. */
  readonly cacheHits?: number
  /** Successful responses whose tokens the worker did not count; absent: none, or chunks were asked for. */
  readonly uncounted?: number
  /**
   * Streams long enough to decide whether they were held back, and those that were: their whole text came at
   * once. Absent where none was.
   */
  readonly streamed?: number
  readonly heldBack?: number
  /** The most in flight at once. */
  readonly inFlightMax: number
  /** Of requests that are ok; a time that was never measured is absent. */
  readonly times: Readonly<Partial<Record<TimeName, TimeRecord>>>
}

/**
 * `latency`: from the intended start to the end of the response. `ttft`: to the first token. `itl`: from
 * one token to the next, each gap a value. `tpot`: mean time per token after the first, each request
 * a value. `queue_wait`: for a slot. `service_time`: from the slot to the end.
 */
export type TimeName = 'latency' | 'ttft' | 'itl' | 'tpot' | 'queue_wait' | 'service_time'

/** A distribution of times, in milliseconds. */
export interface TimeRecord {
  readonly count: number
  readonly avgMs: number
  readonly minMs: number
  readonly maxMs: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  /** HDR histogram of microseconds, in its compressed base64 form; they can be added up. */
  readonly histogram: string
}

/** What the load generator itself was up to: whether it, and not the cluster, was the limit. */
export interface ClientRecord {
  /** Time that the event loop was late, p99 and longest, in milliseconds. */
  readonly eventLoopDelayP99Ms: number
  readonly eventLoopDelayMaxMs: number
  /** Part of the time in which the event loop was busy, 0 to 1. */
  readonly eventLoopUtilization: number
  /** CPU time of the process over the time that passed: 1 is one core. */
  readonly cpuCores: number
  /**
   * Part of the time of all CPUs of its host, 0 to 1, in which they were busy, and in which they were with
   * other processes; absent where the load was too short to measure it.
   */
  readonly hostLoad?: number
  readonly otherLoad?: number
  /** How much later than intended requests started, p99 and longest, in milliseconds. */
  readonly lateStartP99Ms: number
  readonly lateStartMaxMs: number
  /** Mean number of requests in flight, and what was asked for; the latter absent in open loops. */
  readonly inFlightMean: number
  readonly inFlightAsked?: number
  /** Requests per second that this client makes of a server that does nothing; absent where not tried. */
  readonly ceilingPerSecond?: number
  /** Why the result is the client's limit and not the cluster's; empty where it is not. */
  readonly limitedBy: readonly string[]
}

/** What ended within one part of a load's time, and what was in flight meanwhile. */
export interface TimelinePart {
  /** Since the start of the load. */
  readonly atMs: number
  readonly ended: number
  readonly ok: number
  readonly outputTokens: number
  /** Of those that are ok; absent where none is. */
  readonly latencyAvgMs?: number
  readonly latencyP95Ms?: number
  /** Mean number that workers had in flight; absent without a balancer. */
  readonly inFlightMean?: number
  /** Mean number that waited for a slot of a worker; absent without a balancer. */
  readonly queuedMean?: number
}
