import type { Labels } from '../units/labels.ts'
import type { Overclaim } from './overclaim.ts'
import type { WorkerTelemetry } from './telemetry-record.ts'

/** The record of one load: plain data, from which metrics, reports and baselines are computed. */
export interface LoadRecord {
  /** What distinguishes it from the other loads of its test: `{ concurrency: 15, side: 'candidate' }`. */
  readonly labels: Labels
  /** The driver that decided when requests started. */
  readonly driver: string
  readonly workload: {
    readonly name: string
    readonly hash: string
    /** The kind of prompt prefixes: `cold`, `cold by document`, `warm`, `shared 512`. */
    readonly prefix?: string
    /** Number of different prompts, if more requests were sent; absent: each had a text of its own. */
    readonly texts?: number
    /** Some prompts were resent unchanged, although that was not configured. */
    readonly hasRepeatedPrompts?: true
  }
  /** Ids of workers that refuse `max_tokens`, and were sent `max_completion_tokens`; absent: none. */
  readonly limitRenamedFor?: readonly string[]
  /** The SLO of good requests; absent: none. */
  readonly slo?: Slo
  /** Chunks of streams counted as tokens if the worker reported none, because the test configures that. */
  readonly countsChunks?: true
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** Planned number of requests; absent if time decided. */
  readonly planned?: number
  readonly started: number
  /** Number that were due but not started, because too many were in flight. */
  readonly dropped: number
  readonly retries: number
  /** How often a worker had more requests in flight than slots. */
  readonly slotsExceeded: number
  /** Requests in flight on workers, over time; zeros without a balancer. */
  readonly busySlots: {
    readonly mean: number
    /** Mean until the last request was sent: the rest is the end of the run, not its throughput. */
    readonly untilLastStart: number
    readonly most: number
  }
  /** It was stopped before its end. */
  readonly isCutShort: boolean
  /** It was cut short because no request succeeded; absent: it was not. */
  readonly hasGivenUp?: true
  /** All requests, from the client's point of view. */
  readonly total: SeriesRecord
  /** The requests that each worker served, by its id. */
  readonly workers: Readonly<Record<string, SeriesRecord>>
  /** The worker that got it directly; absent: it went through a balancer. */
  readonly direct?: string
  /**
   * The first error message of each worker and status, by its id, including those of requests that were
   * resent and succeeded in the end. Absent: none.
   */
  readonly said?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Workers that accept fewer requests at once than the cluster file claims; absent: none found. */
  readonly overclaims?: readonly Overclaim[]
  readonly client: ClientRecord
  /** In intervals of equal length, in order. */
  readonly timeline: readonly TimelinePart[]
  /** Telemetry of the workers, by their ids; absent if no worker has `telemetry`. */
  readonly telemetry?: Readonly<Record<string, WorkerTelemetry>>
  /** The parts of the agents that sent it; absent: this process sent it. */
  readonly agents?: readonly AgentPart[]
}

/** The part of a load that one agent sent. */
export interface AgentPart {
  /** The name of `clustergate agent --name`. */
  readonly name: string
  /** The name of its machine. */
  readonly host: string
  /** CPU cores of that machine. */
  readonly cores: number
  /** Error bound of its clock against Redis', in milliseconds. */
  readonly clockErrorMs: number
  /** How much later than the agreed start it started, by that clock, in milliseconds. */
  readonly startedLateMs: number
  readonly started: number
  readonly ended: number
  readonly ok: number
  readonly durationMs: number
  /** Of requests that are ok; absent: none is. */
  readonly latencyP50Ms?: number
  readonly latencyP99Ms?: number
  /** Why it, and not the cluster, was the limit; empty: it was not. */
  readonly limitedBy: readonly string[]
  /** What happened to it, if it reported nothing: its requests are `unknown`. */
  readonly lost?: string
}

/** The bounds of a good request; undefined ones do not count. */
export interface Slo {
  readonly latencyMs?: number | undefined
  readonly ttftMs?: number | undefined
  readonly tpotMs?: number | undefined
}

/** Requests taken together. */
export interface SeriesRecord {
  readonly ended: number
  readonly ok: number
  /** Of those that are not ok: number by fault. */
  readonly faults: Readonly<Record<string, number>>
  /** The first error message of a server for a fault; absent: none. */
  readonly words?: Readonly<Record<string, string>>
  /** Requests within the SLO; absent without one. */
  readonly good?: number
  readonly inputTokens: number
  /** As the workers count them; for responses without a count, the chunks of their streams. */
  readonly outputTokens: number
  /** Input tokens that the workers took from caches of earlier prompts; absent: none reported. */
  readonly cachedTokens?: number
  /** Successful responses to prompts that were never sent before, but were in a worker's cache. */
  readonly cacheHits?: number
  /** Successful responses whose tokens the worker did not count; absent: none, or chunks are configured. */
  readonly uncounted?: number
  /**
   * Streams long enough to decide whether they were held back, and those that were: their whole text
   * arrived at once. Absent if none was, nor came in bursts.
   */
  readonly streamed?: number
  readonly heldBack?: number
  /**
   * Of `streamed`, those whose tokens arrived in groups, with pauses between them. Absent if there are
   * none.
   */
  readonly inBursts?: number
  /** The maximum in flight at once. */
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
  /** HDR histogram of microseconds, in its compressed base64 form; histograms can be added. */
  readonly histogram: string
}

/** The state of the load generator itself: whether it, and not the cluster, was the limit. */
export interface ClientRecord {
  /** Delay of the event loop, p99 and longest, in milliseconds. */
  readonly eventLoopDelayP99Ms: number
  readonly eventLoopDelayMaxMs: number
  /** Fraction of the time in which the event loop was busy, 0 to 1. */
  readonly eventLoopUtilization: number
  /** CPU time of the process over the elapsed time: 1 is one core. */
  readonly cpuCores: number
  /**
   * Fraction of the time of all CPUs of its host, 0 to 1, in which they were busy, and in which other
   * processes used them; absent if the load was too short to measure it.
   */
  readonly hostLoad?: number
  readonly otherLoad?: number
  /** How much later than intended requests started, p99 and longest, in milliseconds. */
  readonly lateStartP99Ms: number
  readonly lateStartMaxMs: number
  /** Mean number of requests in flight, and the target; the latter absent in open loops. */
  readonly inFlightMean: number
  readonly inFlightAsked?: number
  /**
   * Requests per second that this client can send to a server that does nothing; absent if not measured.
   */
  readonly ceilingPerSecond?: number
  /** Why the result is the client's limit and not the cluster's; empty if it is not. */
  readonly limitedBy: readonly string[]
}

/** The requests that ended within one interval of a load, and those in flight meanwhile. */
export interface TimelinePart {
  /** Since the start of the load. */
  readonly atMs: number
  readonly ended: number
  readonly ok: number
  readonly outputTokens: number
  /** Of those that are ok; absent if there are none. */
  readonly latencyAvgMs?: number
  readonly latencyP95Ms?: number
  /** Mean number that workers had in flight; absent without a balancer. */
  readonly inFlightMean?: number
  /** Mean number that waited for a slot; absent without a balancer. */
  readonly queuedMean?: number
}
