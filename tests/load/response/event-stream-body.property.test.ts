import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventStreamBody } from '../../../lib/load/response/event-stream-body.ts'
import { plainReading } from './plain-stream-reading.ts'

/** Texts in JSON: valid escapes, invalid ones, ones that end the text, and invalid UTF-8. */
const text = fc.oneof(
  fc.string({ maxLength: 6 }).map((written) => JSON.stringify(written).slice(1, -1)),
  fc.constantFrom('', '\\n', '\\"', '\\\\', '\\u00e9', '\\ud83d', '\\u12', '\\x', '\\', '"', '\t'),
  fc.constantFrom(
    ' word',
    'ü',
    '😀',
    '\u0000',
    '\u2028',
    '", "finish_reason": "error',
    '"content":"',
  ),
)
/** Events of one server are equal except for their text: with one of these forms for a while. */
const form = fc.constantFrom<(text: string, other: string) => string>(
  (a) => `{"id":"c","choices":[{"index":0,"delta":{"content":"${a}"},"finish_reason":null}]}`,
  (a) => `{"choices": [{"delta": {"content": "${a}"}, "finish_reason": null}], "usage": null}`,
  (a, b) => `{"choices":[{"delta":{"content":"${a}","reasoning_content":"${b}"}}]}`,
  (a, b) => `{"choices":[{"delta":{"role":"assistant","content":"${a}"}}],"model":"${b}"}`,
  (a) => `{"choices":[{"text":"${a}","finish_reason":null}]}`,
  (a) => `{"choices":[{"delta":{"reasoning":"${a}"}},{"delta":{"content":"b"}}]}`,
  (a, b) => `{"error":"${b}","choices":[{"delta":{"content":"${a}"}}]}`,
  (a, b) => `{"choices":[{"delta":{"content":"${a}"},"finish_reason":"${b}"}]}`,
  (a) => `{"choices":[{"delta":{"content":"${a}"}}],"usage":{"completion_tokens":3}}`,
  (a) => `{"choices":[{"delta":{"tool_calls":[{"content":"${a}"}]}}]}`,
  (a) => `{"choices":[{"delta":{"content":"${a}","content":"${a}"}}]}`,
  (a) => `{"content":"${a}","choices":[]}`,
  (a) => `{"choices":[{"delta":{"content":"${a}"}}]`,
  (a) => `["content":"${a}"]`,
)
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')
const lead = fc.constantFrom(
  'data: ',
  'data: ',
  'data: ',
  'data:',
  'data:  ',
  'id: 3\ndata: ',
  'event: error\ndata: ',
)
const event = fc
  .tuple(lead, fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }), form, lineEnd)
  .map(([before, texts, write, end]) =>
    texts.map(([a, b]) => `${before}${write(a, b)}${end}${end}`).join(''),
  )
const others = fc.constantFrom(
  ...['data: [DONE]\n\n', ': ping\n\n', 'data\n\n', 'data: {}\ndata: []\n\n', '\n\n', 'event: x\n'],
  'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n',
  'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0}}\n\n',
)
const stream = fc.array(fc.oneof({ weight: 3, arbitrary: event }, others), { maxLength: 6 })

/** Some bytes are invalid UTF-8, replacing others. */
const bytes = fc
  .tuple(stream, fc.option(fc.tuple(fc.nat(), fc.integer({ min: 0x80, max: 0xff })), { freq: 4 }))
  .map(([parts, damage]) => {
    const whole = Buffer.from(parts.join(''))
    if (damage && whole.length > 0) whole[damage[0] % whole.length] = damage[1]
    return whole
  })
  // A line that begins otherwise has an unknown field, which a simple parser ignores.
  .filter((whole) => !/(^|[\r\n])[^\r\n:dei]/.test(whole.toString('latin1')))

function read(whole: Buffer, cuts: readonly number[]) {
  const body = new EventStreamBody()
  let from = 0
  for (const [index, to] of [...cuts, whole.length].entries()) {
    body.take(whole.subarray(from, to), index)
    from = to
  }
  const { words: _, ...reading } = body.end()
  return { ...reading, times: body.tokenGapsMs.length + (body.firstTokenMs === undefined ? 0 : 1) }
}

test('an event stream is parsed like by a simple parser, whole and split at every byte', () => {
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(), { maxLength: 5 }), (whole, places) => {
      const plain = plainReading(whole)
      const expected = { ...plain, times: plain.chunks }
      expect(read(whole, [])).toEqual(expected)
      expect(
        read(
          whole,
          Array.from({ length: whole.length }, (_, at) => at),
        ),
      ).toEqual(expected)
      const cuts = places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b)
      expect(read(whole, cuts)).toEqual(expected)
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 400) },
  )
})

test('a stream split in two at every byte is parsed like one that arrives whole', () => {
  const events = ['a', '\\"', '', '\\u00e9\\n', '😀', '}', 'b'].map(
    (each) => `data: {"id":"1","choices":[{"delta":{"content":"${each}"},"finish_reason":null}]}`,
  )
  for (const end of ['\n', '\r\n', '\r']) {
    const whole = Buffer.from(`${[...events, 'data: [DONE]'].join(end + end)}${end}${end}`)
    const expected = { ...plainReading(whole), times: 6 }
    expect(expected).toMatchObject({ chunks: 6, fault: undefined })
    for (let at = 0; at <= whole.length; at++) expect(read(whole, [at])).toEqual(expected)
  }
})
