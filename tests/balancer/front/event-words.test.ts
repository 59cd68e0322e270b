import { expect, test } from 'vitest'
import type { BalancerEvent } from '../../../lib/balancer/events.ts'
import { eventWords } from '../../../lib/balancer/front/event-words.ts'

const cases: [string, BalancerEvent][] = [
  [
    'w1 ejected for 2s: 5 failures in a row',
    { type: 'ejected', workerId: 'w1', atMs: 0, reason: '5 failures in a row', forMs: 2_000 },
  ],
  [
    'w1 kept though it fails, since no other takes requests: 5 failures in a row',
    { type: 'last_worker_kept', workerId: 'w1', atMs: 0, reason: '5 failures in a row' },
  ],
  [
    'w1 rate limited, left alone for 1.5s',
    { type: 'rate_limited', workerId: 'w1', atMs: 0, forMs: 1_500 },
  ],
  [
    'w1 refuses its API key, left alone for 30s',
    { type: 'unauthorized', workerId: 'w1', atMs: 0, forMs: 30_000 },
  ],
  ['w1 down: ECONNREFUSED', { type: 'down', workerId: 'w1', atMs: 0, reason: 'ECONNREFUSED' }],
  ['w1 up again', { type: 'up', workerId: 'w1', atMs: 0 }],
  ['w1 returned', { type: 'returned', workerId: 'w1', atMs: 0 }],
]

test.each(cases)('%s', (words, event) => {
  expect(eventWords(event)).toBe(words)
})

test('a request on its way is nothing to tell of', () => {
  expect(eventWords({ type: 'sent', atMs: 0, requestId: 1, workerId: 'w1' })).toBeUndefined()
})
