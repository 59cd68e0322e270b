import { describe, expect, test } from 'vitest'
import { HeadReader, parseResponseHead } from '../../lib/wire/response-head.ts'

const head = (...lines: string[]) => ['HTTP/1.1 200 OK', ...lines].join('\r\n')

describe('the head of a response', () => {
  test('has status, reason, and headers with lower-case names', () => {
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

  test('may have a status line without a reason', () => {
    expect(parseResponseHead('HTTP/1.1 200\r\ncontent-length: 0')).toMatchObject({
      statusMessage: '',
    })
    expect(parseResponseHead('HTTP/1.1 200 \r\ncontent-length: 0')).toMatchObject({
      statusMessage: '',
    })
  })

  test('has two values of a header that comes twice, including names of Object.prototype', () => {
    const { headers } = parseResponseHead(
      head('set-cookie: a', 'Set-Cookie: b', 'constructor: c', 'content-length: 0'),
    )
    expect(headers).toMatchObject({ 'set-cookie': ['a', 'b'], constructor: 'c' })
  })

  test('may announce a chunked body', () => {
    expect(parseResponseHead(head('Transfer-Encoding: Chunked'))).toMatchObject({ body: 'chunked' })
  })

  test.each([204, 304, 100])('%s has no body, whatever it announces', (status) => {
    expect(parseResponseHead(`HTTP/1.1 ${status} x\r\ncontent-length: 5`).body).toBe(0)
  })

  test('may announce that the connection ends with the response', () => {
    const { isKeptAlive } = parseResponseHead(head('connection: Close', 'content-length: 0'))
    expect(isKeptAlive).toBe(false)
  })

  test('has the time that an idle connection is kept, which is ignored if a second or less', () => {
    const five = parseResponseHead(head('keep-alive: timeout=5, max=100', 'content-length: 0'))
    expect(five).toMatchObject({ keepAliveMs: 5_000, isKeptAlive: true })
    const one = parseResponseHead(head('keep-alive: timeout=1', 'content-length: 0'))
    expect(one).toMatchObject({ keepAliveMs: 1_000, isKeptAlive: false })
  })
})

describe('the head of a server that closes its connections', () => {
  test('without a length has a body until the end of the connection', () => {
    expect(parseResponseHead(head('a: b'))).toMatchObject({
      body: 'until_close',
      isKeptAlive: false,
    })
    expect(parseResponseHead('HTTP/1.0 200 OK')).toMatchObject({
      body: 'until_close',
      isKeptAlive: false,
    })
  })

  test('of HTTP/1.0 keeps a connection only if it announces that', () => {
    const sized = parseResponseHead('HTTP/1.0 200 OK\r\ncontent-length: 0')
    expect(sized).toMatchObject({ body: 0, isKeptAlive: false })
    const kept = parseResponseHead('HTTP/1.0 200 OK\r\ncontent-length: 0\r\nconnection: Keep-Alive')
    expect(kept.isKeptAlive).toBe(true)
  })
})

describe('an invalid head is refused:', () => {
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

test('a head reader recognises a repeated head, and parses a new one', () => {
  const reader = new HeadReader()
  const first = reader.read(head('content-length: 1'))
  expect(reader.read(head('content-length: 1'))).toBe(first)
  expect(reader.read(head('content-length: 2')).body).toBe(2)
  expect(() => reader.read('no head')).toThrow('no status line')
  expect(reader.read(head('content-length: 2')).body).toBe(2)
  // The shared parts of responses must not change.
  expect(first.headers).toSatisfy(Object.isFrozen)
})
