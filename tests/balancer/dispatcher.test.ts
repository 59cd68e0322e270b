import { EventEmitter, once } from 'node:events'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import OpenAI from 'openai'
import { interceptors, fetch as undiciFetch, request as undiciRequest } from 'undici'
import { describe, expect, test } from 'vitest'
import { balance, completion, origin, until } from './balancers.ts'
import { type Responder, startWorker, text } from './workers.ts'

const url = origin + completion
const post = { method: 'POST', body: '{"model":"m"}' } as const

const choice = { index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }
const plainResponse = {
  id: '1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [choice],
}

const streamedResponse: Responder = async (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const content of ['one ', 'two ', 'three']) {
    const chunk = {
      ...plainResponse,
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
    }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  response.end('data: [DONE]\n\n')
}

describe('a balancer is a dispatcher', () => {
  test("for Node's own fetch", async () => {
    const headers = { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }
    const balancer = balance([await startWorker('w1', { response: text('hello', 200, headers) })])
    const init: object = { ...post, dispatcher: balancer }
    const response = await fetch(url, init)
    expect([response.status, await response.text()]).toEqual([200, 'hello'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  test("for undici's fetch", async () => {
    const balancer = balance([await startWorker('w1')])
    const response = await undiciFetch(url, { ...post, dispatcher: balancer })
    expect(await response.text()).toBe('w1')
  })

  test("for undici's request", async () => {
    const balancer = balance([await startWorker('w1')])
    const { statusCode, body } = await undiciRequest(url, { ...post, dispatcher: balancer })
    expect([statusCode, await body.text()]).toEqual([200, 'w1'])
  })

  test("for undici's stream", async () => {
    const balancer = balance([await startWorker('w1')])
    const parts: Buffer[] = []
    const sink = new Writable({
      write: (chunk, _, done) => {
        parts.push(chunk)
        done()
      },
    })
    await balancer.stream({ origin, path: '/v1/models', method: 'GET' }, () => sink)
    expect(Buffer.concat(parts).toString()).toBe('w1')
  })

  test("for undici's pipeline, whose body is a stream", async () => {
    const worker = await startWorker('w1', { response: (response, { body }) => response.end(body) })
    const balancer = balance([worker])
    const options = { origin, path: completion, method: 'POST' as const }
    const duplex = balancer.pipeline(options, ({ body }) => body)
    const parts: Buffer[] = []
    const echo = pipeline(duplex, async (source) => {
      for await (const part of source) parts.push(part)
    })
    duplex.end('{"a":1}')
    await echo
    expect(Buffer.concat(parts).toString()).toBe('{"a":1}')
  })

  test('for the OpenAI client', async () => {
    const received = text(JSON.stringify(plainResponse), 200, {
      'content-type': 'application/json',
    })
    const worker = await startWorker('w1', { response: received })
    const client = new OpenAI({
      apiKey: 'of the caller',
      baseURL: `${origin}/v1`,
      fetch: balance([worker]).fetch,
    })
    const messages = [{ role: 'user' as const, content: 'hi' }]
    const { choices } = await client.chat.completions.create({ model: 'm', messages })
    expect(choices[0]?.message.content).toBe('hello')
    expect(worker.seen[0]?.headers.authorization).toBe('Bearer of the caller')
  })

  test('for the OpenAI client with streams', async () => {
    const client = new OpenAI({
      apiKey: 'key',
      baseURL: `${origin}/v1`,
      fetchOptions: {
        dispatcher: balance([await startWorker('w1', { response: streamedResponse })]) as never,
      },
    })
    const messages = [{ role: 'user' as const, content: 'hi' }]
    const stream = await client.chat.completions.create({ model: 'm', messages, stream: true })
    const words: string[] = []
    for await (const chunk of stream) words.push(chunk.choices[0]?.delta.content ?? '')
    expect(words).toEqual(['one ', 'two ', 'three'])
  })
})

describe("undici's interceptors", () => {
  test('retry sends a request again that the balancer failed', async () => {
    let asked = 0
    const received: Responder = (response) => {
      asked += 1
      response.writeHead(asked < 3 ? 503 : 200).end('done')
    }
    const balancer = balance([await startWorker('w1', { response: received })])
    const dispatcher = balancer.compose(interceptors.retry({ minTimeout: 1, retryAfter: false }))
    const { statusCode, body } = await undiciRequest(`${origin}/v1/models`, { dispatcher })
    expect([statusCode, await body.text(), asked]).toEqual([200, 'done', 3])
    expect(balancer.stats().requests).toBe(3)
  })

  test('redirect follows within the cluster', async () => {
    const received: Responder = (response, { path }) =>
      path === '/old' ? response.writeHead(302, { location: '/new' }).end() : response.end(path)
    const balancer = balance([await startWorker('w1', { response: received })])
    const dispatcher = balancer.compose(interceptors.redirect({ maxRedirections: 2 }))
    const { body } = await undiciRequest(`${origin}/old`, { dispatcher })
    expect(await body.text()).toBe('/new')
  })

  test('dump discards a response', async () => {
    const balancer = balance([await startWorker('w1', { response: text('x'.repeat(1_000)) })])
    const dispatcher = balancer.compose(interceptors.dump())
    const { statusCode, body } = await undiciRequest(url, { ...post, dispatcher })
    expect([statusCode, await body.text()]).toEqual([200, ''])
  })

  test('responseError throws on an error response', async () => {
    const balancer = balance([await startWorker('w1', { response: text('no', 404) })])
    const dispatcher = balancer.compose(interceptors.responseError())
    await expect(undiciRequest(url, { ...post, dispatcher })).rejects.toMatchObject({
      statusCode: 404,
    })
  })
})

describe('dispatch', () => {
  test('returns false while others wait already, and drain is emitted when none waits anymore', async () => {
    const gate = new EventEmitter()
    const worker = await startWorker('w1', {
      changes: { maxConcurrentRequests: 1 },
      response: async (response) => {
        await once(gate, 'open')
        response.end()
      },
    })
    const balancer = balance([worker])
    let ended = 0
    const send = () =>
      balancer.dispatch(
        { origin, path: '/', method: 'GET' },
        {
          onRequestStart: () => undefined,
          onResponseEnd: () => {
            ended += 1
          },
        },
      )
    expect([send(), send()]).toEqual([true, false])
    const drained = new Promise((resolve) => balancer.once('drain', resolve))
    await until(() => worker.inFlight === 1)
    gate.emit('open')
    await drained
    await until(() => worker.seen.length === 2)
    gate.emit('open')
    await balancer.close()
    expect(ended).toBe(2)
  })
})
