import type { PaceRecord } from '../../load/pace.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import type { AgentProblem, AgentShare } from '../protocol.ts'

/** Messages of an agent to the thread that sends its load. */
export type ToLoadThread =
  | { readonly type: 'prepare'; readonly share: AgentShare; readonly lease: SharedArrayBuffer }
  /** By the monotonic clock. */
  | { readonly type: 'start'; readonly atMs: number }
  | { readonly type: 'stop'; readonly reason: string }

/** Messages of the thread. */
export type FromLoadThread =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly started: number; readonly ended: number }
  | {
      readonly type: 'done'
      readonly record: LoadRecord
      readonly pace: PaceRecord
      /** By the monotonic clock. */
      readonly startedAtMs: number
      readonly stoppedBy?: string
    }
  | { readonly type: 'failed'; readonly problem: AgentProblem }
