import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EventLog } from '../../lib/balancer/front/event-log.ts'
import { ask, balance, defaults, eventsOf, origin, until } from './balancers.ts'
import { startWorker, text } from './workers.ts'

const json = { 'content-type': 'application/json' }

describe('the error message of a worker', () => {
  test.each([
    ['OpenAI', '{"error":{"message":"KV cache is full"}}', 'KV cache is full'],
    ['Ollama', '{"error":"llama runner terminated"}', 'llama runner terminated'],
    [
      'FastAPI',
      '{"detail":[{"loc":["body","n"],"msg":"must be positive"}]}',
      'n: must be positive',
    ],
    ['a gateway', '<html><title>502 Bad Gateway</title></html>', '502 Bad Gateway'],
    ['plain text', 'no healthy upstream\u001b[31m', 'no healthy upstream�[31m'],
    ['nothing', '', undefined],
  ])('is in an event and in the reason of an ejection: %s', async (_, body, words) => {
    const w1 = await startWorker('w1', { response: text(body, 500, json) })
    const balancer = balance([w1, await startWorker('w2')], { circuit: failsAfter(2) })
    const events = eventsOf(balancer)
    for (let index = 0; index < 6; index++) await ask(balancer)
    await until(() => events.some(({ type }) => type === 'error_response'))
    expect(events.find(({ type }) => type === 'error_response')).toMatchObject({
      workerId: 'w1',
      status: 500,
      words,
    })
    const reason = `2 failures in a row (HTTP 500${words === undefined ? '' : `: ${words}`})`
    expect(events.find(({ type }) => type === 'ejected')).toMatchObject({ reason })
  })

  test('is read from a compressed response, which is forwarded unchanged', async () => {
    const body = gzipSync('{"error":"the queue is full"}')
    const headers = { 'content-encoding': 'gzip' }
    const w1 = await startWorker('w1', {
      response: (response) => response.writeHead(400, headers).end(body),
    })
    const balancer = balance([w1])
    const events = eventsOf(balancer)
    const { body: passed } = await balancer.request({ origin, path: '/v1/models', method: 'GET' })
    expect(Buffer.from(await passed.arrayBuffer())).toEqual(body)
    expect(events.find(({ type }) => type === 'error_response')).toMatchObject({
      status: 400,
      words: 'the queue is full',
    })
  })

  test('is one log line per status and minute', async () => {
    const w1 = await startWorker('w1', { response: text('{"error":"no such model"}', 404) })
    const balancer = balance([w1])
    const events = eventsOf(balancer)
    for (let index = 0; index < 5; index++) await ask(balancer)
    w1.response = text('{"error":"too long"}', 400)
    await ask(balancer)
    const log = new EventLog()
    expect(events.flatMap((event) => log.lineOf(event) ?? [])).toEqual([
      'w1 returned HTTP 404: the server says "no such model"',
      'w1 returned HTTP 400: the server says "too long"',
    ])
    const later = events.find(({ type }) => type === 'error_response')
    expect(later && log.lineOf({ ...later, atMs: later.atMs + 61_000 })).toMatch(/no such model/)
  })

  test('of a paused worker is the reason that requests are rejected with after waiting in vain', async () => {
    const worker = await startWorker('w1', { response: text('{"error":"maintenance"}', 503) })
    const balancer = balance([worker], { queueTimeoutMs: 100 })
    expect((await ask(balancer)).status).toBe(503)
    await expect(ask(balancer)).rejects.toMatchObject({
      message: expect.stringContaining('w1 has 0 of 4 slots in use and is limited (HTTP 503: main'),
    })
  })
})

describe('a key that a worker repeats is masked in events, logs and reasons', () => {
  const key = 'correct-horse-battery-staple'
  const broken = Buffer.from(`:${key}`).toString('base64').replace(/.{16}/g, '$&\n')
  const said = (words: string) => text(JSON.stringify({ error: words }), 500)

  test.each([
    ['whole', `wrong key ${key}`, /^wrong key \*\*\*$/],
    ['at the end of what is shown', `${'x'.repeat(185)} ${key}`, /^x+ \*\*\*$/],
    ['on several lines', `wrong ${broken}`, /^wrong \w{1,2}\*\*\*\w*=*$/],
  ])('%s', async (_, words, shown) => {
    const w1 = await startWorker('w1', {
      response: said(words),
      changes: { apiKey: { template: key } },
    })
    const balancer = balance([w1, await startWorker('w2')], { circuit: failsAfter(2) })
    const events = eventsOf(balancer)
    for (let index = 0; index < 6; index++) await ask(balancer)
    await until(() => events.some(({ type }) => type === 'ejected'))
    const event = events.find(({ type }) => type === 'error_response')
    expect(event).toMatchObject({ words: expect.stringMatching(shown) })
    expect(JSON.stringify(events)).not.toMatch(/horse|battery|aG9yc2/)
  })

  test('also in the response to a probe, and in a redirect', async () => {
    const location = `/v1/${key}/models`
    const changes = { apiKey: { template: key } }
    const w1 = await startWorker('w1', { response: said(`${'x'.repeat(185)} ${key}`), changes })
    const w2 = await startWorker('w2', { response: text('', 302, { location }), changes })
    const health = { ...defaults.health, intervalMs: 20, timeoutMs: 2_000, failures: 2 }
    const balancer = balance([w1, w2], { health })
    const events = eventsOf(balancer)
    await until(() => events.some(({ type }) => type === 'down'))
    for (let index = 0; index < 4; index++) await ask(balancer)
    await until(() => JSON.stringify(events).includes('/v1/***/models'))
    expect(JSON.stringify(events)).not.toMatch(/horse|correct/)
  })

  test('and in the response that the caller gets, whose length stays', async () => {
    const error = `wrong key ${key}, again ${key}`
    const changes = { apiKey: { template: key } }
    const headers = { 'content-length': String(error.length) }
    const w1 = await startWorker('w1', { response: text(error, 401, headers), changes })
    const balancer = balance([w1])
    const response = await balancer.request({ origin, path: '/v1/models', method: 'GET' })
    const stars = '*'.repeat(key.length)
    expect(await response.body.text()).toBe(`wrong key ${stars}, again ${stars}`)
  })

  test('also if it is the key of a caller', async () => {
    const w1 = await startWorker('w1', { response: said(`wrong key ${key}`) })
    const balancer = balance([w1])
    const events = eventsOf(balancer)
    await ask(balancer, { headers: { authorization: `Bearer ${key}` } })
    await until(() => events.some(({ type }) => type === 'error_response'))
    expect(events.find(({ type }) => type === 'error_response')).toMatchObject({
      words: 'wrong key ***',
    })
  })
})

describe('a worker that redirects', () => {
  const elsewhere = { location: 'https://user:pw@gateway.example/v1/chat/completions?key=sk-1' }

  test('to another server has failed, and its redirect is not followed with the key', async () => {
    const reached: unknown[] = []
    const target = await startWorker('target', {
      response: (response, { headers }) => {
        reached.push(headers.authorization)
        response.end()
      },
    })
    const location = `http://127.0.0.1:${target.worker.port}/v1/chat/completions`
    const w1 = await startWorker('w1', {
      response: text('', 307, { location }),
      changes: { apiKey: { template: 'the-key-of-w1' } },
    })
    const balancer = balance([w1, await startWorker('w2')], { circuit: failsAfter(2) })
    const events = eventsOf(balancer)
    for (let index = 0; index < 6; index++) expect((await ask(balancer)).text).toBe('w2')
    const reason = `2 failures in a row (redirects to ${location})`
    expect(events.find(({ type }) => type === 'ejected')).toMatchObject({ workerId: 'w1', reason })
    expect(balancer.stats().workers[0]).toMatchObject({ results: { server_error: 2, ok: 0 } })
    const all = await balancer.fetch(`${origin}/v1/chat/completions`, { method: 'POST' })
    expect([all.status, reached]).toEqual([200, []])
  })

  test('is named in the log without credentials and query, and does not count as successful', async () => {
    const balancer = balance([await startWorker('w1', { response: text('', 302, elsewhere) })])
    const events = eventsOf(balancer)
    expect((await ask(balancer)).status).toBe(302)
    expect((await balancer.fetch(`${origin}/v1/models`)).status).toBe(302)
    const log = new EventLog()
    expect(events.flatMap((event) => log.lineOf(event) ?? [])).toEqual([
      'w1 redirects to https://gateway.example/v1/chat/completions (HTTP 302), which is not followed: give that address in the cluster file',
    ])
    expect(balancer.stats().outcomes).toMatchObject({ ok: 0, http_error: 2 })
  })

  test('to a path of its own does not fail because of the path', async () => {
    const received = text('', 307, { location: '/v1/models' })
    const balancer = balance([
      await startWorker('w1', { response: received }),
      await startWorker('w2'),
    ])
    const { statusCode } = await balancer.request({ origin, path: '/v1/models/', method: 'GET' })
    expect(statusCode).toBe(307)
    expect(balancer.stats()).toMatchObject({ retries: 0, outcomes: { http_error: 1 } })
    expect(balancer.stats().workers[0]).toMatchObject({ results: { http_error: 1 } })
  })

  test('may do so for a page outside the API', async () => {
    const balancer = balance([await startWorker('w1', { response: text('', 302, elsewhere) })])
    await balancer.request({ origin, path: '/ui', method: 'GET' })
    expect(balancer.stats().outcomes).toMatchObject({ ok: 1, http_error: 0 })
  })
})

describe('a worker that returns 503 with requests in flight', () => {
  /** Accepts one request and refuses the others, with this message. */
  async function refusing(words: string) {
    let atWork = 0
    const worker = await startWorker('w1', {
      response: async (response) => {
        if (atWork > 0) return void response.writeHead(503).end(JSON.stringify({ error: words }))
        atWork += 1
        await new Promise((resolve) => setTimeout(resolve, 30))
        atWork -= 1
        response.end('done')
      },
    })
    const balancer = balance([worker])
    const events = eventsOf(balancer)
    const responses = await Promise.all([1, 2, 3].map(() => ask(balancer)))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
    return { balancer, log: events.flatMap((event) => new EventLog().lineOf(event) ?? []) }
  }

  test('claims too many slots, reported with its own message', async () => {
    const { balancer, log } = await refusing('no slot available')
    expect(log).toContain(
      'w1 returned HTTP 503 "no slot available" with 1 in flight, but the cluster file claims 4 slots: `max_concurrent_requests: 1` fits',
    )
    expect(balancer.stats().workers[0]?.overclaim).toEqual({
      accepted: 1,
      claimed: 4,
      status: 503,
      words: 'no slot available',
    })
  })

  test('because it is loading has all of its slots once it has loaded', async () => {
    const { balancer, log } = await refusing('Loading model')
    expect(log).toContain('w1 busy or loading (HTTP 503), paused for 1s')
    expect(log.join()).not.toContain('claims')
    expect(balancer.stats().workers[0]?.overclaim).toBeUndefined()
    expect(balancer.stats().workers[0]?.slotsNow).toBe(4)
  })
})

function failsAfter(failures: number) {
  return { failures, openForMs: 60_000 }
}
