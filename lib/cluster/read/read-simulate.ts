import type { ClusterFileWorker } from '../../generated/cluster.ts'
import type { Fault, SimulateOptions, ThrottleOptions } from '../cluster.ts'
import { simulationOf } from '../simulation.ts'
import { present } from './loose.ts'
import { milliseconds, share } from './quantities.ts'

type SimulateEntry = NonNullable<ClusterFileWorker['simulate']>
/** A fault in a file or a request. */
export type FaultEntry = NonNullable<SimulateEntry['faults']>[number]

/** The `simulate:` block of a worker; omitted settings with a neutral default stay absent. */
export function readSimulate(simulate: SimulateEntry = {}): SimulateOptions {
  return simulationOf({
    timeToFirstTokenMs: optional(milliseconds, simulate.time_to_first_token),
    tokenTimeMs: optional(milliseconds, simulate.token_time),
    jitter: optional(share, simulate.jitter),
    seed: simulate.seed,
    imitates: simulate.imitates,
    jitterDistribution: simulate.jitter_distribution,
    promptTokenTimeMs: optional(milliseconds, simulate.prompt_token_time),
    batchSlowdown: optional(share, simulate.batch_slowdown),
    speed: simulate.speed,
    slots: simulate.slots,
    maxQueue: simulate.max_queue,
    coldStartMs: optional(milliseconds, simulate.cold_start),
    coldAfterMs: optional(milliseconds, simulate.cold_after),
    loadTimeMs: optional(milliseconds, simulate.load_time),
    throttle: optional(readThrottle, simulate.throttle),
    faults: simulate.faults?.map(readFault),
    record: simulate.record,
  })
}

export function readFault(entry: FaultEntry): Fault {
  return {
    kind: entry.kind,
    ...present<Partial<Fault>>({
      probability: optional(share, entry.probability),
      afterMs: optional(milliseconds, entry.after),
      forMs: optional(milliseconds, entry.for),
      scope: entry.scope,
      factor: entry.factor,
      retryAfterMs: optional(milliseconds, entry.retry_after),
      model: entry.model,
    }),
  }
}

function readThrottle(throttle: NonNullable<SimulateEntry['throttle']>): ThrottleOptions {
  return {
    afterMs: milliseconds(throttle.after ?? '30s'),
    factor: throttle.factor ?? 1.5,
    rampMs: milliseconds(throttle.ramp ?? '10s'),
  }
}

function optional<In, Out>(read: (value: In) => Out, value: In | undefined): Out | undefined {
  return value === undefined ? undefined : read(value)
}
