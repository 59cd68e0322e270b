import type { Dispatcher } from 'undici'
import { Balancer } from '../balancer/balancer.ts'
import { DirectClient } from './direct-client.ts'

/** Ids of the workers that refused `max_tokens`, and get `max_completion_tokens` in its place. */
export function limitRenamedFor(dispatcher: Pick<Dispatcher, 'dispatch'>): readonly string[] {
  if (dispatcher instanceof DirectClient) {
    return dispatcher.wantsCompletionLimit ? [dispatcher.workerId] : []
  }
  if (!(dispatcher instanceof Balancer)) return []
  const renamed = dispatcher.stats().workers.filter((worker) => worker.wantsCompletionLimit)
  return renamed.map(({ id }) => id)
}
