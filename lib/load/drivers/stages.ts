import { type Arrivals, plannedArrivals, unitArrivals } from './arrivals.ts'
import type { Driver } from './driver.ts'
import { countOfPart, everyNth, type Part } from './part.ts'
import { Ramp } from './ramp.ts'
import { rampingLanes } from './ramping-lanes.ts'
import { defaultMaxInFlight, runSchedule } from './schedule.ts'

export interface RateStages {
  /** From one rate to the next linearly; the same rate twice is constant, 0 ms is a jump. */
  readonly stages: readonly { readonly durationMs: number; readonly ratePerSecond: number }[]
  /** The rate at the start of the first stage; default 0. */
  readonly startRatePerSecond?: number
  /** Default `constant`. */
  readonly arrivals?: Arrivals
  /** Of the gaps of `poisson`; default 1. */
  readonly seed?: number
  /** Requests that are due while this many are in flight are dropped; default 10,000. */
  readonly maxInFlight?: number
  /** The part of the requests that it sends; default all of them. */
  readonly part?: Part
}

export interface ConcurrencyStages {
  /** From one number of requests in flight to the next linearly. */
  readonly stages: readonly { readonly durationMs: number; readonly concurrency: number }[]
  /** Default 0. */
  readonly startConcurrency?: number
}

/**
 * A load that changes over time. By rate it is an open loop as k6's ramping-arrival-rate: the n-th request
 * is due when the area under the rate reaches n, from 0 on, so that a ramp is exact however few requests it
 * has. By concurrency it is a closed loop as k6's ramping-vus.
 * @throws RangeError without a stage, and for times and targets below 0
 */
export function stages(options: RateStages | ConcurrencyStages): Driver {
  return isByRate(options) ? byRate(options) : byConcurrency(options)
}

function isByRate(options: RateStages | ConcurrencyStages): options is RateStages {
  return options.stages.every((stage) => 'ratePerSecond' in stage)
}

function byRate(options: RateStages): Driver {
  const { startRatePerSecond = 0, arrivals = 'constant', seed = 1 } = options
  const ramp = new Ramp(
    startRatePerSecond / 1_000,
    options.stages.map(({ durationMs, ratePerSecond }) => ({
      durationMs,
      target: ratePerSecond / 1_000,
    })),
  )
  const unit = { arrivals, seed, requests: Number.POSITIVE_INFINITY, within: ramp.area }
  const planned = plannedArrivals(unit)
  return {
    kind: 'stages',
    ...(planned !== undefined && { planned: countOfPart(planned, options.part) }),
    run: (context) =>
      runSchedule(
        everyNth(ramp.timesOfAreas(unitArrivals(unit)), options.part),
        options.maxInFlight ?? defaultMaxInFlight,
        context,
      ),
  }
}

function byConcurrency({ stages: given, startConcurrency = 0 }: ConcurrencyStages): Driver {
  const ramp = new Ramp(
    startConcurrency,
    given.map(({ durationMs, concurrency }) => ({ durationMs, target: concurrency })),
  )
  return { kind: 'stages', run: (context) => rampingLanes(ramp, context) }
}
