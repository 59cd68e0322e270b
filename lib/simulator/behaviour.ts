import type { Fault, SimulateOptions, ThrottleOptions } from '../cluster/cluster.ts'

/** The complete behaviour of a worker. */
export interface Behaviour extends Required<Omit<SimulateOptions, 'throttle'>> {
  readonly throttle: ThrottleOptions | undefined
  readonly faults: readonly Fault[]
}

/** Fills in omitted options; settings that never take effect are infinite. */
export function behaviourOf(simulate: SimulateOptions, maxConcurrentRequests: number): Behaviour {
  return {
    jitterDistribution: 'uniform',
    promptTokenTimeMs: 0,
    batchSlowdown: 0,
    speed: 1,
    slots: maxConcurrentRequests,
    maxQueue: Number.POSITIVE_INFINITY,
    coldStartMs: 0,
    coldAfterMs: Number.POSITIVE_INFINITY,
    loadTimeMs: 0,
    throttle: undefined,
    faults: [],
    record: false,
    ...simulate,
  }
}
