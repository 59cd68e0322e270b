import { describe, expect, test } from 'vitest'
import { ask, balance, eventsOf, until } from './balancers.ts'
import { type Responder, startWorker, text } from './workers.ts'

const limited = (headers: Record<string, string>) => text('slow down', 429, headers)
const inTwoSeconds = () => new Date(Date.now() + 2_000).toUTCString()

describe('a worker that returns 429', () => {
  test.each([
    ['seconds', { 'retry-after': '2' }],
    ['a date', { 'retry-after': inTwoSeconds() }],
    ['milliseconds', { 'retry-after-ms': '1500' }],
  ])('is left alone as long as it asks, in %s', async (_, headers) => {
    const [w1, w2] = [
      await startWorker('w1', { response: limited(headers) }),
      await startWorker('w2'),
    ]
    const balancer = balance([w1, w2])
    const events = eventsOf(balancer)
    for (let index = 0; index < 6; index++) expect((await ask(balancer)).text).toBe('w2')
    expect(w1.seen).toHaveLength(1)
    expect(balancer.stats().workers[0]?.state).toBe('limited')
    const reported = events.find(({ type }) => type === 'rate_limited') as { forMs: number }
    expect(reported.forMs).toBeGreaterThan(400)
    expect(reported.forMs).toBeLessThanOrEqual(2_000)
  })

  test('does not count as failed', async () => {
    const w1 = await startWorker('w1', { response: limited({ 'retry-after-ms': '1' }) })
    const balancer = balance([w1, await startWorker('w2')], { circuit: { failures: 2 } })
    const events = eventsOf(balancer)
    for (let index = 0; index < 10; index++) await ask(balancer)
    expect(w1.seen.length).toBeGreaterThan(2)
    expect(events.map(({ type }) => type)).not.toContain('ejected')
  })

  test('is waited for as long as it asks if all others are limited as well', async () => {
    const once = (): Responder => {
      let isFirst = true
      return (response) => {
        response.writeHead(isFirst ? 429 : 200, { 'retry-after-ms': '900' }).end()
        isFirst = false
      }
    }
    const workers = [
      await startWorker('w1', { response: once() }),
      await startWorker('w2', { response: once() }),
    ]
    const balancer = balance(workers, { retries: 0 })
    const first = await Promise.all([ask(balancer), ask(balancer)])
    expect(first.map(({ status }) => status)).toEqual([429, 429])
    const startMs = performance.now()
    const later = Promise.all([1, 2, 3, 4].map(() => ask(balancer)))
    expect(balancer.stats()).toMatchObject({ inFlight: 0, queued: 4 })
    expect((await later).map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(performance.now() - startMs).toBeGreaterThan(500)
  })

  test('sends its request to another limited worker once that one is free again', async () => {
    const w1 = await startWorker('w1', { response: limited({ 'retry-after-ms': '400' }) })
    const w2 = await startWorker('w2', { response: limited({ 'retry-after': '9' }) })
    const balancer = balance([w1, w2], { retries: 1 })
    // Now w2 is limited for long, and w1 for a moment.
    expect((await ask(balancer)).status).toBe(429)
    w1.response = text('w1')
    expect((await ask(balancer)).text).toBe('w1')
    expect(w2.seen).toHaveLength(1)
  })
})

describe('a worker that refuses the key of a caller', () => {
  test('that another worker accepts is left alone, because it needs a key that is not configured', async () => {
    const w1 = await startWorker('w1', { response: text('', 401) })
    const balancer = balance([w1, await startWorker('w2')])
    const events = eventsOf(balancer)
    for (let index = 0; index < 6; index++) expect((await ask(balancer)).text).toBe('w2')
    expect(w1.seen).toHaveLength(1)
    expect(balancer.stats().workers[0]?.state).toBe('unauthorized')
    expect(events.find(({ type }) => type === 'unauthorized')).toMatchObject({ workerId: 'w1' })
  })

  test.each([401, 403])(
    'with %i after it has served others has its response forwarded',
    async (status) => {
      const [w1, w2] = [await startWorker('w1'), await startWorker('w2')]
      const balancer = balance([w1, w2])
      for (let index = 0; index < 4; index++) expect((await ask(balancer)).status).toBe(200)
      w1.response = text('no', status)
      w2.response = text('no', status)
      for (let index = 0; index < 4; index++) expect((await ask(balancer)).status).toBe(status)
      expect(w1.seen.length + w2.seen.length).toBe(8)
      expect(balancer.stats().workers.map(({ state }) => state)).toEqual(['ready', 'ready'])
    },
  )
})

describe('a worker that refuses its own key', () => {
  test('is paused for 30 seconds, or as long as it asks', async () => {
    const changes = { apiKey: { template: 'outdated' } }
    const w1 = await startWorker('w1', { response: text('', 401), changes })
    const balancer = balance([w1, await startWorker('w2')])
    const events = eventsOf(balancer)
    for (let index = 0; index < 6; index++) expect((await ask(balancer)).text).toBe('w2')
    expect(w1.seen).toHaveLength(1)
    expect(balancer.stats().workers[0]).toMatchObject({
      state: 'unauthorized',
      results: { unauthorized: 1 },
    })
    expect(events.find(({ type }) => type === 'unauthorized')).toMatchObject({ forMs: 30_000 })
  })

  test('has its response forwarded if it is the only one', async () => {
    const changes = { apiKey: { template: 'outdated' } }
    const balancer = balance([await startWorker('w1', { response: text('no', 401), changes })])
    const events = eventsOf(balancer)
    for (let index = 0; index < 3; index++) expect((await ask(balancer)).status).toBe(401)
    await until(() => events.some(({ type }) => type === 'last_worker_kept'))
    expect(balancer.stats().workers[0]?.state).toBe('ready')
  })
})

describe('a caller of a worker that asks for an hour of pause', () => {
  test('learns when a worker is tried again', async () => {
    const worker = await startWorker('w1', { response: limited({ 'retry-after': '3600' }) })
    const balancer = balance([worker], { maxRetryAfterMs: 5_000 })
    const path = '/v1/chat/completions'
    const { statusCode, headers } = await balancer.request({
      origin: 'http://cluster',
      path,
      method: 'POST',
      body: '{}',
    })
    expect(statusCode).toBe(429)
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(4)
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(5)
  })
})

describe('a worker that is full', () => {
  test('serves all requests in the end, and its claim of slots is reported', async () => {
    let atWork = 0
    const worker = await startWorker('w1', {
      changes: { maxConcurrentRequests: 8 },
      response: async (response) => {
        if (atWork >= 3) return void response.writeHead(503).end('{"error":"server busy"}')
        atWork += 1
        await new Promise((resolve) => setTimeout(resolve, 20))
        atWork -= 1
        response.end('done')
      },
    })
    const balancer = balance([worker])
    const events = eventsOf(balancer)
    const responses = await Promise.all(Array.from({ length: 40 }, () => ask(balancer)))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(40)
    expect(events.findLast(({ type }) => type === 'overclaimed')).toMatchObject({
      workerId: 'w1',
      claimed: 8,
    })
    expect(balancer.stats()).toMatchObject({ retries: 0, outcomes: { ok: 40 } })
    expect(balancer.stats().workers[0]?.slotsNow).toBeLessThan(8)
  })

  test('while it serves nothing else is left alone, as with 429', async () => {
    const worker = await startWorker('w1', { response: text('{"error":"busy"}', 503) })
    const balancer = balance([worker])
    expect((await ask(balancer)).status).toBe(503)
    expect(balancer.stats().workers[0]).toMatchObject({ state: 'limited' })
  })
})
