import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventStreamBody } from '../../../lib/load/response/event-stream-body.ts'

const part = (content: string) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] })
const role = JSON.stringify({ choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] })
const finish = JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
const usage = JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 4 } })

function stream(events: readonly string[], lineEnd = '\n'): string {
  return events.map((data) => `data: ${data}${lineEnd}${lineEnd}`).join('')
}

/** Reads a body in chunks that end at these places; each comes a millisecond after the last. */
function read(text: string, cuts: readonly number[] = []) {
  const bytes = Buffer.from(text)
  const body = new EventStreamBody()
  const ends = [...cuts, bytes.length].sort((a, b) => a - b)
  let from = 0
  for (const [index, to] of ends.entries()) {
    body.take(bytes.subarray(from, to), 1_000 + index)
    from = to
  }
  return { ...body.end(), firstTokenMs: body.firstTokenMs, gaps: body.tokenGapsMs.length }
}

const whole = stream([
  role,
  part('Grüße'),
  part(' 😀'),
  part(' in the middle'),
  finish,
  usage,
  '[DONE]',
])

describe('an event stream', () => {
  test('is read the same wherever it is split', () => {
    const expected = { inputTokens: 9, outputTokens: 4, gaps: 2, fault: undefined }
    expect(read(whole)).toMatchObject(expected)
    const { length } = Buffer.from(whole)
    for (let at = 0; at <= length; at++) expect(read(whole, [at])).toMatchObject(expected)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: length }), { maxLength: 20 }), (cuts) => {
        expect(read(whole, cuts)).toMatchObject(expected)
      }),
    )
    const everyByte = Array.from({ length }, (_, at) => at)
    expect(read(whole, everyByte)).toMatchObject(expected)
  })

  test('has its first token at the end of its first text, not of the role', () => {
    const body = new EventStreamBody()
    body.take(Buffer.from(stream([role])), 10)
    body.take(Buffer.from(stream([part('a')])), 20)
    body.take(Buffer.from(stream([part('b')])), 25)
    body.take(Buffer.from(stream([part('c'), '[DONE]'])), 32)
    expect(body.end()).toMatchObject({ chunks: 3, fault: undefined })
    expect(body.firstTokenMs).toBe(20)
    expect(body.tokenGapsMs).toEqual([5, 7])
  })

  test.each([
    ['CRLF line ends', stream([part('a'), '[DONE]'], '\r\n')],
    ['no space after the colon', `data:${part('a')}\n\ndata:[DONE]\n\n`],
    ['comments and other fields', `: ping\nevent: x\nid: 3\n${stream([part('a'), '[DONE]'])}`],
    ['no line end after the last event', `data: ${part('a')}\n\ndata: [DONE]`],
    ['the form of old completions', stream(['{"choices":[{"text":"a"}]}', '[DONE]'])],
    ['reasoning', stream(['{"choices":[{"delta":{"reasoning_content":"a"}}]}', '[DONE]'])],
    [
      'a call of a tool',
      stream(['{"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}', '[DONE]']),
    ],
    ['chunks without choices', stream(['{"choices":null}', 'null', '5', part('a'), '[DONE]'])],
    ['choices of nothing', stream(['{"choices":[null,{"delta":null}]}', part('a'), '[DONE]'])],
  ])('is read with %s', (_, text) => {
    expect(read(text)).toMatchObject({ chunks: 1, fault: undefined })
  })

  test.each([
    ['an end', stream([part('a')]), 'a stream that was cut off'],
    ['a choice', stream([usage, '[DONE]']), 'a response without choices'],
    [
      'a complete event',
      `data: {"choices":[{"del\n\n${stream([part('a'), '[DONE]'])}`,
      'a stream event that is not valid JSON',
    ],
    ['anything', '', 'a stream that was cut off'],
    [
      'success',
      stream([part('a'), '{"error":{"message":"out of memory"}}', '[DONE]']),
      'an error object in the stream',
    ],
  ])('without %s is faulty', (_, text, fault) => {
    expect(read(text).fault).toBe(fault)
  })

  test('has its chunks counted if the worker does not count tokens', () => {
    expect(read(stream([role, part('a'), part('b'), '[DONE]'])).chunks).toBe(2)
    expect(read(stream([part('a'), usage, '[DONE]'])).outputTokens).toBe(4)
  })

  test('accepts any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 5 }), (events) => {
        expect(() => read(stream([...events, '[DONE]']))).not.toThrow()
      }),
    )
    const almost = fc.record(
      { choices: fc.anything(), usage: fc.anything(), error: fc.anything() },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(almost, (event) => {
        const json = JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? 1 : value))
        expect(() => read(stream([json, '[DONE]']))).not.toThrow()
      }),
    )
  })

  test('accepts any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
        const body = new EventStreamBody()
        body.take(Buffer.from(one), 1)
        body.take(Buffer.from(other), 2)
        expect(body.end().fault).toBeDefined()
      }),
    )
  })
})
