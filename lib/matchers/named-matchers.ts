import type { Expectations } from './meet.ts'

/** A matcher with a name of its own: the conditions that it stands for, by kind of check. */
export type NamedMatcher<Argument = never> = {
  readonly [check: string]: (argument: Argument) => Expectations
}

/** No packet was lost. */
export const toHaveNoPacketLoss: NamedMatcher<void> = {
  ping: () => ({ packet_loss: '0%' }),
}

/** The port takes connections. */
export const toBeOpen: NamedMatcher<void> = {
  tcp: () => ({ open: true }),
}

/** The name resolves. */
export const toResolve: NamedMatcher<void> = {
  dns: () => ({ resolves: true }),
}

/** The worker lists its model, has it loaded and answers with it. */
export const toServeItsModel: NamedMatcher<void> = {
  model: () => ({ listed: true, loaded: true, answers: true }),
}

/** All workers and this host are in one network. */
export const toBeInOneSubnet: NamedMatcher<void> = {
  subnet: () => ({ same_subnet: true }),
}

/** The answer comes faster than this: the average round trip, connect or whole answer. */
export const toAnswerWithin: NamedMatcher<string> = {
  ping: (duration) => ({ 'rtt.avg': `< ${duration}` }),
  tcp: (duration) => ({ connect_time: `< ${duration}` }),
  dns: (duration) => ({ time: `< ${duration}` }),
  http: (duration) => ({ 'time.total': `< ${duration}` }),
  model: (duration) => ({ 'time.completion': `< ${duration}` }),
}
