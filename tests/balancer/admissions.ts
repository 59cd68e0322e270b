import { Admission, type AdmissionOptions } from '../../lib/balancer/admission/admission.ts'
import { strategies } from '../../lib/balancer/strategies/registry.ts'
import type { StrategyFactory } from '../../lib/balancer/strategies/strategy.ts'
import { WorkerState } from '../../lib/balancer/worker/worker-state.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { PlainTicket } from './tickets.ts'
import { VirtualClock } from './virtual-clock.ts'
import { workerAt } from './workers.ts'

const inTurn = strategies.round_robin as StrategyFactory

/** A worker with one slot. */
export function state(id: string, changes: Partial<Worker> = {}): WorkerState {
  return new WorkerState(workerAt(id, 1, { maxConcurrentRequests: 1, ...changes }), readBalancer())
}

/** An admission on a virtual clock, with requests that only wait. */
export function admit(workers: readonly WorkerState[], changes: Partial<AdmissionOptions> = {}) {
  const clock = new VirtualClock()
  const models = new Set(workers.flatMap(({ worker }) => worker.model ?? []))
  const admission = new Admission({
    workers: () => workers,
    models: () => models,
    clock,
    strategy: inTurn({ nowMs: clock.nowMs, random: () => 0 }),
    maxQueue: 100,
    queueTimeoutMs: 1_000,
    onEmpty: () => undefined,
    ...changes,
  })
  const enter = (ticket = new PlainTicket(), isReturned = false) => {
    admission.enter(ticket, isReturned)
    return ticket
  }
  return { clock, admission, enter }
}
