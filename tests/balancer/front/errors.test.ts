import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { defaults, until } from '../balancers.ts'
import { deadWorker, silence, startWorker } from '../workers.ts'
import { frontOf, post, RawClient } from './fronts.ts'

const ofOneSlot = { maxConcurrentRequests: 1 }

describe('an error of the front', () => {
  test('has a form that the official client understands', async () => {
    const { url } = await frontOf([await deadWorker('w1')])
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-caller', maxRetries: 0 })
    await expect(
      client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hi' }] }),
    ).rejects.toMatchObject({
      status: 502,
      code: 'ECONNREFUSED',
      type: 'server_error',
      param: null,
    })
  })

  test('is a 503 with `Retry-After` if the queue is full', async () => {
    const worker = await startWorker('w1', { response: silence, changes: ofOneSlot })
    const front = await frontOf([worker], { maxQueue: 1 })
    const stop = new AbortController()
    const waiting = [1, 2].map(() => post(front, { signal: stop.signal }).catch(() => 'gone'))
    await until(() => front.balancer.stats().queued === 1)
    const response = await post(front)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await response.json()).toEqual({
      error: {
        type: 'server_error',
        param: null,
        code: 'BALANCER_QUEUE_FULL',
        message: expect.stringContaining('w1 has 1 of 1 slots in use'),
      },
    })
    stop.abort()
    await Promise.all(waiting)
  })

  test('is a 504 if the worker takes too long', async () => {
    const worker = await startWorker('w1', { response: silence })
    const front = await frontOf([worker], { timeoutMs: 50, retries: 0 })
    const response = await post(front)
    expect(response.status).toBe(504)
    expect(await response.json()).toMatchObject({ error: { code: 'BALANCER_TIMEOUT' } })
  })

  test('is a 502 if the response is not valid HTTP, and shows none of it', async () => {
    const worker = await startWorker('w1', {
      response: (_response, _seen, { socket }) => {
        socket.end('secret garbage\r\n\r\n')
      },
    })
    const response = await post(await frontOf([worker], { retries: 0 }))
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({
      error: {
        type: 'server_error',
        param: null,
        code: 'bad_gateway',
        message: 'no worker returned a readable response',
      },
    })
  })

  test('is a 413 if the declared body is too large', async () => {
    const client = new RawClient(await frontOf([await startWorker('w1')]))
    client.send('POST /v1/x HTTP/1.1', 'host: localhost', 'content-length: 40000000', '', '')
    await until(() => client.isClosed)
    expect(client.received).toMatch(/^HTTP\/1\.1 413 [\s\S]*BALANCER_BODY_TOO_LARGE/)
  })

  test('is a 413 if the received body is too large', async () => {
    const front = await frontOf([await startWorker('w1')])
    const client = new RawClient(front)
    client.send('POST /v1/x HTTP/1.1', 'host: localhost', 'transfer-encoding: chunked', '', '')
    const chunk = 'x'.repeat(1024 * 1024)
    for (let sent = 0; sent < 33; sent++) client.send('100000', chunk, '')
    await until(() => client.received.includes('\r\n\r\n') || client.isClosed)
    expect(client.received).toMatch(/^HTTP\/1\.1 413 /)
    expect(front.balancer.stats().requests).toBe(0)
  })

  test('is a 400 if the request cannot be sent to any worker', async () => {
    const front = await frontOf([await startWorker('w1')])
    const response = await post(front, { body: '{"messages":[]}' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'BALANCER_REQUEST_REFUSED', type: 'invalid_request_error' },
    })
  })

  test('is a 503 while no worker accepts requests', async () => {
    const front = await frontOf([await startWorker('w1')], { queueTimeoutMs: 50 })
    await front.balancer.drain('w1')
    expect((await post(front)).status).toBe(503)
  })
})

describe('a worker that dies', () => {
  test('in the middle of a stream cuts the caller off, so that the stream does not look complete', async () => {
    const worker = await startWorker('w1', {
      response: async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
        await until(() => client.received.includes('data: 1'))
        response.destroy()
      },
    })
    const front = await frontOf([worker])
    const client = new RawClient(front)
    client.send('POST /v1/x HTTP/1.1', 'host: localhost', 'content-length: 2', '', 'ab')
    await until(() => client.isClosed)
    expect(client.received).toMatch(/data: 1\n\n\r\n$/)
    expect(front.balancer.stats().outcomes).toMatchObject({ reset: 1, ok: 0 })
  })

  test('in the middle of a response of known length cuts the caller off', async () => {
    const worker = await startWorker('w1', {
      response: async (response) => {
        response.writeHead(200, { 'content-length': '10' }).write('12345')
        await until(() => client.received.endsWith('12345'))
        response.destroy()
      },
    })
    const client = new RawClient(await frontOf([worker]))
    client.send('GET /v1/models HTTP/1.1', 'host: localhost', '', '')
    await until(() => client.isClosed)
    expect(client.received).toMatch(/\r\n\r\n12345$/)
  })

  test('before it responds is replaced by another one without the caller noticing', async () => {
    const broken = await startWorker('w1', { response: (response) => response.destroy() })
    const front = await frontOf([broken, await startWorker('w2')], {
      circuit: { ...defaults.circuit, failures: 100 },
    })
    const responses = await Promise.all([1, 2, 3, 4].map(async () => (await post(front)).text()))
    expect(responses).toEqual(['w2', 'w2', 'w2', 'w2'])
  })
})
