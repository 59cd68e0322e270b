import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeadReader } from '../../lib/wire/response-head.ts'
import { ResponseReader } from '../../lib/wire/response-reader.ts'

/** Reads bytes that arrive in these parts, into one buffer with other bytes after them. */
function readInParts(bytes: Buffer, cuts: readonly number[]) {
  const buffer = Buffer.alloc(bytes.length + 32, '\r\n5\r\nxyz\r\n')
  const heads: number[] = []
  const parts: Buffer[] = []
  const reader = new ResponseReader(new HeadReader(), {
    takeHead: ({ status }) => heads.push(status),
    takeChunk: (from, begin, end) => parts.push(Buffer.from(from.subarray(begin, end))),
  })
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])]
  places.sort((a, b) => a - b)
  let read = 0
  for (const [index, begin] of places.slice(0, -1).entries()) {
    const part = bytes.subarray(begin, places[index + 1])
    part.copy(buffer)
    read = begin + reader.read(buffer, part.length)
    if (reader.isDone) break
  }
  return { heads, body: Buffer.concat(parts), read, isDone: reader.isDone, reader }
}

const bodyArb = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
const cutsArb = fc.array(fc.nat(2_000), { maxLength: 40 })
const everyByte = Array.from({ length: 2_000 }, (_, index) => index)
const informationArb = fc.array(fc.constantFrom(100, 102, 103), { maxLength: 2 })

const headOf = (status: number, ...lines: string[]) =>
  Buffer.from([`HTTP/1.1 ${status} Words`, ...lines, '', ''].join('\r\n'))
const informational = (statuses: readonly number[]) =>
  statuses.map((status) => headOf(status, 'a: b'))

/** A body as chunks of these sizes, over and over. */
function inChunks(body: Buffer, sizes: readonly number[], extension: string, trailers: string) {
  const parts: Buffer[] = []
  let place = 0
  for (let index = 0; place < body.length; index++) {
    const size = Math.min(sizes[index % sizes.length] ?? 1, body.length - place)
    const chunk = body.subarray(place, place + size)
    parts.push(Buffer.from(`${size.toString(16)}${extension}\r\n`), chunk, Buffer.from('\r\n'))
    place += size
  }
  return Buffer.concat([...parts, Buffer.from(`000${extension}\r\n${trailers}\r\n`)])
}

const chunkedArb = fc.record({
  information: informationArb,
  body: bodyArb,
  sizes: fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1 }),
  extension: fc.constantFrom('', ';a', ';a="b \\"c"', ';a=b;c="d"'),
  trailers: fc.constantFrom('', 'x-checksum: 1\r\n', 'a: 1\r\nb: 2\r\n'),
})

describe('a response is the same however its bytes are split', () => {
  test('with a length', () => {
    fc.assert(
      fc.property(informationArb, bodyArb, cutsArb, (information, body, cuts) => {
        const head = headOf(200, `content-length: ${body.length}`, 'x: y')
        const bytes = Buffer.concat([...informational(information), head, body])
        for (const each of [cuts, [], everyByte]) {
          const { reader, ...read } = readInParts(bytes, each)
          expect(read).toEqual({ heads: [200], body, read: bytes.length, isDone: true })
        }
      }),
    )
  })

  test('in chunks, with extensions and trailers', () => {
    fc.assert(
      fc.property(
        chunkedArb,
        cutsArb,
        ({ information, body, sizes, extension, trailers }, cuts) => {
          const head = headOf(200, 'transfer-encoding: chunked')
          const chunks = inChunks(body, sizes, extension, trailers)
          const bytes = Buffer.concat([...informational(information), head, chunks])
          for (const each of [cuts, [], everyByte]) {
            const { reader, ...read } = readInParts(bytes, each)
            expect(read).toEqual({ heads: [200], body, read: bytes.length, isDone: true })
            expect(Object.keys(reader.trailers)).toHaveLength(trailers.split('\n').length - 1)
          }
        },
      ),
    )
  })

  test('without reading the bytes after it', () => {
    fc.assert(
      fc.property(chunkedArb, bodyArb, fc.boolean(), (chunked, rest, isChunked) => {
        const { body, sizes, extension, trailers } = chunked
        const response = isChunked
          ? [headOf(200, 'transfer-encoding: chunked'), inChunks(body, sizes, extension, trailers)]
          : [headOf(200, `content-length: ${body.length}`), body]
        const whole = Buffer.concat(response)
        const { reader, ...read } = readInParts(Buffer.concat([whole, rest]), [])
        expect(read).toEqual({ heads: [200], body, read: whole.length, isDone: true })
      }),
    )
  })

  test('and incomplete if it is cut off', () => {
    fc.assert(
      fc.property(
        chunkedArb,
        fc.nat(),
        cutsArb,
        ({ body, sizes, extension, trailers }, at, cuts) => {
          const chunks = inChunks(body, sizes, extension, trailers)
          const bytes = Buffer.concat([headOf(200, 'transfer-encoding: chunked'), chunks])
          const { isDone } = readInParts(bytes.subarray(0, at % bytes.length), cuts)
          expect(isDone).toBe(false)
        },
      ),
    )
  })
})

describe('an invalid chunk is an error wherever it is split', () => {
  test.each([
    ['no size', '\r\nabc\r\n'],
    ['a size that is not a number', 'g\r\nabc\r\n'],
    ['a negative size', '-3\r\nabc\r\n'],
    ['a size by 0x', '0x3\r\nabc\r\n'],
    ['a size of nine digits', '100000000\r\nabc\r\n'],
    ['a space after the size', '3 \r\nabc\r\n'],
    ['a bare line feed after the size', '3\nabc\r\n'],
    ['a chunk longer than its size', '3\r\nabcd\r\n'],
    ['an extension that goes on behind its quoted value', '3;a="x"b\r\nabc\r\n0\r\n\r\n'],
    ['a length among the trailers', '3\r\nabc\r\n0\r\ncontent-length: 2\r\n\r\n'],
    ['an extension without a name', '3;\r\nabc\r\n0\r\n\r\n'],
    ['an extension whose quoted value does not end', '3;a="\r\nabc\r\n0\r\n\r\n'],
    ['a chunk shorter than its size', '4\r\nabc\r\n0\r\n\r\n'],
    ['an endless size line', `3;${'a'.repeat(300)}`],
    ['an endless trailer', `0\r\na: ${'b'.repeat(17_000)}`],
    ['endless trailers', `0\r\n${'a: b\r\n'.repeat(3_000)}`],
  ])('%s', (_, text) => {
    const head = headOf(200, 'transfer-encoding: chunked')
    const bytes = Buffer.concat([head, Buffer.from(text)])
    for (const cuts of [[], everyByte]) {
      expect(() => readInParts(bytes, cuts)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^HPE_/) }),
      )
    }
  })
})

test('an invalid trailer is an error when it is read', () => {
  const bytes = Buffer.concat([
    headOf(200, 'transfer-encoding: chunked'),
    Buffer.from('0\r\nno trailer\r\n\r\n'),
  ])
  const { reader, isDone } = readInParts(bytes, [])
  expect(isDone).toBe(true)
  expect(() => reader.trailers).toThrow('no header')
})

test('an endless head is an error, in one read or in many', () => {
  const bytes = Buffer.from(`HTTP/1.1 200 OK\r\na: ${'b'.repeat(20_000)}`)
  for (const cuts of [[], everyByte]) {
    expect(() => readInParts(bytes, cuts)).toThrow(
      expect.objectContaining({ code: 'UND_ERR_HEADERS_OVERFLOW' }),
    )
  }
})

test('a switch to another protocol that was not requested is an error', () => {
  expect(() => readInParts(headOf(101, 'upgrade: h2c'), [])).toThrow('not requested')
})

test('a reader that was reset reads the next response', () => {
  const { reader } = readInParts(
    Buffer.concat([headOf(200, 'content-length: 2'), Buffer.from('ab')]),
    [],
  )
  reader.reset()
  expect(reader.isDone).toBe(false)
  const next = headOf(204)
  expect(reader.read(next, next.length)).toBe(next.length)
  expect(reader.isDone).toBe(true)
})
