import { describe, expect, test } from 'vitest'
import { ResponseBody } from '../../../lib/load/response/response-body.ts'

const usage = { prompt_tokens: 5, completion_tokens: 2 }
const message = (fields: object, finish = 'stop', more: object = {}) =>
  JSON.stringify({ choices: [{ message: fields, finish_reason: finish }], usage, ...more })
const chunk = (delta: object, finish: string | null = null, more: object = {}) =>
  JSON.stringify({ choices: [{ delta, finish_reason: finish }], ...more })
const stream = (...data: string[]) => data.map((each) => `data: ${each}\n\n`).join('')

/** Read byte by byte, and in one chunk: both must give the same. */
function read(text: string, type = 'application/json') {
  const bytes = Buffer.from(text)
  const [whole, cut] = [new ResponseBody(type), new ResponseBody(type)]
  whole.take(bytes, 1)
  for (let at = 0; at < bytes.length; at++) cut.take(bytes.subarray(at, at + 1), 1)
  const reading = whole.end()
  expect(cut.end()).toEqual(reading)
  return reading
}

const eventStream = 'text/event-stream'

describe('a good response contains', () => {
  test.each([
    ['text', { content: 'a' }],
    ['reasoning_content', { content: null, reasoning_content: 'a' }],
    ['reasoning', { content: '', reasoning: 'a' }],
    ['a refusal', { content: null, refusal: 'No.' }],
    ['tool calls', { content: null, tool_calls: [{ id: '1' }] }],
    ['parts', { content: [{ type: 'text', text: 'a' }] }],
  ])('%s, whole and streamed', (_, fields) => {
    expect(read(message(fields))).toMatchObject({ outputTokens: 2 })
    expect(read(message(fields)).fault).toBeUndefined()
    const streamed = read(stream(chunk(fields), chunk({}, 'stop', { usage })), eventStream)
    expect(streamed).toMatchObject({ fault: undefined, outputTokens: 2, chunks: 1 })
  })

  test('no text if the server counts tokens anyway', () => {
    expect(read(message({ content: '' })).fault).toBeUndefined()
  })
})

describe('an invalid response is', () => {
  test.each([
    [
      'empty text of 0 tokens',
      message({ content: '' }, 'stop', { usage: { completion_tokens: 0 } }),
    ],
    ['empty text without usage', message({ content: null }, 'length', { usage: undefined })],
    ['choices of nothing', '{"choices":[null]}'],
  ])('%s', (_, body) => {
    expect(read(body).fault).toBe('an empty response of 0 tokens')
  })

  test.each(['abort', 'error'])('one that ended with %s, whole and streamed', (finish) => {
    const fault = `finish_reason ${finish}`
    expect(read(message({ content: 'a' }, finish)).fault).toBe(fault)
    const streamed = stream(chunk({ content: 'a' }), chunk({}, finish, { usage }), '[DONE]')
    expect(read(streamed, eventStream).fault).toBe(fault)
  })

  test.each([
    ['beside choices', message({ content: 'a' }, 'stop', { error: { message: 'oom' } })],
    ['alone', '{"error":{"message":"oom","code":500}}'],
    ['as a text', '{"error":"loading"}'],
    ['in a choice', '{"choices":[{"message":{"content":"a"},"error":{"code":502}}]}'],
    ['as vLLM wrote it before', '{"object":"error","message":"oom","code":500}'],
  ])('an error %s', (_, body) => {
    expect(read(body).fault).toBe('an error object in the response')
  })

  test('not one with an error that is null', () => {
    expect(read(message({ content: 'a' }, 'stop', { error: null })).fault).toBeUndefined()
  })

  const role = chunk({ role: 'assistant', content: '' })
  const error = '{"error":{"message":"oom"}}'
  test.each([
    ['after the role', stream(role, error)],
    ['after text', stream(role, chunk({ content: 'a' }), error, '[DONE]')],
    ['named by its event', `${stream(role)}event: error\ndata: oom\n\n`],
    ['in a field of its own', `${stream(role)}error: {"code":500}\n\n`],
    ['bare, between events', `${stream(role)}${error}\n\n${stream('[DONE]')}`],
    ['bare, in front', `${error}\n\n${stream('[DONE]')}`],
  ])('a stream with an error %s', (_, body) => {
    expect(read(body, eventStream).fault).toBe('an error object in the stream')
  })

  test('a stream of the role only', () => {
    expect(read(stream(role, '[DONE]'), eventStream).fault).toBe('an empty response of 0 tokens')
  })
})

describe('the end of a stream is', () => {
  const text = chunk({ content: 'a' })
  test.each([
    ['[DONE]', stream(text, '[DONE]'), undefined],
    ['a finish_reason', stream(text, chunk({}, 'stop')), undefined],
    ['neither: it was cut off', stream(text, text), 'a stream that was cut off'],
    ['nothing at all: it was cut off', '', 'a stream that was cut off'],
  ])('%s', (_, body, fault) => {
    expect(read(body, eventStream).fault).toBe(fault)
  })
})

describe('events are read', () => {
  const events = [chunk({ content: 'a' }), chunk({ content: 'b' }), '[DONE]']
  const pretty = JSON.stringify(JSON.parse(chunk({ content: 'a' })), null, 1)
  test.each([
    ['with CR', events.map((data) => `data: ${data}\r\r`).join('')],
    ['with CRLF', events.map((data) => `data:${data}\r\n\r\n`).join('')],
    ['with a byte order mark', `\uFEFF${stream(...events)}`],
    ['after empty lines', `\r\n\n${stream(...events)}`],
    ['after comments', `: ping\n\nid: 1\nretry: 5\n${stream(...events)}`],
    ['with empty events', `data:\n\n${stream(...events)}`],
    [
      'of several data lines',
      `${`data: ${pretty.replaceAll('\n', '\ndata: ')}\n\n`.repeat(2)}${stream('[DONE]')}`,
    ],
  ])('%s', (_, body) => {
    expect(read(body, eventStream)).toMatchObject({ fault: undefined, chunks: 2 })
  })

  test.each([
    'Text/Event-Stream; charset=UTF-8',
    ' text/event-stream ;x=y',
    'application/json',
    'text/plain',
    '',
  ])('whatever the media type is: %s', (type) => {
    expect(read(stream(...events), type)).toMatchObject({ fault: undefined, chunks: 2 })
  })

  test('as JSON where it is JSON', () => {
    expect(read(message({ content: 'a' }), eventStream)).toMatchObject({ outputTokens: 2 })
    expect(read(`\uFEFF ${message({ content: 'a' })}`, 'text/plain').fault).toBeUndefined()
  })

  test('never from a body without events', () => {
    expect(read('OK', 'text/plain').fault).toBe('a body that is not valid JSON')
    expect(read('<html>', 'text/html').fault).toBe('a body that is not valid JSON')
  })

  test('up to a maximum size', () => {
    const long = `data: {"x":"${'a'.repeat(64 * 1024)}`
    const body = new ResponseBody(eventStream)
    body.take(Buffer.from(long), 1)
    for (let part = 0; part < 40; part++) body.take(Buffer.alloc(64 * 1024, 97), 1)
    expect(body.end().fault).toBe('a stream event longer than limits.max_event')
  })
})

describe('the number of tokens is', () => {
  const counted = (tokens: string) =>
    read(`{"choices":[{"message":{"content":"a"}}],"usage":{"completion_tokens":${tokens}}}`)

  test.each(['1e999', '-1', '0.5', '"7"', 'null', '1e300', '9007199254740993'])(
    'no data if the count is %s',
    (tokens) => {
      expect(counted(tokens).outputTokens).toBeUndefined()
    },
  )

  test('unknown, or one per chunk, if there is text and the count is 0', () => {
    expect(counted('0')).toMatchObject({ outputTokens: undefined })
    const usageOfNone = JSON.stringify({ choices: [], usage: { completion_tokens: 0 } })
    const streamed = read(stream(chunk({ content: 'a' }), usageOfNone, '[DONE]'), eventStream)
    expect(streamed).toMatchObject({ fault: undefined, outputTokens: 1, chunks: 1 })
  })

  test.each([
    [
      'OpenAI, vLLM and SGLang',
      { usage: { ...usage, prompt_tokens_details: { cached_tokens: 3 } } },
    ],
    ['DeepSeek', { usage: { ...usage, prompt_cache_hit_tokens: 3 } }],
    ['llama.cpp', { timings: { cache_n: 3 } }],
  ])('read from the cache field of %s', (_, more) => {
    expect(read(message({ content: 'a' }, 'stop', more)).cachedTokens).toBe(3)
  })
})
