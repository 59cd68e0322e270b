import { expect, test } from 'vitest'
import type { BalancerEvent } from '../../../lib/balancer/events.ts'
import { eventWords } from '../../../lib/balancer/front/event-words.ts'

const cases: [string, BalancerEvent][] = [
  [
    'w1 ejected for 2s: 5 failures in a row',
    { type: 'ejected', workerId: 'w1', atMs: 0, reason: '5 failures in a row', forMs: 2_000 },
  ],
  [
    'w1 still in rotation although it fails, because no other worker accepts requests: 5 failures in a row',
    { type: 'last_worker_kept', workerId: 'w1', atMs: 0, reason: '5 failures in a row' },
  ],
  [
    'w1 rate limited, paused for 1.5s',
    { type: 'rate_limited', workerId: 'w1', atMs: 0, forMs: 1_500, status: 429 },
  ],
  [
    'w1 busy or loading (HTTP 503), paused for 1s',
    { type: 'rate_limited', workerId: 'w1', atMs: 0, forMs: 1_000, status: 503 },
  ],
  [
    'w1 returned HTTP 500: the server says "out of memory"',
    {
      type: 'error_response',
      workerId: 'w1',
      atMs: 0,
      status: 500,
      words: 'out of memory',
      redirectsTo: undefined,
    },
  ],
  [
    'w1 returned HTTP 502',
    {
      type: 'error_response',
      workerId: 'w1',
      atMs: 0,
      status: 502,
      words: undefined,
      redirectsTo: undefined,
    },
  ],
  [
    'w1 redirects to https://gateway/v1/chat/completions (HTTP 302), which is not followed: give that address in the cluster file',
    {
      type: 'error_response',
      workerId: 'w1',
      atMs: 0,
      status: 302,
      words: 'Found',
      redirectsTo: 'https://gateway/v1/chat/completions',
    },
  ],
  [
    'w1 returned HTTP 503 "no slot available" with 2 in flight, but the cluster file claims 4 slots: `max_concurrent_requests: 2` fits',
    {
      type: 'overclaimed',
      workerId: 'w1',
      atMs: 0,
      accepted: 2,
      claimed: 4,
      status: 503,
      words: 'no slot available',
    },
  ],
  [
    'w1 refuses its API key, paused for 30s',
    { type: 'unauthorized', workerId: 'w1', atMs: 0, forMs: 30_000 },
  ],
  ['w1 down: ECONNREFUSED', { type: 'down', workerId: 'w1', atMs: 0, reason: 'ECONNREFUSED' }],
  ['w1 up again', { type: 'up', workerId: 'w1', atMs: 0 }],
  ['w1 returned', { type: 'returned', workerId: 'w1', atMs: 0 }],
]

test.each(cases)('%s', (words, event) => {
  expect(eventWords(event)).toBe(words)
})

test('a request in flight is not a line of the log', () => {
  expect(eventWords({ type: 'sent', atMs: 0, requestId: 1, workerId: 'w1' })).toBeUndefined()
})
