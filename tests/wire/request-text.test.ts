import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RequestWriter, type WireOptions } from '../../lib/wire/request-text.ts'

const requestText = (options: WireOptions, host: string) => new RequestWriter(host).text(options)

const post = { method: 'POST', path: '/v1/chat/completions' } as const

test('a request is written to the socket as specified', () => {
  const headers = { 'content-type': 'application/json', 'x-left-out': undefined }
  expect(requestText({ ...post, headers, body: '{"a":1}' }, 'host:80')).toEqual({
    text: [
      'POST /v1/chat/completions HTTP/1.1',
      'host: host:80',
      'content-type: application/json',
      'content-length: 7',
      '',
      '{"a":1}',
    ].join('\r\n'),
    encoding: 'latin1',
  })
})

test.each([[undefined], [null], ['']])('a body of %o has no length', (body) => {
  const { text } = requestText({ ...post, body }, 'host')
  expect(text).toMatch(/\r\ncontent-length: 0\r\n\r\n$/)
})

test('the content length is that of the sent bytes, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (body) => {
      const { text, encoding } = requestText({ ...post, body }, 'host')
      const [head = '', sent = ''] = split(Buffer.from(text, encoding))
      expect(Number(/content-length: (\d+)/.exec(head)?.[1])).toBe(
        Buffer.byteLength(sent, 'latin1'),
      )
      expect(Buffer.from(sent, 'latin1').toString()).toBe(body.toWellFormed())
    }),
  )
})

function split(bytes: Buffer): string[] {
  const text = bytes.toString('latin1')
  const place = text.indexOf('\r\n\r\n')
  return [text.slice(0, place), text.slice(place + 4)]
}

test('what came before has no influence on a request', () => {
  const headers = fc.constantFrom<WireOptions['headers']>(
    undefined,
    null,
    {},
    { a: '1' },
    { a: '1', b: '2' },
    { b: '2', a: '1' },
    { a: '2' },
    { a: undefined },
    Object.create({ a: '1' }),
    Object.assign(Object.create({ b: '2' }), { a: '1' }),
    [],
    new Map(),
    { 'a b': '1' },
  )
  const options = fc.record({
    method: fc.constantFrom('GET' as const, 'POST' as const, 'HEAD' as const),
    path: fc.constantFrom('/a', '/b', 'c'),
    headers,
    body: fc.constantFrom(undefined, '', '{}', 'é'),
  })
  const outcomeOf = (written: () => unknown) => {
    try {
      return written()
    } catch (error) {
      return (error as Error).message
    }
  }
  fc.assert(
    fc.property(fc.array(options), (requests) => {
      const writer = new RequestWriter('host')
      for (const request of requests) {
        const alone = outcomeOf(() => requestText(request, 'host'))
        expect(outcomeOf(() => writer.text(request))).toEqual(alone)
      }
    }),
    { numRuns: 2_000 },
  )
})

describe('a request that could be read as another one is refused', () => {
  test.each([
    ['a path with a line break', { path: '/a HTTP/1.1\r\nx: y' }],
    ['a path with a space', { path: '/a b' }],
    ['a path of another alphabet', { path: '/é' }],
    ['an invalid path', { path: 'v1' }],
    ['a method with a space', { method: 'GET /x' as 'GET' }],
    ['a method whose response has no body', { method: 'HEAD' as const }],
    ['a method that makes a tunnel', { method: 'CONNECT' as const }],
    ['a header name with a line break', { headers: { 'a\r\nb': 'c' } }],
    ['a header name with a space', { headers: { 'a b': 'c' } }],
    ['an empty header name', { headers: { '': 'c' } }],
    ['a header value with a line break', { headers: { a: 'b\r\nc: d' } }],
    ['a header value of another alphabet', { headers: { a: 'é' } }],
    ['a header with several values', { headers: { a: ['b', 'c'] } }],
    ['headers in a list', { headers: ['a', 'b'] }],
    ['headers in a map', { headers: new Map([['a', 'b']]) }],
    ['a length of the caller', { headers: { 'Content-Length': '3' } }],
    ['a coding of the caller', { headers: { 'transfer-encoding': 'chunked' } }],
    ['a connection of the caller', { headers: { connection: 'close' } }],
    ['a body of bytes', { body: Buffer.from('a') }],
  ])('%s', (_, options) => {
    expect(() => requestText({ ...post, ...options }, 'host')).toThrow(
      expect.objectContaining({ code: 'UND_ERR_INVALID_ARG' }),
    )
  })
})
