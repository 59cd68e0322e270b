import type { BalancerSettings } from '../cluster/balancer-settings.ts'
import type { Worker } from '../cluster/cluster.ts'
import type { DriverPlan } from '../load/drivers/driver-plan.ts'
import type { PaceRecord } from '../load/pace.ts'
import type { LoadRecord, Slo } from '../record/load-record.ts'
import type { Measurement } from '../record/measurement.ts'
import type { Labels } from '../units/labels.ts'
import type { OpenWorkloadOptions, WorkloadReference } from '../workload/workload-reference.ts'

/** Incremented with every change of the messages between agents and coordinators. */
export const protocolVersion = 2

/** The heartbeat of an agent. */
export interface Registration {
  readonly name: string
  /** Id of this process: another process of the same name has a different one. */
  readonly instance: string
  readonly host: string
  readonly pid: number
  readonly cores: number
  /** Idle CPU cores of its host in the last seconds. */
  readonly freeCores: number
  readonly version: string
  readonly protocol: number
  readonly tags: readonly string[]
  /** The maximum number of requests that it keeps in flight; absent: as many as a load needs. */
  readonly slots?: number
  /** Half the round trip to Redis, the best of several samples, in milliseconds. */
  readonly clockErrorMs: number
  /** It ends once its load has ended, and accepts no other. */
  readonly isDraining?: true
  /** The id of the load that it runs; absent: none. */
  readonly load?: string
  /** Incremented while the agent is alive. */
  readonly beat: number
}

/** The requests of a workload that one agent sends: `first`, `first + step` and so on. */
export interface WorkloadSlice {
  readonly first: number
  readonly step: number
}

/** A load for all agents together. */
export interface LoadPlan {
  readonly driver: DriverPlan
  readonly workers: readonly Worker[]
  /** Undefined: the defaults. */
  readonly balancer?: Partial<BalancerSettings> | undefined
  /** Sent directly to the one worker. */
  readonly isDirect?: boolean
  readonly workload: WorkloadPlan
  readonly slo?: Slo | undefined
  readonly countsChunks?: boolean
  readonly labels?: Labels
  readonly inFlightAsked?: number | undefined
  /** Sent first and not counted. */
  readonly warmup: { readonly requests: number; readonly concurrency: number }
  /**
   * Whether to measure first how many requests per second each agent can send to a server that does
   * nothing.
   */
  readonly hasCeiling: boolean
  /** The number of the first request of the workload. */
  readonly from?: number
}

export interface WorkloadPlan extends Pick<OpenWorkloadOptions, 'maxTokens' | 'isStreamed'> {
  readonly reference: WorkloadReference
  /** Version of the protocol of the coordinator; an agent with another one refuses. */
  readonly hash: string
}

/** The part of a load that one agent sends. */
export interface AgentShare extends LoadPlan {
  readonly slice: WorkloadSlice
}

/** Checks that agents make from where they are. Others are refused: a `command` would run programs. */
export const probeChecks = ['ping', 'tcp', 'http', 'path'] as const

/** A check that each agent makes from where it is. */
export interface ProbePlan {
  readonly check: (typeof probeChecks)[number]
  readonly options: Readonly<Record<string, unknown>>
  /** The worker that it is about; empty where the options name a host or a URL. */
  readonly workers: readonly Worker[]
  /** The metrics that will be asked for; undefined: any. */
  readonly wanted?: readonly string[] | undefined
}

/** What every plan says of itself, as it travels. */
export interface PlanHead {
  readonly protocol: number
  readonly version: string
  /** Of the load or the probe, the same for all of its agents; never used again. */
  readonly load: string
  readonly agent: string
  /** Id of the Redis instance on which it was planned; another one has lost its data. */
  readonly redis: string
  /** By Redis' clock, in milliseconds since 1970: not begun after it. */
  readonly claimBeforeMs: number
  /** Ended by the agent itself after so many milliseconds. */
  readonly endsAfterMs: number
}

/** The part of a load that one agent is asked to send. */
export interface AgentJob extends PlanHead {
  readonly share: AgentShare
}

/** A probe that one agent is asked to make. */
export interface ProbeJob extends PlanHead {
  readonly probe: ProbePlan
}

/** What an agent says of the load that it works on. */
export interface AgentState {
  readonly phase: 'preparing' | 'ready' | 'running' | 'done' | 'refused'
  readonly instance: string
  /** Incremented while the agent is alive. */
  readonly beat: number
  readonly started: number
  readonly ended: number
  readonly clockErrorMs: number
  /** Why it refused, or failed. */
  readonly problem?: AgentProblem
}

export interface AgentProblem {
  readonly code: string
  readonly message: string
}

/** The measurement of an agent. */
export interface AgentResult {
  readonly load: string
  readonly agent: string
  readonly host: string
  readonly cores: number
  readonly record: LoadRecord
  readonly pace: PaceRecord
  readonly clockErrorMs: number
  /** When its load began, in milliseconds since 1970 by Redis' clock. */
  readonly startedAtMs: number
  /** Id of the Redis instance to which the agent was connected at the end. */
  readonly redis: string
  /** Why it ended early; absent: it did not. */
  readonly stoppedBy?: string
}

/** What one agent found from where it is. */
export interface ProbeResult {
  readonly load: string
  readonly agent: string
  readonly measurement: Measurement
  /** It ran out of time: half a sample. */
  readonly isCutShort: boolean
}
