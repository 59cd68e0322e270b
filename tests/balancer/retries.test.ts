import { describe, expect, test } from 'vitest'
import { ask, balance, codeOf, completion, eventsOf, origin } from './balancers.ts'
import { openBlackHole } from './black-hole.ts'
import { cut, deadWorker, type Responder, startWorker, text, workerAt } from './workers.ts'

const unsafe = { path: '/v1/files', method: 'POST' as const }
const get = { path: '/v1/models', method: 'GET' as const, body: null }
const key = { apiKey: { template: 'key-of-the-worker' } }

/** Two workers, the first of which gets the first request. */
async function pair(first: Responder, changes: object = {}) {
  const [w1, w2] = [await startWorker('w1', { response: first, changes }), await startWorker('w2')]
  return { w1, w2, balancer: balance([w1, w2]) }
}

describe('a request goes to another worker', () => {
  test.each([
    ['a completion', {}],
    ['GET', get],
    ['a request that its caller marks as idempotent', { ...unsafe, idempotent: true }],
    ['an unsafe request', unsafe],
  ])('if the connection is refused: %s', async (_, options) => {
    const balancer = balance([await deadWorker('w1'), await startWorker('w2')])
    expect(await ask(balancer, options)).toEqual({ status: 200, text: 'w2' })
    expect(balancer.stats()).toMatchObject({ retries: 1, outcomes: { ok: 1 } })
  })

  test('if the connection is not established in time', async () => {
    await using hole = await openBlackHole()
    const workers = [workerAt('w1', hole.port), await startWorker('w2')]
    const balancer = balance(workers, { connectTimeoutMs: 400 })
    expect((await ask(balancer, unsafe)).text).toBe('w2')
  })

  test('if the connection breaks before the first byte', async () => {
    const { balancer, w1, w2 } = await pair(cut)
    expect((await ask(balancer)).text).toBe('w2')
    expect([w1.seen.length, w2.seen.length]).toEqual([1, 1])
    const [first] = balancer.stats().workers
    expect(first).toMatchObject({ sent: 1, retriedAway: 1, results: { reset: 1 } })
  })

  test('if the connection breaks after an informational response only', async () => {
    const { balancer } = await pair((response) => {
      response.writeProcessing()
      setTimeout(() => response.destroy(), 20)
    })
    expect((await ask(balancer)).text).toBe('w2')
  })

  test('if the response is not valid HTTP', async () => {
    const { balancer } = await pair((response) => response.socket?.end('garbage\r\n\r\n'))
    expect((await ask(balancer)).text).toBe('w2')
  })

  test.each([500, 502, 503, 504])('if the first worker returns %i', async (status) => {
    const { balancer } = await pair(text('broken', status))
    expect(await ask(balancer)).toEqual({ status: 200, text: 'w2' })
  })

  test.each([
    ['a completion', {}],
    ['an unsafe request', unsafe],
  ])('if the first worker is rate limited: %s', async (_, options) => {
    const { balancer } = await pair(text('slow down', 429, { 'retry-after': '5' }))
    expect(await ask(balancer, options)).toEqual({ status: 200, text: 'w2' })
  })

  test.each([401, 403])('if the first worker refuses its own key with %i', async (status) => {
    const { balancer } = await pair(text('who are you', status), key)
    expect(await ask(balancer, unsafe)).toEqual({ status: 200, text: 'w2' })
  })

  test('with the same body and headers', async () => {
    const { balancer, w1, w2 } = await pair(cut)
    await ask(balancer, { body: '{"model":"m","n":1}', headers: { 'x-a': '1' } })
    expect(w2.seen[0]?.body).toEqual(w1.seen[0]?.body)
    expect(w2.seen[0]?.headers['x-a']).toBe('1')
  })

  test('and the events name both workers and the reason', async () => {
    const { balancer } = await pair(text('broken', 500))
    const events = eventsOf(balancer)
    await ask(balancer)
    expect(events.map(({ atMs: _, ...event }) => event)).toMatchObject([
      { type: 'sent', requestId: 1, workerId: 'w1' },
      { type: 'retry', requestId: 1, workerId: 'w1', reason: 'HTTP 500' },
      { type: 'sent', requestId: 1, workerId: 'w2' },
      { type: 'settled', workerId: 'w1', result: 'server_error' },
      { type: 'error_response', workerId: 'w1', status: 500, words: 'broken' },
      { type: 'settled', workerId: 'w2', result: 'ok' },
      { type: 'end', request: { outcome: 'ok', workerId: 'w2', attempts: 2, status: 200 } },
    ])
  })
})

describe('a request is not resent', () => {
  test('if it is unsafe and may have been started', async () => {
    const { balancer, w2 } = await pair(cut)
    expect(await codeOf(ask(balancer, unsafe))).toBe('UND_ERR_SOCKET')
    expect([w2.seen, balancer.stats().outcomes.reset]).toEqual([[], 1])
  })

  test('if it is unsafe and the worker failed', async () => {
    const { balancer } = await pair(text('broken', 500))
    expect(await ask(balancer, unsafe)).toEqual({ status: 500, text: 'broken' })
    expect(balancer.stats().outcomes.http_error).toBe(1)
  })

  test('if it is a completion, and completions must not be resent', async () => {
    const [w1, w2] = [await startWorker('w1', { response: cut }), await startWorker('w2')]
    const balancer = balance([w1, w2], { retryCompletions: false })
    expect(await codeOf(ask(balancer))).toBe('UND_ERR_SOCKET')
  })

  test('if its caller forbids it', async () => {
    const { balancer } = await pair(cut)
    expect(await codeOf(ask(balancer, { idempotent: false }))).toBe('UND_ERR_SOCKET')
  })

  test('if its response has begun', async () => {
    const { balancer, w2 } = await pair((response) => {
      response.writeHead(200)
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    })
    const options = { origin, path: completion, method: 'POST' as const }
    const { statusCode, body } = await balancer.request(options)
    expect(statusCode).toBe(200)
    expect(await codeOf(body.text())).toBe('UND_ERR_SOCKET')
    expect([w2.seen, balancer.stats().outcomes.reset]).toEqual([[], 1])
  })

  test.each([400, 404, 422])(
    'if the response is %i, which is the fault of the request',
    async (status) => {
      const { balancer } = await pair(text('no', status))
      expect(await ask(balancer)).toEqual({ status, text: 'no' })
      expect(balancer.stats().workers[0]).toMatchObject({
        results: { http_error: 1 },
        state: 'ready',
      })
    },
  )

  test('more often than allowed', async () => {
    const workers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => startWorker(`w${n}`, { response: cut })),
    )
    const balancer = balance(workers, { retries: 2 })
    expect(await codeOf(ask(balancer))).toBe('UND_ERR_SOCKET')
    expect(workers.map(({ seen }) => seen.length).toSorted()).toEqual([0, 0, 1, 1, 1])
  })

  test('to a worker that already had it: the last response is forwarded', async () => {
    const [w1, w2] = await Promise.all(
      ['w1', 'w2'].map((id) => startWorker(id, { response: text(`${id} is broken`, 503) })),
    )
    const balancer = balance([w1!, w2!], { retries: 10 })
    expect(await ask(balancer)).toEqual({ status: 503, text: 'w2 is broken' })
    expect([w1!.seen.length, w2!.seen.length]).toEqual([1, 1])
  })
})

describe('the retry budget', () => {
  test('keeps a dead network from multiplying the load', async () => {
    const workers = await Promise.all([1, 2, 3].map((n) => deadWorker(`w${n}`)))
    const circuit = { failures: 1_000, minRequests: 100_000 }
    const balancer = balance(workers, { retryBudget: 0.1, circuit, maxQueue: 10_000 })
    const startMs = performance.now()
    await Promise.all(Array.from({ length: 600 }, () => codeOf(ask(balancer))))
    const seconds = (performance.now() - startMs) / 1_000
    const sent = balancer.stats().workers.reduce((sum, worker) => sum + worker.sent, 0)
    expect(sent).toBeGreaterThan(600)
    expect(sent).toBeLessThanOrEqual(600 * 1.1 + 50 + 5 * seconds + 1)
    expect(balancer.stats().outcomes.refused).toBe(600)
  })

  test('of 0 allows none', async () => {
    const balancer = balance([await deadWorker('w1'), await startWorker('w2')], { retryBudget: 0 })
    expect(await codeOf(ask(balancer))).toBe('ECONNREFUSED')
  })
})

test('an unwanted response is discarded within a second, however slow it is', async () => {
  const { balancer } = await pair((response) => {
    response.writeHead(500)
    response.write('forever')
  })
  expect((await ask(balancer)).text).toBe('w2')
  expect(balancer.stats().inFlight).toBe(1)
  await balancer.drain('w1')
  expect(balancer.stats().workers[0]).toMatchObject({ inFlight: 0, results: { server_error: 1 } })
})

describe('a connection that the worker closes under the next request', () => {
  /** Serves the first request of each connection, and closes it under the second. */
  function closing(then: (response: Parameters<Responder>[0]) => void): Responder {
    const known = new WeakSet<object>()
    return (response) => {
      const { socket } = response
      if (!socket) return
      if (known.has(socket)) return then(response)
      known.add(socket)
      response.end('w1')
    }
  }

  test('makes the request use a fresh connection to the same worker, and is not a failure', async () => {
    const w1 = await startWorker('w1', {
      response: closing(({ socket }) => socket?.resetAndDestroy()),
    })
    const balancer = balance([w1], { retries: 0 })
    for (let index = 0; index < 5; index++) expect((await ask(balancer)).text).toBe('w1')
    expect(balancer.stats()).toMatchObject({ retries: 0, outcomes: { ok: 5, reset: 0 } })
    expect(balancer.stats().workers[0]).toMatchObject({ sent: 5, results: { ok: 5, reset: 0 } })
  })

  test('fails a request that must not be sent twice', async () => {
    const w1 = await startWorker('w1', {
      response: closing(({ socket }) => socket?.resetAndDestroy()),
    })
    const balancer = balance([w1], { retryCompletions: false })
    await ask(balancer)
    expect(await codeOf(ask(balancer))).toMatch(/UND_ERR_SOCKET|ECONNRESET/)
    expect(w1.seen.length).toBe(2)
  })

  test('fails a request of whose response a byte has arrived', async () => {
    const w1 = await startWorker('w1', {
      response: closing(({ socket }) => {
        socket?.write('HTTP/1.1 2')
        setTimeout(() => socket?.resetAndDestroy(), 20)
      }),
    })
    const balancer = balance([w1])
    await ask(balancer)
    expect(await codeOf(ask(balancer))).toMatch(/UND_ERR_SOCKET|ECONNRESET|HPE/)
    expect(w1.seen.length).toBe(2)
  })
})
