import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { collectBody, maxBodyBytes } from '../../lib/balancer/request/request-body.ts'
import { ask, balance, codeOf, completion, origin } from './balancers.ts'
import { cut, startWorker, text } from './workers.ts'

async function* parts(...all: readonly (string | Uint8Array)[]) {
  yield* all
}

const json = '{"model":"m","prompt":"hällo"}'

describe('a body', () => {
  test.each<[string, () => unknown]>([
    ['text', () => json],
    ['a buffer', () => Buffer.from(json)],
    ['a view into a larger buffer', () => new Uint8Array(Buffer.from(`__${json}`)).subarray(2)],
    ['an array buffer', () => new Uint8Array(Buffer.from(json)).buffer],
    ['a stream', () => Readable.from([Buffer.from(json.slice(0, 9)), Buffer.from(json.slice(9))])],
    ['an async iterator of text', () => parts(json.slice(0, 9), json.slice(9))],
    ['a blob', () => new Blob([json])],
  ])('may be %s', async (_, body) => {
    const worker = await startWorker('w1')
    await ask(balance([worker]), { body: body() as string })
    expect(worker.seen[0]?.body.toString()).toBe(json)
    expect(worker.seen[0]?.headers['content-length']).toBe(String(Buffer.byteLength(json)))
  })

  test('may be a form, whose parts can be distinguished', async () => {
    const worker = await startWorker('w1')
    const form = new FormData()
    form.set('model', 'whisper')
    form.set('file', new Blob(['sound']), 'a.wav')
    await ask(balance([worker]), { path: '/v1/audio/transcriptions', body: form as never })
    const { headers, body } = worker.seen[0]!
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    const parsed = await new Response(body, {
      headers: headers as Record<string, string>,
    }).formData()
    expect(parsed.get('model')).toBe('whisper')
  })

  test('may be a FormData of fetch', async () => {
    const worker = await startWorker('w1')
    const body = new FormData()
    body.set('model', 'whisper')
    const balancer = balance([worker])
    const url = `${origin}/v1/audio/transcriptions`
    await (await balancer.fetch(url, { method: 'POST', body })).text()
    expect(worker.seen[0]?.headers['content-type']).toMatch(/boundary=/)
    expect(worker.seen[0]?.body.toString()).toContain('whisper')
  })

  test('may be the fields of a URL-encoded form', async () => {
    const worker = await startWorker('w1')
    await ask(balance([worker]), { body: new URLSearchParams({ a: '1 2' }) as never })
    expect(worker.seen[0]?.body.toString()).toBe('a=1+2')
    expect(worker.seen[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
  })

  test('has the content type that the caller gives, whatever its kind', async () => {
    const worker = await startWorker('w1')
    const headers = { 'content-type': 'text/x-mine' }
    await ask(balance([worker]), {
      headers,
      body: new Blob(['x'], { type: 'text/plain' }) as never,
    })
    expect(worker.seen[0]?.headers['content-type']).toBe('text/x-mine')
  })

  test('may be missing', async () => {
    const worker = await startWorker('w1')
    await ask(balance([worker]), { body: null })
    expect(worker.seen[0]?.headers['content-length']).toBe('0')
  })

  test('of a megabyte arrives complete, also at the second worker', async () => {
    const [w1, w2] = [await startWorker('w1', { response: cut }), await startWorker('w2')]
    const large = JSON.stringify({ model: 'm', prompt: 'x'.repeat(1_000_000) })
    const chunks = [large.slice(0, 400_000), large.slice(400_000)]
    const { text: received } = await ask(balance([w1, w2]), { body: parts(...chunks) as never })
    expect(received).toBe('w2')
    expect(w2.seen[0]?.body.toString() === large).toBe(true)
  })

  test('that is too large is refused, and its source is not read further', async () => {
    let yielded = 0
    async function* endless() {
      for (;;) {
        yielded += 1
        yield Buffer.alloc(1024 * 1024)
      }
    }
    const worker = await startWorker('w1')
    const balancer = balance([worker])
    const received = ask(balancer, { body: endless() as never })
    await expect(received).rejects.toMatchObject({
      code: 'BALANCER_BODY_TOO_LARGE',
      statusCode: 413,
    })
    expect(yielded).toBe(maxBodyBytes / 1024 / 1024 + 1)
    expect([worker.seen, balancer.stats().outcomes.rejected]).toEqual([[], 1])
  })

  test('is not read further once its request has ended', async () => {
    const request = { isOver: false }
    let isEnded = false
    async function* source() {
      try {
        yield 'a'
        request.isOver = true
        yield 'b'
        yield 'c'
      } finally {
        isEnded = true
      }
    }
    const { body } = await collectBody(source(), request)
    expect([String(body), isEnded]).toEqual(['a', true])
  })

  test.each<[string, unknown]>([
    ['a number', 7],
    ['a list of numbers', [1, 2]],
  ])('cannot be %s', async (_, body) => {
    const balancer = balance([await startWorker('w1')])
    expect(await codeOf(ask(balancer, { body: body as string }))).toBe('BALANCER_REQUEST_REFUSED')
    expect(balancer.stats().outcomes.rejected).toBe(1)
  })

  test('whose source fails ends the request with that error', async () => {
    async function* breaking() {
      yield 'a'
      throw new Error('the disk is gone')
    }
    const balancer = balance([await startWorker('w1')])
    await expect(ask(balancer, { body: breaking() as never })).rejects.toThrow('the disk is gone')
    expect(balancer.stats().outcomes.aborted).toBe(1)
  })
})

describe('a response', () => {
  test.each([204, 304])('of status %i has no body', async (status) => {
    const balancer = balance([await startWorker('w1', { response: text('', status) })])
    expect(await ask(balancer, { method: 'GET', body: null })).toEqual({ status, text: '' })
  })

  test('to HEAD has headers only', async () => {
    const headers = { 'content-length': '5' }
    const balancer = balance([await startWorker('w1', { response: text('', 200, headers) })])
    const options = { origin, path: '/v1/models', method: 'HEAD' as const }
    const { headers: got, body } = await balancer.request(options)
    expect([got['content-length'], await body.text()]).toEqual(['5', ''])
  })

  test('may have trailers', async () => {
    const worker = await startWorker('w1', {
      response: (response) => {
        response.writeHead(200, { trailer: 'x-checksum' })
        response.write('body')
        response.addTrailers({ 'x-checksum': 'abc' })
        response.end()
      },
    })
    const { body, trailers } = await balance([worker]).request({
      origin,
      path: completion,
      method: 'POST',
    })
    await body.text()
    expect(trailers).toEqual({ 'x-checksum': 'abc' })
  })

  test('may come after informational ones', async () => {
    const worker = await startWorker('w1', {
      response: (response) => {
        response.writeProcessing()
        response.writeEarlyHints({ link: '</a.css>; rel=preload' })
        response.end('at last')
      },
    })
    expect(await ask(balance([worker]))).toEqual({ status: 200, text: 'at last' })
  })

  test('that ends with the connection is complete', async () => {
    const worker = await startWorker('w1', {
      response: (response) => {
        response.useChunkedEncodingByDefault = false
        response.writeHead(200, { connection: 'close' })
        response.end('until the end')
      },
    })
    const balancer = balance([worker])
    for (let index = 0; index < 3; index++) expect((await ask(balancer)).text).toBe('until the end')
  })
})
