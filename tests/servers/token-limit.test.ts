import { describe, expect, test } from 'vitest'
import {
  hasPlainLimit,
  requiresCompletionLimit,
  withCompletionLimit,
} from '../../lib/servers/token-limit.ts'

const words =
  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
const error = (fields: object) => JSON.stringify({ error: fields })

describe('a refusal of max_tokens', () => {
  test.each([
    [
      'of OpenAI',
      400,
      error({ message: words, param: 'max_tokens', code: 'unsupported_parameter' }),
    ],
    [
      'of a gateway that has other codes',
      400,
      error({ message: words, code: 'invalid_request_body' }),
    ],
    ['of FastAPI', 422, JSON.stringify({ detail: [{ msg: words, loc: ['body', 'max_tokens'] }] })],
    ['as plain text', 400, words],
  ])('is recognised: %s', (_, status, text) => {
    expect(requiresCompletionLimit(status, text)).toBe(true)
  })

  test.each([
    [
      'names both because the number is too large, as vLLM does',
      400,
      error({
        message:
          "'max_tokens' or 'max_completion_tokens' is too large: 40960. This model's maximum context length is 4096 tokens and your request has 12 input tokens",
      }),
    ],
    ['has another status', 500, error({ message: words })],
    ['names the other field alone', 400, error({ message: 'unsupported: max_completion_tokens' })],
    ['is about something else', 400, error({ message: 'the context is full' })],
    ['is empty', 400, ''],
  ])('is not one that %s', (_, status, text) => {
    expect(requiresCompletionLimit(status, text)).toBe(false)
  })
})

test('a token limit is renamed after other changes of the request', () => {
  expect(withCompletionLimit({ max_tokens: 8 })).toEqual({ max_completion_tokens: 8 })
  expect(withCompletionLimit({ max_tokens: 8 }, { model: 'm' })).toEqual({
    max_completion_tokens: 8,
    model: 'm',
  })
  const without = withCompletionLimit({ max_tokens: -1 }, { max_tokens: undefined })
  expect(JSON.stringify(without)).toBe('{}')
  expect(hasPlainLimit({ max_tokens: 8, max_completion_tokens: 8 })).toBe(false)
  expect(hasPlainLimit({ max_tokens: null })).toBe(false)
})
