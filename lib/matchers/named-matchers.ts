import type { Measurement } from '../record/measurement.ts'
import type { Expectations, MeetOptions } from './meet.ts'

/**
 * A named matcher: its conditions, by kind of check. If its argument has an `at`, they are about that
 * level.
 */
export type NamedMatcher<Argument = never> = {
  readonly [check: string]: (argument: Argument, measurement: Measurement) => Expectations
}

/** No packet was lost. */
export const toHaveNoPacketLoss: NamedMatcher<void> = {
  ping: () => ({ packet_loss: '0%' }),
}

/** The port accepts connections. */
export const toBeOpen: NamedMatcher<void> = {
  tcp: () => ({ open: true }),
}

/** The name resolves. */
export const toResolve: NamedMatcher<void> = {
  dns: () => ({ resolves: true }),
}

/** The worker lists its model, has it loaded and responds with it. */
export const toServeItsModel: NamedMatcher<void> = {
  model: () => ({ listed: true, loaded: true, answers: true }),
}

/** All workers and this host are in one network. */
export const toBeInOneSubnet: NamedMatcher<void> = {
  subnet: () => ({ same_subnet: true }),
}

/**
 * The load was evenly distributed: each worker's share is within this of an equal one, in percentage
 * points.
 */
export const toShareLoadEvenly: NamedMatcher<{ readonly within?: string } | undefined> = {
  balance: evenShares,
  affinity: evenShares,
}

/** No request was lost when a worker failed, and the worker served again afterwards. */
export const toSurviveFailover: NamedMatcher<
  { readonly ejectWithin?: string; readonly returnWithin?: string } | undefined
> = {
  failover: ({ ejectWithin, returnWithin } = {}) => ({
    lost: 0,
    time_to_eject: ejectWithin === undefined ? '>= 0ms' : `<= ${ejectWithin}`,
    time_to_return: returnWithin === undefined ? '>= 0ms' : `<= ${returnWithin}`,
  }),
}

/** No worker got more requests than its slots; or a worker has as many slots as claimed (`slots`). */
export const toRespectSlots: NamedMatcher<void> = {
  balance: () => ({ slots_exceeded: 0 }),
  failover: () => ({ slots_exceeded: 0 }),
  adapt: () => ({ slots_exceeded: 0 }),
  overload: () => ({ slots_exceeded: 0 }),
  affinity: () => ({ slots_exceeded: 0 }),
  slots: () => ({ claim_holds: true }),
}

/** The candidate's throughput is this many times the baseline's: at every level, or at one. */
export const toReachSpeedup: NamedMatcher<{ readonly atLeast: string } & MeetOptions> = {
  benchmark: ({ atLeast }) => ({ speedup: `>= ${atLeast}` }),
}

/** The response is faster than this: the average round trip, connect or complete response. */
export const toRespondWithin: NamedMatcher<string> = {
  ping: (duration) => ({ 'rtt.avg': `< ${duration}` }),
  tcp: (duration) => ({ connect_time: `< ${duration}` }),
  dns: (duration) => ({ time: `< ${duration}` }),
  http: (duration) => ({ 'time.total': `< ${duration}` }),
  model: (duration) => ({ 'time.completion': `< ${duration}` }),
}

/** An equal share is one over the number of measured workers. */
function evenShares(
  { within = '5%' }: { readonly within?: string } = {},
  { metrics }: Measurement,
): Expectations {
  const workers = Object.keys(metrics).filter((name) => name.startsWith('share.')).length
  const equal = Number((100 / Math.max(1, workers)).toFixed(3))
  return { 'share.each': `${equal}% ± ${within}` }
}
