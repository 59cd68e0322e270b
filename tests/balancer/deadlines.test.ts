import { describe, expect, test } from 'vitest'
import { ask, balance, codeOf, completion, eventsOf, origin, until } from './balancers.ts'
import { cut, type Responder, silence, startWorker, text } from './workers.ts'

const within = (ms: number | string) => ({ headers: { 'x-request-timeout-ms': String(ms) } })
const reported = (message: RegExp) => ({
  code: 'BALANCER_TIMEOUT',
  message: expect.stringMatching(message),
})

async function* never() {
  yield 'the beginning'
  await new Promise(() => undefined)
}

describe('a request that takes too long', () => {
  test('is ended, and counted against the worker', async () => {
    const balancer = balance([await startWorker('w1', { response: silence })], { timeoutMs: 60 })
    const events = eventsOf(balancer)
    await expect(ask(balancer)).rejects.toMatchObject(reported(/^no response of w1 60ms after/))
    expect(balancer.stats().outcomes.timeout).toBe(1)
    expect(events.find(({ type }) => type === 'settled')).toMatchObject({ result: 'timeout' })
  })

  test('in the middle of its response is ended', async () => {
    const received: Responder = (response) => {
      response.writeHead(200)
      response.write('beginning')
    }
    const balancer = balance([await startWorker('w1', { response: received })], { timeoutMs: 500 })
    const options = { origin, path: completion, method: 'POST' as const }
    const { body } = await balancer.request(options)
    await expect(body.text()).rejects.toMatchObject(reported(/^the response has not ended of w1/))
    expect(balancer.stats().outcomes.timeout).toBe(1)
  })

  test('in the queue is ended', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const balancer = balance([await startWorker('w1', { response: silence, changes })])
    const first = codeOf(ask(balancer))
    await expect(ask(balancer, within(60))).rejects.toMatchObject(
      reported(/^still waiting for a slot/),
    )
    expect(balancer.stats().queued).toBe(0)
    await balancer.destroy()
    expect(await first).toBe('BALANCER_CLOSED')
  })

  test('while its body is being read is ended', async () => {
    const balancer = balance([await startWorker('w1')], { timeoutMs: 60 })
    const received = ask(balancer, { body: never() as never })
    await expect(received).rejects.toMatchObject(
      reported(/^the request body has not fully arrived/),
    )
  })

  test('is cut off if its response falls silent in the middle', async () => {
    const received: Responder = (response) => {
      response.writeHead(200)
      response.write('beginning')
    }
    const balancer = balance([await startWorker('w1', { response: received })], {
      idleTimeoutMs: 50,
    })
    expect(await codeOf(ask(balancer))).toBe('UND_ERR_BODY_TIMEOUT')
    expect(balancer.stats().outcomes.timeout).toBe(1)
  })

  test("has the timeout that the caller's own options set", async () => {
    const [w1, w2] = [await startWorker('w1', { response: silence }), await startWorker('w2')]
    const balancer = balance([w1, w2])
    expect((await ask(balancer, { headersTimeout: 400 })).text).toBe('w2')
    expect(balancer.stats().workers[0]?.results.timeout).toBe(1)
  })
})

describe("a caller's own deadline", () => {
  test('ends the request without counting against the worker', async () => {
    const balancer = balance([await startWorker('w1', { response: silence })])
    const events = eventsOf(balancer)
    await expect(ask(balancer, within(50))).rejects.toMatchObject(
      reported(/no response of w1 50ms after/),
    )
    expect(events.find(({ type }) => type === 'settled')).toMatchObject({ result: 'aborted' })
    expect(events.find(({ type }) => type === 'end')).toMatchObject({
      request: { outcome: 'timeout' },
    })
  })

  test('does not extend the one of the cluster file', async () => {
    const balancer = balance([await startWorker('w1', { response: silence })], { timeoutMs: 50 })
    await expect(ask(balancer, within(60_000))).rejects.toMatchObject(reported(/ 50ms after/))
    expect(balancer.stats().workers[0]?.results.timeout).toBe(1)
  })

  test('is forwarded, less the time that has passed', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const slow: Responder = (response) => setTimeout(() => response.destroy(), 50)
    const [w1, w2] = [
      await startWorker('w1', { response: slow, changes }),
      await startWorker('w2', { changes }),
    ]
    const balancer = balance([w1, w2])
    await ask(balancer, within(5_000))
    const left = [w1, w2].map(({ seen }) => Number(seen[0]?.headers['x-request-timeout-ms']))
    expect(left[0]).toBeLessThanOrEqual(5_000)
    expect(left[1]).toBeLessThanOrEqual(left[0]! - 45)
    expect(left[1]).toBeGreaterThan(1_000)
  })

  test.each(['soon', '0', '-5', ''])('is ignored if it is invalid (`%s`)', async (ms) => {
    const worker = await startWorker('w1')
    expect((await ask(balance([worker]), within(ms))).status).toBe(200)
  })
})

describe('a request that waits too long', () => {
  test('is rejected with the states of the workers', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const worker = await startWorker('w1', { response: silence, changes })
    const balancer = balance([worker], { queueTimeoutMs: 50 })
    const first = codeOf(ask(balancer))
    await expect(ask(balancer)).rejects.toMatchObject({
      code: 'BALANCER_QUEUE_TIMEOUT',
      statusCode: 503,
      message: 'no slot was free within 50ms (queue_timeout): w1 has 1 of 1 slots in use',
    })
    const { outcomes, queueWaitMs } = balancer.stats()
    expect(outcomes.rejected).toBe(1)
    expect(queueWaitMs.max).toBeGreaterThan(45)
    await balancer.destroy()
    await first
  })

  test('after it was sent is rejected with the outcome of its attempt', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const w1 = await startWorker('w1', { changes })
    const w2 = await startWorker('w2', { response: silence, changes })
    const balancer = balance([w1, w2], { queueTimeoutMs: 60 })
    w1.response = silence
    const first = codeOf(ask(balancer))
    await until(() => w1.seen.length === 1)
    const second = codeOf(ask(balancer))
    await until(() => w2.seen.length === 1)
    w1.server.closeAllConnections()
    expect(await first).toBe('UND_ERR_SOCKET')
    expect(balancer.stats().outcomes).toMatchObject({ reset: 1, rejected: 0 })
    await balancer.destroy()
    await second
  })

  test('is rejected at once if the queue is full', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const balancer = balance([await startWorker('w1', { response: silence, changes })], {
      maxQueue: 1,
    })
    const others = [1, 2].map(() => codeOf(ask(balancer)))
    await expect(ask(balancer)).rejects.toMatchObject({
      code: 'BALANCER_QUEUE_FULL',
      statusCode: 503,
      retryAfterMs: 1_000,
    })
    await balancer.destroy()
    await Promise.all(others)
  })
})

test('a deadline ends with its request', async () => {
  const workers = [await startWorker('w1', { response: cut }), await startWorker('w2')]
  const balancer = balance(workers, { timeoutMs: 700 })
  const events = eventsOf(balancer)
  await ask(balancer)
  workers[1]!.response = text('later')
  await new Promise((resolve) => setTimeout(resolve, 900))
  expect(events.filter(({ type }) => type === 'end')).toHaveLength(1)
})
