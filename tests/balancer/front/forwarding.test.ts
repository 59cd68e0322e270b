import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { until } from '../balancers.ts'
import { startWorker, text } from '../workers.ts'
import { frontOf, post, RawClient } from './fronts.ts'

const chunkOf = (content: string) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] })}\n\n`

describe('a request through the front', () => {
  test('comes back to the official client', async () => {
    const received = {
      id: 'c',
      object: 'chat.completion',
      choices: [{ message: { content: 'hi' } }],
    }
    const worker = await startWorker('w1', {
      response: text(JSON.stringify(received), 200, { 'content-type': 'application/json' }),
    })
    const { url } = await frontOf([worker])
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-caller', maxRetries: 0 })
    const completion = await client.chat.completions.create({
      model: 'm',
      messages: [{ role: 'user', content: 'hello' }],
    })
    expect(completion.choices[0]?.message.content).toBe('hi')
  })

  test('streams to the official client, chunk by chunk', async () => {
    const worker = await startWorker('w1', {
      response: async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(chunkOf('a'))
        await until(() => got.length === 1)
        response.write(chunkOf('b'))
        await until(() => got.length === 2)
        response.end('data: [DONE]\n\n')
      },
    })
    const got: string[] = []
    const { url } = await frontOf([worker])
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-caller', maxRetries: 0 })
    const stream = await client.chat.completions.create({
      model: 'm',
      stream: true,
      messages: [{ role: 'user', content: 'hello' }],
    })
    for await (const { choices } of stream) got.push(choices[0]?.delta.content ?? '')
    expect(got).toEqual(['a', 'b'])
  })

  test('gets the head at once, before the first token', async () => {
    const worker = await startWorker('w1', {
      response: (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      },
    })
    const response = await post(await frontOf([worker]))
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    await response.body?.cancel()
  })

  test('reaches the worker unchanged', async () => {
    const worker = await startWorker('w1')
    const body = 'no JSON: \u00e4\u{1f600}'
    const { url } = await frontOf([worker])
    await fetch(`${url}/v1/audio?language=en`, { method: 'PUT', body, headers: { 'x-own': 'yes' } })
    expect(worker.seen[0]).toMatchObject({
      method: 'PUT',
      path: '/v1/audio?language=en',
      headers: { 'x-own': 'yes' },
      body: Buffer.from(body),
    })
  })

  test('may have a body in many chunks without a declared length', async () => {
    const worker = await startWorker('w1')
    const client = new RawClient(await frontOf([worker]))
    client.send(
      'POST /v1/x HTTP/1.1',
      'host: localhost',
      'transfer-encoding: chunked',
      '',
      '3',
      'abc',
      '',
    )
    await until(() => client.socket.bytesWritten > 60)
    client.send('2', 'de', '0', '', '')
    await until(() => client.received.includes('w1'))
    expect(worker.seen[0]?.body.toString()).toBe('abcde')
  })

  test.each([0, 1, 70_000, 3_000_000])('of %i bytes comes back complete', async (bytes) => {
    const worker = await startWorker('w1', {
      response: (response, { body }) => response.writeHead(200).end(body),
    })
    const body = Buffer.alloc(bytes, 'abcdefg')
    const response = await post(await frontOf([worker]), { body })
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
  })

  test('and the next ones use the same connection', async () => {
    const worker = await startWorker('w1')
    const client = new RawClient(await frontOf([worker]))
    for (const round of [1, 2, 3]) {
      client.send('POST /v1/x HTTP/1.1', 'host: localhost', 'content-length: 2', '', 'ab')
      await until(() => client.received.split('HTTP/1.1 200 OK').length === round + 1)
    }
    expect(client.isClosed).toBe(false)
    expect(worker.seen).toHaveLength(3)
  })

  test('of HTTP/1.0 ends with its connection', async () => {
    const worker = await startWorker('w1', { response: (response) => response.end('all of it') })
    const client = new RawClient(await frontOf([worker]))
    client.send('GET /v1/models HTTP/1.0', '', '')
    await until(() => client.isClosed)
    expect(client.received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nall of it$/)
  })

  test('with HEAD gets the head only', async () => {
    const worker = await startWorker('w1', { response: text('', 200, { 'content-length': '7' }) })
    const { url } = await frontOf([worker])
    const response = await fetch(`${url}/v1/models`, { method: 'HEAD' })
    expect(response.headers.get('content-length')).toBe('7')
  })

  test("returns the worker's status, and its headers except hop-by-hop ones", async () => {
    const worker = await startWorker('w1', {
      response: text('{"error":{}}', 418, {
        'x-own': 'yes',
        connection: 'x-hop',
        'x-hop': 'no',
        'proxy-authenticate': 'no',
        'set-cookie': ['a=1', 'b=2'],
      }),
    })
    const response = await post(await frontOf([worker]))
    expect(response.status).toBe(418)
    expect(await response.text()).toBe('{"error":{}}')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    const names = ['x-own', 'x-hop', 'proxy-authenticate']
    expect(names.map((name) => response.headers.has(name))).toEqual([true, false, false])
  })

  test('returns non-ASCII headers unchanged', async () => {
    const worker = await startWorker('w1', {
      response: (_response, _seen, { socket }) => {
        socket.write(
          Buffer.from('HTTP/1.1 200 OK\r\nx-name: Zo\u00eb\r\ncontent-length: 0\r\n\r\n'),
        )
      },
    })
    const client = new RawClient(await frontOf([worker]))
    client.send('GET /v1/models HTTP/1.1', 'host: localhost', '', '')
    await until(() => client.received.includes('\r\n\r\n'))
    const head = Buffer.from(client.received, 'latin1').toString('utf8')
    expect(head).toContain('x-name: Zo\u00eb\r\n')
  })

  test('loses the headers that end at the front', async () => {
    const worker = await startWorker('w1')
    const client = new RawClient(await frontOf([worker]))
    client.send(
      'GET /v1/models HTTP/1.1',
      'Host: localhost',
      'Connection: keep-alive, X-Hop',
      'X-Hop: 1',
    )
    client.send('', 'TE: trailers', 'X-Own: 2', '', '')
    await until(() => client.received.includes('w1'))
    const names = ['x-hop', 'te', 'x-own']
    expect(names.map((name) => worker.seen[0]?.headers[name])).toEqual([undefined, undefined, '2'])
  })

  test('forwards the key of its caller to a worker without one of its own', async () => {
    const worker = await startWorker('w1')
    await post(await frontOf([worker]), { headers: { authorization: 'Bearer sk-caller' } })
    expect(worker.seen[0]?.headers.authorization).toBe('Bearer sk-caller')
  })
})
