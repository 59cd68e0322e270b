import type { Candidate, RequestView } from '../../../lib/balancer/strategies/strategy.ts'

/** A worker with five slots, none in use, unless said otherwise. */
export function worker(id: string, more: Partial<Candidate> = {}): Candidate {
  const slots = more.slots ?? 5
  return { id, slots, inFlight: 0, weight: slots, ...more }
}

export function request(affinityKey?: string): RequestView {
  return { path: '/v1/chat/completions', affinityKey }
}
