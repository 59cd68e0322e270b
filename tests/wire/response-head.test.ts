import { describe, expect, test } from 'vitest'
import { HeadReader, parseResponseHead } from '../../lib/wire/response-head.ts'

const head = (...lines: string[]) => ['HTTP/1.1 200 OK', ...lines].join('\r\n')

describe('what a head says', () => {
  test('status, its words, and headers by their names in lower case', () => {
    expect(
      parseResponseHead('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length:12 '),
    ).toEqual({
      status: 429,
      statusMessage: 'Too Many Requests',
      headers: { 'retry-after': '2', 'content-length': '12' },
      rawHeaders: ['Retry-After', '2', 'Content-Length', '12'].map((each) => Buffer.from(each)),
      body: 12,
      isKeptAlive: true,
      keepAliveMs: Number.POSITIVE_INFINITY,
    })
  })

  test('a status line without words', () => {
    expect(parseResponseHead('HTTP/1.1 200\r\ncontent-length: 0')).toMatchObject({
      statusMessage: '',
    })
    expect(parseResponseHead('HTTP/1.1 200 \r\ncontent-length: 0')).toMatchObject({
      statusMessage: '',
    })
  })

  test('a header that comes twice has two values, also one that every object has', () => {
    const { headers } = parseResponseHead(
      head('set-cookie: a', 'Set-Cookie: b', 'constructor: c', 'content-length: 0'),
    )
    expect(headers).toMatchObject({ 'set-cookie': ['a', 'b'], constructor: 'c' })
  })

  test('a body in chunks', () => {
    expect(parseResponseHead(head('Transfer-Encoding: Chunked'))).toMatchObject({ body: 'chunked' })
  })

  test.each([204, 304, 100])('%s has no body, whatever it says', (status) => {
    expect(parseResponseHead(`HTTP/1.1 ${status} x\r\ncontent-length: 5`).body).toBe(0)
  })

  test('a connection that ends with the response', () => {
    const { isKeptAlive } = parseResponseHead(head('connection: Close', 'content-length: 0'))
    expect(isKeptAlive).toBe(false)
  })

  test('how long an idle connection is kept; for a second or less it is no use', () => {
    const five = parseResponseHead(head('keep-alive: timeout=5, max=100', 'content-length: 0'))
    expect(five).toMatchObject({ keepAliveMs: 5_000, isKeptAlive: true })
    const one = parseResponseHead(head('keep-alive: timeout=1', 'content-length: 0'))
    expect(one).toMatchObject({ keepAliveMs: 1_000, isKeptAlive: false })
  })
})

describe('a head of a server that closes its connections', () => {
  test('without a length its body goes on to the end of the connection', () => {
    expect(parseResponseHead(head('a: b'))).toMatchObject({
      body: 'until_close',
      isKeptAlive: false,
    })
    expect(parseResponseHead('HTTP/1.0 200 OK')).toMatchObject({
      body: 'until_close',
      isKeptAlive: false,
    })
  })

  test('HTTP/1.0 keeps a connection only where it says so', () => {
    const sized = parseResponseHead('HTTP/1.0 200 OK\r\ncontent-length: 0')
    expect(sized).toMatchObject({ body: 0, isKeptAlive: false })
    const kept = parseResponseHead('HTTP/1.0 200 OK\r\ncontent-length: 0\r\nconnection: Keep-Alive')
    expect(kept.isKeptAlive).toBe(true)
  })
})

describe('what is no head', () => {
  test.each([
    ['nothing', '', 'HPE_INVALID_VERSION'],
    ['another version', 'HTTP/2.0 200 OK\r\ncontent-length: 0', 'HPE_INVALID_VERSION'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2', 'HPE_INVALID_VERSION'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\ncontent-length: 0', 'HPE_INVALID_VERSION'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\ncontent-length: 0', 'HPE_INVALID_VERSION'],
    ['a line without a colon', head('content-length'), 'HPE_INVALID_HEADER_TOKEN'],
    ['a space before the colon', head('content-length : 0'), 'HPE_INVALID_HEADER_TOKEN'],
    ['a folded line', head('a: b', ' c', 'content-length: 0'), 'HPE_INVALID_HEADER_TOKEN'],
    ['a control character', head('a: b\0', 'content-length: 0'), 'HPE_INVALID_HEADER_TOKEN'],
    ['a bare line feed', head('a: b\ncontent-length: 0'), 'HPE_INVALID_HEADER_TOKEN'],
    ['two lengths', head('content-length: 5', 'content-length: 5'), 'HPE_INVALID_CONTENT_LENGTH'],
    ['a negative length', head('content-length: -1'), 'HPE_INVALID_CONTENT_LENGTH'],
    [
      'a length of sixteen digits',
      head(`content-length: ${'9'.repeat(16)}`),
      'HPE_INVALID_CONTENT_LENGTH',
    ],
    [
      'a length and chunks',
      head('content-length: 5', 'transfer-encoding: chunked'),
      'HPE_INVALID_CONTENT_LENGTH',
    ],
    ['another coding', head('transfer-encoding: gzip, chunked'), 'HPE_INVALID_TRANSFER_ENCODING'],
  ])('%s', (_, text, code) => {
    expect(() => parseResponseHead(text)).toThrow(expect.objectContaining({ code }))
  })
})

test('a reader of heads knows one again, and reads another anew', () => {
  const reader = new HeadReader()
  const first = reader.read(head('content-length: 1'))
  expect(reader.read(head('content-length: 1'))).toBe(first)
  expect(reader.read(head('content-length: 2')).body).toBe(2)
  expect(() => reader.read('no head')).toThrow('no status line')
  expect(reader.read(head('content-length: 2')).body).toBe(2)
  // What answers share, none of them may change.
  expect(first.headers).toSatisfy(Object.isFrozen)
})
