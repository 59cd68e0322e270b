import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balance, until } from '../balancers.ts'
import { type Responder, silence, startWorker } from '../workers.ts'
import { front, frontOf, post, RawClient, sendRaw } from './fronts.ts'

const key = 'sk-front-1'
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const errorOf = (received: string) => JSON.parse(received.slice(received.indexOf('\r\n\r\n')))

describe('a caller that sends arbitrary bytes', () => {
  test("with JSON nested 200,000 deep gets the worker's response, and the front stays up", async () => {
    const worker = await startWorker('w1', { changes: { model: 'm' } })
    const running = await frontOf([worker], { strategy: 'cache_affinity' })
    const bodies = [
      `{"a":${deep(200_000)}}`,
      `{"model":${deep(200_000)}}`,
      `{"messages":[{"role":"user","content":${deep(200_000)}}]}`,
      `{"prompt":${deep(200_000)}}`,
      deep(200_000),
      '{"a":'.repeat(200_000),
    ]
    for (const body of bodies) expect((await post(running, { body })).status).toBe(200)
    expect(worker.seen.map(({ body }) => body.length)).toEqual(
      bodies.map((body) => expect.toSatisfy((length: number) => length >= body.length)),
    )
  })

  test('always gets an error of one format, and never ends the server', async () => {
    const worker = await startWorker('w1', { changes: { basePath: '/llm', model: 'm' } })
    const running = await frontOf([worker, await startWorker('w2', { changes: { model: 'n' } })])
    await fc.assert(
      fc.asyncProperty(anyRequest, async (request) => {
        const received = await sendRaw(running.port, request)
        for (const text of received.split(/(?=HTTP\/1\.1 \d)/)) {
          // A response to HEAD has no body.
          const isError = /^HTTP\/1\.1 [45]/.test(text) && !text.endsWith('\r\n\r\n')
          if (!isError || !text.includes('application/json')) continue
          expect(errorOf(text)).toMatchObject({
            error: { message: expect.any(String), type: expect.any(String), param: null },
          })
        }
        expect((await fetch(`${running.url}/health`)).status).toBe(200)
      }),
      { numRuns: 150 },
    )
    expect(worker.seen.every(({ path }) => path.startsWith('/llm/v1/'))).toBe(true)
  })

  test.each([
    ['two hosts', 'GET /v1/models HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', 400],
    ['no host', 'GET /v1/models HTTP/1.1\r\nx: y\r\n\r\n', 400],
    ['no path', 'GET elsewhere HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['bytes that are not HTTP', 'hello\r\n\r\n', 400],
    ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ['a foreign expectation', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\n\r\n', 417],
    ['dots', 'GET /v1/../admin HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['encoded dots', 'GET /v1/%2e%2e/admin HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['a foreign host', 'GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n', 403],
    ['a foreign URL', 'GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\n\r\n', 403],
  ])('gets the status and code for %s', async (_, request, status) => {
    const worker = await startWorker('w1')
    const received = await sendRaw((await frontOf([worker])).port, request)
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(errorOf(received)).toMatchObject({ error: { code: expect.any(String), param: null } })
    expect(worker.seen).toHaveLength(0)
  })

  test('may use any host name for a front with a key', async () => {
    const { port } = await front(balance([await startWorker('w1')]), { apiKey: key })
    const received = await sendRaw(port, 'GET /health HTTP/1.1\r\nHost: llm.example\r\n\r\n')
    expect(received).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('buffered bodies', () => {
  const limits = { allBodiesBytes: 3 * 1024 * 1024 }
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'x'.repeat(1024 * 1024) }] })

  test('have a total limit, beyond which the front returns 503', async () => {
    const worker = await startWorker('w1', { response: silence })
    const balancer = balance([worker])
    const running = await front(balancer, { limits })
    const stop = new AbortController()
    const waiting = [1, 2].map(() =>
      post(running, { body, signal: stop.signal }).catch(() => 'gone'),
    )
    await until(() => balancer.stats().inFlight === 2)
    const response = await post(running, { body })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await response.json()).toMatchObject({ error: { code: 'BALANCER_BODIES_FULL' } })
    stop.abort()
    await Promise.all(waiting)
    worker.response = (received) => received.end('well')
    // The buffers of disconnected callers are free again.
    await until(() => balancer.stats().inFlight === 0)
    expect(await (await post(running, { body })).text()).toBe('well')
  })

  test('have a limit each, set by the settings', async () => {
    const running = await front(balance([await startWorker('w1')]), { limits: { bodyBytes: 10 } })
    expect((await post(running, { body: '0123456789' })).status).toBe(200)
    expect((await post(running, { body: '0123456789a' })).status).toBe(413)
  })
})

describe('a caller that has half-closed its connection', () => {
  const request = 'GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n'

  test('gets its response', async () => {
    const slowly: Responder = (response) => void setTimeout(() => response.end('well'), 600)
    const running = await frontOf([await startWorker('w1', { response: slowly })])
    const client = new RawClient(running)
    client.socket.end(request)
    await until(() => client.isClosed)
    expect(client.received).toMatch(/HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nwell$/)
  })

  test('gets nothing before its response, even if the worker is quick', async () => {
    const client = new RawClient(await frontOf([await startWorker('w1')]))
    client.socket.end(request)
    await until(() => client.isClosed)
    expect(client.received).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\nw1\r\n/)
  })
})

test('a caller that reads nothing is cut off, and its slot is freed', async () => {
  const endless: Responder = (response) => {
    const chunk = Buffer.alloc(1024 * 1024)
    const pour = () => {
      while (response.write(chunk)) if (response.destroyed) return
      response.once('drain', pour)
    }
    pour()
  }
  const worker = await startWorker('w1', { response: endless })
  const running = await front(balance([worker]), { limits: { stallMs: 300 } })
  const client = new RawClient(running)
  client.socket.pause()
  client.socket.write('GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await until(() => worker.inFlight === 1)
  await until(() => worker.inFlight === 0)
  expect(worker.seen).toHaveLength(1)
})

test('bytes that a worker sends after its response reach no caller', async () => {
  const leaking: Responder = (response) => {
    const first = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst'
    const leak = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nSECRET'
    response.socket?.write(first + leak)
  }
  const worker = await startWorker('w1', {
    response: leaking,
    changes: { maxConcurrentRequests: 1 },
  })
  const running = await frontOf([worker])
  const responses = await Promise.all([1, 2, 3, 4].map(async () => (await post(running)).text()))
  expect(responses).toEqual(['first', 'first', 'first', 'first'])
})

describe('an admin drain', () => {
  const drain = (url: string, headers: Record<string, string>) =>
    fetch(`${url}/admin/drain?worker=w1`, { method: 'POST', headers })
  const authorization = `Basic ${Buffer.from(`x:${key}`).toString('base64')}`

  test.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'http://evil.example' }],
    ['an origin without a name', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a site beside it', { 'sec-fetch-site': 'same-site' }],
  ])('is refused from a page of %s, even if the browser has the key', async (_, headers) => {
    const balancer = balance([await startWorker('w1')])
    const { port } = await front(balancer, { apiKey: key })
    const sent = Object.entries({ ...headers, authorization, host: 'localhost' })
    const lines = sent.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const head = `POST /admin/drain?worker=w1 HTTP/1.1\r\n${lines}\r\n`
    expect(await sendRaw(port, head)).toMatch(/^HTTP\/1\.1 403 /)
    expect(balancer.stats().workers[0]?.state).toBe('ready')
  })

  test('is accepted with the key', async () => {
    const balancer = balance([await startWorker('w1')])
    const { url } = await front(balancer, { apiKey: key })
    expect((await drain(url, { authorization })).status).toBe(200)
  })
})

test.each(['/status', '/metrics'])(
  '%s is not accessible to everyone in the network',
  async (path) => {
    const balancer = balance([await startWorker('w1')])
    const open = await front(balancer, { host: '0.0.0.0' })
    expect((await fetch(`http://127.0.0.1:${open.port}${path}`)).status).toBe(403)
    expect((await fetch(`http://127.0.0.1:${open.port}/health`)).status).toBe(200)
    const { port } = await front(balancer, { host: '0.0.0.0', apiKey: key })
    const headers = { authorization: `Bearer ${key}` }
    expect((await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status).toBe(200)
  },
)

const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'get', 'X-Y')
const path = fc.oneof(
  fc.constantFrom('/v1/chat/completions', '/v1/models', '/', '*', '/status', '/v1/%2e%2e/x'),
  fc.webPath(),
  fc.string().map((text) => `/v1/${text}`),
)
const headerName = fc.constantFrom(
  ...['host', 'content-length', 'transfer-encoding', 'x-session-id', 'x-request-timeout-ms'],
  ...['connection', 'upgrade', 'authorization', 'expect', 'origin', 'content-type'],
)
const headerValue = fc.oneof(
  fc.constantFrom(
    'localhost',
    '5',
    'chunked',
    '-1',
    '1e99',
    'upgrade',
    'websocket',
    '100-continue',
  ),
  fc.string({ unit: 'binary-ascii' }),
)
const body = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.json().map((text) => `{"model":"m","messages":${text}}`),
  fc.nat({ max: 20_000 }).map((levels) => `{"stop":${deep(levels)}}`),
)
/** From nearly valid requests to arbitrary bytes. */
const anyRequest = fc.oneof(
  fc
    .record({ method, path, headers: fc.array(fc.tuple(headerName, headerValue)), body })
    .map(({ headers, ...request }) => {
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
      const head = `${request.method} ${request.path} HTTP/1.1\r\nHost: localhost\r\n`
      const length = `content-length: ${Buffer.byteLength(request.body)}\r\n`
      return `${head}${length}${lines}\r\n${request.body}`
    }),
  fc.tuple(method, path, body).map(([name, target, text]) => {
    const length = Buffer.byteLength(text)
    return `${name} ${target} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${length}\r\n\r\n${text}`
  }),
  fc.string({ unit: 'binary', maxLength: 200 }),
)
