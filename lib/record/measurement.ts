import type { MetricValue } from '../units/dimension.ts'
import type { Interval } from '../units/interval.ts'
import type { LoadRecord } from './load-record.ts'
import type { Overclaim } from './overclaim.ts'
import type { Setting } from './setting.ts'

/** `ok`, or why an attempt failed (the words of the probes). */
export type EvidenceOutcome =
  | 'ok'
  | 'refused'
  | 'timed_out'
  | 'unreachable'
  | 'reset'
  | 'dns'
  | 'tls'
  | 'http'
  | 'protocol'
  | 'aborted'
  | 'not_permitted'
  | 'missing_tool'

/** One attempt, its result and its duration. */
export interface Evidence {
  /** The agent that tried it; absent: this process. */
  readonly agent?: string
  /** What was tried, e.g. `TCP connect to 10.247.162.71:1234`. */
  readonly attempt: string
  readonly outcome: EvidenceOutcome
  /** The result, e.g. `ECONNREFUSED`. */
  readonly detail: string
  /** The server's error message, on one line, with secrets masked, if it is not in `detail`. */
  readonly said?: string
  readonly afterMs: number
}

/** The subject of a measurement. */
export interface Subject {
  /** Worker id, or a name of another subject (`cluster`, a host name, a URL without secrets). */
  readonly name: string
  readonly host?: string
  readonly port?: number
  /** The worker's type (`lm_studio`, `ollama` ...): remedies depend on it. */
  readonly workerType?: string
  readonly model?: string
}

/**
 * A place from which a target was probed: an agent.
 * @example
 * for (const { agent, reaches, cause } of measurement.vantages ?? []) console.log(agent, reaches, cause)
 */
export interface Vantage {
  /** As `clustergate agent --name` has it. */
  readonly agent: string
  /** The name of its machine. */
  readonly host: string
  /** Whether anything came back from the target; absent: not known, the probe could not be made from there. */
  readonly reaches?: boolean
  /** What came back, in a word or two: `0.4ms`, `timed out`. */
  readonly words: string
  /** Why it does not reach the target, or why that is not known. */
  readonly cause?: string
}

/** Why a check could not be made at all (no permission, no binary): an error, not a missed budget. */
export interface CheckError {
  /** Stable code, listed in docs/errors.md. */
  readonly code: string
  readonly message: string
}

/**
 * The measurement of one check on one subject: plain data that survives JSON.
 * @example
 * const { metrics, notes } = await worker.ping({ count: 20 })
 * console.log(metrics['rtt.avg'], notes)
 */
export interface Measurement {
  readonly check: string
  readonly subject: Subject
  /**
   * Values by metric name, in the unit of the metric's dimension. A metric without data is absent or null;
   * one that was measured at several levels has a key of each: `speedup{concurrency=15}`.
   */
  readonly metrics: Readonly<Record<string, MetricValue>>
  /** Intervals of the true values, for metrics that are estimates, in the same unit. */
  readonly intervals?: Readonly<Record<string, Interval>>
  /** The loads that were sent, with their distributions. */
  readonly loads?: readonly LoadRecord[]
  /** For loads: the workers and the machine, as far as the result depends on them. */
  readonly setting?: Setting
  /**
   * Why it cannot be judged, one reason per line: the load generator was the limit, the run drifted. Every
   * condition is then inconclusive, whatever the values; without data it still fails.
   */
  readonly unfit?: readonly string[]
  /** Workers that accept fewer requests at once than the cluster file claims, as far as loads showed it. */
  readonly overclaims?: readonly Overclaim[]
  /** Of a probe from agents: who reaches the subject. Each metric then has a key of each: `open{agent=a1}`. */
  readonly vantages?: readonly Vantage[]
  readonly evidence: readonly Evidence[]
  /** Notes for people, such as what the sample proves. */
  readonly notes: readonly string[]
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly error?: CheckError
}
