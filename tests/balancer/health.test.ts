import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Balancer } from '../../lib/balancer/balancer.ts'
import { ask, balance, codeOf, eventsOf, until } from './balancers.ts'
import { cut, type Responder, silence, startWorker, type TestWorker, text } from './workers.ts'

const statesOf = (balancer: Balancer) => balancer.stats().workers.map(({ state }) => state)

/** Responds to probes as given, and to everything else as given as well. */
const apart =
  (probes: Responder, others: Responder): Responder =>
  (response, seen, request) =>
    (seen.path === '/v1/models' ? probes : others)(response, seen, request)

const health = { intervalMs: 20, timeoutMs: 200, failures: 2 }
const circuit = { failures: 3, openForMs: 120 }

async function pair(first: Responder): Promise<[TestWorker, TestWorker]> {
  return [await startWorker('w1', { response: first }), await startWorker('w2')]
}

describe('a worker that fails', () => {
  test('is ejected, is tried with one request, and returns with a slow start', async () => {
    const [w1, w2] = await pair(cut)
    const balancer = balance([w1, w2], {
      circuit: { ...circuit, openForMs: 1_500 },
      slowStartMs: 500,
      retries: 1,
    })
    const events = eventsOf(balancer)
    for (let index = 0; index < 6; index++) expect((await ask(balancer)).text).toBe('w2')
    expect(statesOf(balancer)).toEqual(['ejected', 'ready'])
    const before = w1.seen.length
    for (let index = 0; index < 5; index++) await ask(balancer)
    expect(w1.seen.length).toBe(before)
    w1.response = text('w1')
    await until(() => statesOf(balancer)[0] === 'trial')
    expect((await ask(balancer)).text).toBe('w1')
    expect(balancer.stats().workers[0]).toMatchObject({ state: 'starting', slotsNow: 1 })
    await until(() => statesOf(balancer)[0] === 'ready')
    expect(balancer.stats().workers[0]?.slotsNow).toBe(4)
    const reported = events.map(({ type }) => type)
    expect(reported.filter((type) => /ejected|trial|returned/.test(type))).toEqual([
      ...['ejected', 'trial', 'returned'],
    ])
  })

  test('fails no request, neither before its ejection nor on its trials', async () => {
    const [w1, w2] = await pair(cut)
    const balancer = balance([w1, w2], { circuit: { ...circuit, openForMs: 30 } })
    const events = eventsOf(balancer)
    for (let index = 0; index < 60; index++) {
      expect((await ask(balancer)).text).toBe('w2')
      await sleep(3)
    }
    const times = events.flatMap((event) => (event.type === 'ejected' ? event.forMs : []))
    expect(times.slice(0, 3)).toEqual([30, 60, 120])
  })

  test('gets no trial request that cannot be resent', async () => {
    const [w1, w2] = await pair(cut)
    const balancer = balance([w1, w2], { circuit: { ...circuit, openForMs: 20 }, retries: 0 })
    for (let index = 0; index < 6; index++) await codeOf(ask(balancer))
    await until(() => statesOf(balancer)[0] === 'trial')
    expect((await ask(balancer)).text).toBe('w2')
  })

  test('fast gets no larger share for it', async () => {
    const slowly: Responder = async (response) => {
      await sleep(5)
      response.end()
    }
    const [w1, w2] = [
      await startWorker('w1', { response: text('broken', 500) }),
      await startWorker('w2', { response: slowly }),
    ]
    for (const strategy of ['hybrid', 'peak_ewma', 'p2c', 'prequal']) {
      // The circuit never opens: the strategy alone decides.
      const closed = { failures: 1_000, minRequests: 100_000 }
      const balancer = balance([w1, w2], { strategy, circuit: closed, retries: 0 })
      await Promise.all(
        Array.from({ length: 6 }, async () => {
          for (let index = 0; index < 20; index++) await ask(balancer)
        }),
      )
      const [first, second] = balancer.stats().workers
      await balancer.close()
      expect(first!.sent).toBeLessThanOrEqual(second!.sent * 1.2)
    }
  })

  test('stays in rotation if it is the last one, and an event reports that', async () => {
    const worker = await startWorker('w1', { response: text('broken', 500) })
    const balancer = balance([worker], { circuit })
    const events = eventsOf(balancer)
    for (let index = 0; index < 3; index++) await ask(balancer)
    expect(statesOf(balancer)).toEqual(['ready'])
    expect(events.find(({ type }) => type === 'last_worker_kept')).toMatchObject({
      reason: '3 failures in a row (HTTP 500: broken)',
    })
  })
})

describe('a worker that is dead', () => {
  test('and has the only slot fails all waiting requests with its reason', async () => {
    const worker = await startWorker('w1', { changes: { maxConcurrentRequests: 1 } })
    await worker.close()
    const balancer = balance([worker])
    const codes = await Promise.all(Array.from({ length: 30 }, () => codeOf(ask(balancer))))
    expect(new Set(codes)).toEqual(new Set(['ECONNREFUSED']))
    expect(balancer.stats()).toMatchObject({ inFlight: 0, queued: 0, outcomes: { refused: 30 } })
  })
})

describe('probes', () => {
  test('request the list of models, or the path of the cluster file, with the key of the worker', async () => {
    const changes = { apiKey: { template: 'secret' }, basePath: '/llm' }
    const [w1, w2] = [await startWorker('w1', { changes }), await startWorker('w2', { changes })]
    balance([w1], { health })
    balance([w2], { health: { ...health, path: '/alive' } })
    await until(() => w1.seen.length > 0 && w2.seen.length > 0)
    expect([w1.seen[0]?.path, w2.seen[0]?.path]).toEqual(['/llm/v1/models', '/llm/alive'])
    expect(w1.seen[0]?.headers.authorization).toBe('Bearer secret')
  })

  test('eject a worker that responds with 500, and bring it back', async () => {
    const [w1, w2] = await pair(apart(text('', 500), text('w1')))
    const balancer = balance([w1, w2], { health, slowStartMs: 0 })
    const events = eventsOf(balancer)
    await until(() => statesOf(balancer)[0] === 'down')
    for (let index = 0; index < 4; index++) expect((await ask(balancer)).text).toBe('w2')
    w1.response = text('w1')
    await until(() => statesOf(balancer)[0] === 'ready')
    const reported = events.filter(({ type }) => type === 'down' || type === 'up')
    expect(reported).toMatchObject([
      { type: 'down', workerId: 'w1', reason: 'HTTP 500 for /v1/models' },
      { type: 'up', workerId: 'w1' },
    ])
  })

  test('find out at once whether an ejected worker is down', async () => {
    const [w1, w2] = await pair(text('w1'))
    await w1.close()
    const balancer = balance([w1, w2], { health: { intervalMs: 60_000, failures: 1 }, circuit })
    while (statesOf(balancer)[0] === 'ready') expect((await ask(balancer)).text).toBe('w2')
    await until(() => statesOf(balancer)[0] === 'down')
  })

  test('also eject a worker that requires another key', async () => {
    const worker = await startWorker('w1', { response: text('who are you', 401) })
    const balancer = balance([worker, await startWorker('w2')], { health })
    await until(() => worker.seen.length > 4)
    expect(statesOf(balancer)).toEqual(['ready', 'ready'])
  })

  test('detect a worker that hangs, and resend the requests that wait there for a first byte', async () => {
    const [w1, w2] = await pair(silence)
    const balancer = balance([w1, w2], { health })
    const events = eventsOf(balancer)
    const responses = await Promise.all([1, 2, 3, 4].map(() => ask(balancer)))
    expect(responses.map((received) => received.text)).toEqual(['w2', 'w2', 'w2', 'w2'])
    expect(statesOf(balancer)).toEqual(['down', 'ready'])
    expect(events.find(({ type }) => type === 'down')).toMatchObject({
      reason: 'no response within 200ms (GET /v1/models)',
    })
    expect(balancer.stats().workers[0]?.results.timeout).toBe(2)
  })

  test('do not interrupt a stream that has begun', async () => {
    const stream: Responder = async (response) => {
      response.write('one ')
      await sleep(1_500)
      response.end('two')
    }
    const [w1, w2] = await pair(apart(silence, stream))
    const balancer = balance([w1, w2], { health: { ...health, silentWhileBusyMs: 0 } })
    const received = ask(balancer)
    await until(() => statesOf(balancer)[0] === 'down')
    expect((await received).text).toBe('one two')
  })

  test('leave its requests to a worker that is silent while it works, and report that it is busy', async () => {
    const late: Responder = async (response) => {
      await sleep(1_500)
      response.end('late')
    }
    const w1 = await startWorker('w1', {
      response: apart(silence, late),
      changes: { type: 'llama_cpp', maxConcurrentRequests: 1 },
    })
    w1.response = (response, seen, request) =>
      (seen.path === '/health' ? silence : late)(response, seen, request)
    const balancer = balance([w1, await startWorker('w2')], { health })
    const events = eventsOf(balancer)
    const responses = await Promise.all([ask(balancer), ask(balancer)])
    expect(responses.map((received) => received.text).toSorted()).toEqual(['late', 'w2'])
    expect(events.filter(({ type }) => type === 'busy')).toMatchObject([{ workerId: 'w1' }])
    expect(events.filter(({ type }) => type === 'retry')).toEqual([])
    // Without requests in flight, its silence is not excused.
    await until(() => statesOf(balancer)[0] === 'down')
  })

  test('keep the last worker in rotation', async () => {
    const worker = await startWorker('w1', { response: apart(silence, text('w1')) })
    const balancer = balance([worker], { health })
    const events = eventsOf(balancer)
    await until(() => events.some(({ type }) => type === 'last_worker_kept'))
    await sleep(700)
    expect((await ask(balancer)).text).toBe('w1')
    expect(events.filter(({ type }) => type === 'last_worker_kept')).toHaveLength(1)
  })

  test('use no slot, and end with the balancer', async () => {
    const worker = await startWorker('w1', { changes: { maxConcurrentRequests: 1 } })
    const balancer = balance([worker], { health })
    await until(() => worker.seen.length > 2)
    expect(balancer.stats()).toMatchObject({ requests: 0, inFlight: 0 })
    await balancer.close()
    const { length } = worker.seen
    await sleep(80)
    expect(worker.seen.length).toBe(length)
  })

  test('end with their worker, also in the middle of a probe', async () => {
    const [w1, w2] = await pair(silence)
    const balancer = balance([w1, w2], { health: { ...health, timeoutMs: 5_000 } })
    const events = eventsOf(balancer)
    await until(() => w1.seen.length > 0)
    await balancer.removeWorker('w1')
    const { length } = w1.seen
    await sleep(120)
    expect(w1.seen.length).toBe(length)
    expect(events.map(({ type }) => type)).toEqual(['draining', 'drained', 'left'])
  })
})
