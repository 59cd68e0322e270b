import { expect, test } from 'vitest'
import { responseWords } from '../../lib/checks/kit/response-words.ts'
import { errorWords } from '../../lib/servers/error-words.ts'
import { redact } from '../../lib/source/secrets/redact.ts'

test.each([
  ['OpenAI', '{"error":{"message":"model not found","type":"x"}}', 'model not found'],
  ['Ollama', '{"error":"model \\"x\\" not found"}', 'model "x" not found'],
  ['FastAPI', '{"detail":"Not Found"}', 'Not Found'],
  ['FastAPI validation', '{"detail":[{"loc":["body"],"msg":"field required"}]}', 'field required'],
  [
    'older vLLM',
    '{"object":"error","message":"max_tokens too large","code":400}',
    'max_tokens too large',
  ],
  ['plain text', 'upstream connect error\n', 'upstream connect error'],
  [
    'a page of a proxy',
    '<html><head><title>502 Bad Gateway</title></head></html>',
    '502 Bad Gateway',
  ],
])('the error message of a server is found in an error of %s', (_shape, text, words) => {
  expect(errorWords(text)).toBe(words)
})

test.each(['', '{}', '[]', 'null', '{"error":null}', '{"error":{"message":""}}', '<div>x</div>'])(
  'a body without a message has none: %s',
  (text) => expect(errorWords(text)).toBeUndefined(),
)

test('an error message is on one line, truncated, without control characters and secrets', () => {
  const words = errorWords(
    JSON.stringify({ error: `a\nb\u001b[2J Bearer sk-abcdefghijklmnop ${'x'.repeat(500)}` }),
  )
  expect(words).toMatch(/^a b�\[2J Bearer \*\*\* x+…$/)
  expect(words?.length).toBeLessThan(210)
})

test('a known secret is masked before a message is truncated and its lines are joined', () => {
  const secret = 'correct-horse-battery'
  const error = `${'x'.repeat(190)} ${secret} y`
  expect(errorWords(JSON.stringify({ error }), [secret])).toBe(`${'x'.repeat(190)} *** y`)
  expect(errorWords('{"error":"key correct-ho\\nrse-battery"}', [secret])).toBe('key ***')
})

test('a key at the end of a truncated body is recognised', () => {
  const response = { status: 500, headers: {}, body: '{"error":"key correct-ho' }
  const words = responseWords({ ...response, bodyTruncated: true }, new URL('http://w1/'))
  expect(redact(words, ['correct-horse-battery'])).toBe('HTTP 500: {"error":"key ***…')
})
