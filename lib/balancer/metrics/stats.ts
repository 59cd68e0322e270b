import type { Engine } from '../engine.ts'
import type { Outcome } from '../request/outcome.ts'
import type { HealthState } from '../worker/worker-health.ts'
import type { RefusedClaim } from '../worker/worker-state.ts'
import type { WorkerCounts } from './ledger.ts'

/** Counters and current state of a balancer, as plain data. */
export interface BalancerStats {
  readonly strategy: string
  readonly requests: number
  readonly outcomes: Readonly<Record<Outcome, number>>
  readonly retries: number
  readonly inFlight: number
  readonly queued: number
  /** Over all ended requests, in milliseconds. */
  readonly queueWaitMs: { readonly mean: number; readonly max: number }
  readonly workers: readonly WorkerStats[]
}

/** Counters and current state of one worker, as plain data. */
export interface WorkerStats extends Omit<WorkerCounts, 'serviceMs' | 'firstTokenMs'> {
  readonly id: string
  readonly address: string
  readonly type: string
  readonly model?: string
  readonly state: HealthState
  /** Slots of the cluster file, and slots that may be used now. */
  readonly slots: number
  readonly slotsNow: number
  readonly inFlight: number
  readonly maxInFlight: number
  /** Share of all served requests, in percent. */
  readonly share: number
  /** Means over its served requests, in milliseconds; undefined: none yet. */
  readonly serviceMs?: number
  readonly firstTokenMs?: number
  /**
   * Set if it refused a request as busy with fewer in flight than the cluster file claims; undefined:
   * never.
   */
  readonly overclaim?: RefusedClaim
  /** It has refused `max_tokens`, and gets `max_completion_tokens` instead. */
  readonly wantsCompletionLimit?: true
}

export function statsOf({ strategy, ledger, rotation, admission, clock }: Engine): BalancerStats {
  const { outcomes, requests, retries } = ledger
  const served = rotation.workers.reduce((sum, { id }) => sum + ledger.of(id).results.ok, 0)
  const ended = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
  const nowMs = clock.nowMs()
  return {
    strategy: strategy.name,
    requests,
    outcomes: { ...outcomes },
    retries,
    inFlight: rotation.workers.reduce((sum, { inFlight }) => sum + inFlight, 0),
    queued: admission.queued,
    queueWaitMs: {
      mean: ended === 0 ? 0 : ledger.queueWaitMs / ended,
      max: ledger.maxQueueWaitMs,
    },
    workers: rotation.workers.map((worker) => {
      const { host, port, type, model, maxConcurrentRequests: slots } = worker.worker
      const { serviceMs, firstTokenMs, ...counts } = ledger.of(worker.id)
      const { ok } = counts.results
      worker.refresh(nowMs)
      return {
        id: worker.id,
        address: `${host.includes(':') ? `[${host}]` : host}:${port}`,
        type,
        ...(model !== undefined && { model }),
        state: worker.state(nowMs),
        slots,
        slotsNow: worker.slots,
        inFlight: worker.inFlight,
        maxInFlight: worker.maxInFlight,
        ...(worker.overclaim && { overclaim: worker.overclaim }),
        share: served === 0 ? 0 : (ok / served) * 100,
        ...(ok > 0 && { serviceMs: serviceMs / ok, firstTokenMs: firstTokenMs / ok }),
        ...(worker.wantsCompletionLimit && { wantsCompletionLimit: true as const }),
        ...counts,
        results: { ...counts.results },
      }
    }),
  }
}
