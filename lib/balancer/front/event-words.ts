import { redirectWords } from '../../servers/redirect.ts'
import { claimWords } from '../admission/claim-words.ts'
import type { BalancerEvent } from '../events.ts'

/** Events that are worth a line of a log; requests in flight are not among them. */
export type NotableEvent = Extract<BalancerEvent, { workerId: string }>

/** A notable event in words, such as `w1 ejected for 2s: 5 failures in a row`; undefined for others. */
export function eventWords(event: BalancerEvent): string | undefined {
  const words = wordsOf(event)
  return words && `${(event as NotableEvent).workerId} ${words}`
}

function wordsOf(event: BalancerEvent): string | undefined {
  switch (event.type) {
    case 'ejected':
      return `ejected for ${seconds(event.forMs)}: ${event.reason}`
    case 'last_worker_kept':
      return `still in rotation although it fails, because no other worker accepts requests: ${event.reason}`
    case 'rate_limited':
      return `${event.status === 503 ? 'busy or loading (HTTP 503)' : 'rate limited'}, paused for ${seconds(event.forMs)}`
    case 'error_response':
      return errorResponseWords(event)
    case 'unauthorized':
      return `refuses its API key, paused for ${seconds(event.forMs)}`
    case 'busy':
      return `busy: ${event.reason}, while it works on requests; it keeps them`
    case 'overclaimed':
      return claimWords(event)
    case 'down':
      return `down: ${event.reason}`
    default:
      return plainWords[event.type]
  }
}

function errorResponseWords({
  status,
  words,
  redirectsTo,
}: Extract<BalancerEvent, { type: 'error_response' }>): string {
  if (redirectsTo !== undefined) {
    return `${redirectWords(redirectsTo)} (HTTP ${status}), which is not followed: give that address in the cluster file`
  }
  return `returned HTTP ${status}${words === undefined ? '' : `: the server says "${words}"`}`
}

const plainWords: Partial<Record<BalancerEvent['type'], string>> = {
  returned: 'returned',
  up: 'up again',
  draining: 'draining, gets no further requests',
  drained: 'drained, no requests in flight',
  undrained: 'takes requests again',
  limit_renamed: 'refuses `max_tokens`, gets `max_completion_tokens` from now on',
  joined: 'joined',
  left: 'left',
}

function seconds(ms: number): string {
  return `${Number((ms / 1_000).toFixed(1))}s`
}
