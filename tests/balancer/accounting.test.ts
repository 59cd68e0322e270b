import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Balancer } from '../../lib/balancer/balancer.ts'
import type { BalancerEvent } from '../../lib/balancer/events.ts'
import { strategyNames } from '../../lib/balancer/strategies/registry.ts'
import { ask, balance, codeOf, eventsOf } from './balancers.ts'
import { randomOf } from './play.ts'
import { cut, type Responder, startWorker, text } from './workers.ts'

const halfResponse: Responder = async (response) => {
  response.writeHead(200, { 'content-length': '10' })
  response.write('half')
  await sleep(2)
  response.destroy()
}

const stream: Responder = async (response) => {
  for (let index = 0; index < 3; index++) {
    response.write('piece ')
    await sleep(2)
  }
  response.end()
}

/** What a worker may do, the good more often than the bad. */
const responses: readonly Responder[] = [
  ...[text('well'), text('well'), text('well'), stream, stream, stream],
  ...[cut, halfResponse, text('broken', 500), text('not found', 404)],
  text('busy', 503, { 'retry-after': '0.02' }),
  text('slow down', 429, { 'retry-after-ms': '10' }),
  (response) => response.socket?.end('no HTTP\r\n\r\n'),
]

/** Sends a random mix of requests to workers with random behaviour. */
async function mixedLoad(seed: number, strategy: string, requests: number) {
  const random = randomOf(seed)
  const oneOf = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)] as T
  const anything: Responder = async (response, seen, request) => {
    await sleep(random() * 8)
    return oneOf(responses)(response, seen, request)
  }
  const workers = await Promise.all(
    ['w1', 'w2', 'w3'].map((id) =>
      startWorker(id, { response: anything, changes: { maxConcurrentRequests: 2 } }),
    ),
  )
  const balancer = balance(workers, {
    strategy,
    hedgeAfterMs: 5,
    maxQueue: 20,
    queueTimeoutMs: 100,
    timeoutMs: 1_000,
    retryBudget: 1,
    circuit: { failures: 3, openForMs: 20 },
  })
  const events = eventsOf(balancer)
  const codes = Array.from({ length: requests }, async () => {
    await sleep(random() * requests * 2)
    const path = oneOf(['/v1/chat/completions', '/v1/chat/completions', '/v1/files'])
    const signal = random() < 0.2 ? { signal: AbortSignal.timeout(Math.floor(random() * 20)) } : {}
    return codeOf(ask(balancer, { path, ...signal }))
  })
  const churn = (async () => {
    for (let index = 0; index < 5; index++) {
      await sleep(requests / 3)
      if (index % 2 === 0) void balancer.drain('w2')
      else balancer.undrain('w2')
    }
    balancer.undrain('w2')
  })()
  await Promise.all([...codes, churn])
  await balancer.close()
  return { balancer, events }
}

const sum = (counts: object) => Object.values(counts).reduce((total, count) => total + count, 0)

function ofType<T extends BalancerEvent['type']>(events: readonly BalancerEvent[], type: T) {
  return events.filter((event): event is BalancerEvent & { type: T } => event.type === type)
}

function maxInFlight(events: readonly BalancerEvent[], workerId: string): number {
  let [now, most] = [0, 0]
  for (const event of events) {
    if (!('workerId' in event) || event.workerId !== workerId) continue
    if (event.type === 'sent') now += 1
    if (event.type === 'settled') now -= 1
    most = Math.max(most, now)
  }
  return most
}

function checkRequests(
  { stats }: { stats: ReturnType<Balancer['stats']> },
  events: BalancerEvent[],
) {
  const ends = ofType(events, 'end')
  const ids = ends.map(({ request }) => request.id)
  expect(ids.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: stats.requests }, (_, i) => i + 1),
  )
  expect(sum(stats.outcomes)).toBe(stats.requests)
  const reported = ends.map(({ request }) => request.outcome)
  for (const [outcome, count] of Object.entries(stats.outcomes)) {
    expect([outcome, reported.filter((each) => each === outcome).length]).toEqual([outcome, count])
  }
  for (const { request } of ends) {
    const sent = ofType(events, 'sent').filter(({ requestId }) => requestId === request.id)
    expect(request.attempts).toBe(sent.length)
    expect(sent.length === 0 || request.workerId !== undefined).toBe(true)
  }
}

function checkWorkers(
  { stats }: { stats: ReturnType<Balancer['stats']> },
  events: BalancerEvent[],
) {
  for (const worker of stats.workers) {
    const of = <T extends 'sent' | 'settled' | 'retry' | 'hedge'>(type: T) =>
      ofType(events, type).filter(({ workerId }) => workerId === worker.id)
    expect(of('sent')).toHaveLength(worker.sent)
    expect(sum(worker.results)).toBe(worker.sent)
    expect(of('settled')).toHaveLength(worker.sent)
    for (const [result, count] of Object.entries(worker.results)) {
      expect(of('settled').filter((event) => event.result === result)).toHaveLength(count)
    }
    expect(of('retry')).toHaveLength(worker.retriedAway)
    expect(of('hedge')).toHaveLength(worker.hedges)
    expect(worker.inFlight).toBe(0)
    expect(maxInFlight(events, worker.id)).toBe(worker.maxInFlight)
    expect(worker.maxInFlight).toBeLessThanOrEqual(worker.slots)
  }
  expect(ofType(events, 'retry')).toHaveLength(stats.retries)
}

describe.each(strategyNames)('the accounting with %s', (strategy) => {
  test('contains each request and each attempt exactly once, whatever happens to them', async () => {
    const seed = strategyNames.indexOf(strategy) + 1
    const { balancer, events } = await mixedLoad(seed, strategy, 250)
    const stats = balancer.stats()
    checkRequests({ stats }, events)
    checkWorkers({ stats }, events)
    // Otherwise the mix has proved little.
    expect(Object.values(stats.outcomes).filter((count) => count > 0).length).toBeGreaterThan(3)
    const hedges = stats.workers.reduce((total, worker) => total + worker.hedges, 0)
    expect(stats.retries + hedges).toBeGreaterThan(3)
  })
})

test('a worker never has more requests in flight than slots', async () => {
  const received: Responder = async (response) => {
    await sleep(Math.random() * 3)
    response.end('x')
  }
  const workers = await Promise.all(
    [1, 2, 3].map((n) =>
      startWorker(`w${n}`, { response: received, changes: { maxConcurrentRequests: n } }),
    ),
  )
  const balancer = balance(workers, { strategy: 'hybrid' })
  await Promise.all(Array.from({ length: 600 }, () => ask(balancer)))
  expect(workers.map(({ maxInFlight }) => maxInFlight)).toEqual([1, 2, 3])
})
