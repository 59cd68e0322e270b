// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables look in users' files
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { codeFrame } from '../../../lib/source/code-frame.ts'
import { maskSecrets } from '../../../lib/source/secrets/mask-secrets.ts'
import { isSecretName } from '../../../lib/source/secrets/secret-name.ts'

describe('a secret that is masked', () => {
  test.each([
    ['api_key: sk-1', 'api_key: ***'],
    ['  - apikey:   sk-1  ', '  - apikey:   ***'],
    ['"api_key": "sk-1", "port": 1', '"api_key": "***", "port": 1'],
    ["'token' : 'it''s'", "'token' : '***'"],
    ['"password": "a\\"b", "x": 1', '"password": "***", "x": 1'],
    ['"api key": x', '"api key": ***'],
    ['{ secret: a, port: 1 }', '{ secret: ***, port: 1 }'],
    ['[{token: a}, {token: b}]', '[{token: ***}, {token: ***}]'],
    ['password: a, b', 'password: ***'],
    ['X-API-Key: abc', 'X-API-Key: ***'],
    ['authorization: Basic abc', 'authorization: ***'],
    ['send "Authorization: Bearer abc" there', 'send "Authorization: ***" there'],
    ['header Bearer abc.def', 'header Bearer ***'],
    ['Basic dXNlcjpwYXNz', 'Basic ***'],
    ['http://user:pass@host/x', 'http://***@host/x'],
    ['http://user:p@ss@host/x', 'http://***@host/x'],
    ['http://user:p/ss@host/x', 'http://***@host/x'],
    ['GET /v1?api_key=abc&x=1', 'GET /v1?api_key=***&x=1'],
    ['OPENAI_API_KEY=abc npm test', 'OPENAI_API_KEY=*** npm test'],
    ['run --api-key abc --port 1', 'run --api-key *** --port 1'],
    ['run --token=abc x', 'run --token=*** x'],
    ['the key sk-abcdefghijklmnop is wrong', 'the key *** is wrong'],
    ['api_key: |\n  a\n  b\nport: 1', 'api_key: |\n  ***\n  ***\nport: 1'],
    ['api_key:\n  a\nport: 1', 'api_key:\n  ***\nport: 1'],
    ['api_key: >-\r\n  a\r\nport: 1', 'api_key: >-\r\n  ***\r\nport: 1'],
    ['secrets:\n- a\n- b\nport: 1', 'secrets:\n***\n***\nport: 1'],
    ['secret: [a, b]\nport: 1', 'secret: ***\nport: 1'],
    ['password: |\nlost\nport: 1', 'password: |\n***\nport: 1'],
    ['? api_key\n: abc', '? api_key\n: ***'],
    ['password: !x abc', 'password: ***'],
    ['password: !abc', 'password: ***'],
    ['{"token":\n"abc"}', '{"token":\n***'],
  ])('%j becomes %j', (text, masked) => {
    expect(maskSecrets(text).trimEnd()).toBe(masked.trimEnd())
  })

  test('an open quote hides everything behind it', () => {
    expect(maskSecrets('password: "abc\nport: 1')).toBe('password: "***\n***')
  })

  test('a quote that contains the next secret leaks neither', () => {
    const masked = maskSecrets('password: "ab\napi_key: "hunter2"\nmodel: x')
    expect(masked).not.toContain('hunter2')
  })

  test('a private key is hidden under any name', () => {
    const masked = maskSecrets(
      'pem: |\n  -----BEGIN PRIVATE KEY-----\n  abcd\n  -----END PRIVATE KEY-----',
    )
    expect(masked).not.toContain('abcd')
  })
})

describe('a text that is not masked', () => {
  test.each([
    'time_to_first_token: < 500ms',
    'max_tokens: 128',
    'tokens_per_second: ">= 20"',
    'time_per_output_token: 30ms',
    'api_key: ${OPENAI_API_KEY}',
    '"api_key": "${OPENAI_API_KEY}", "port": 1',
    'authorization: Bearer ${TOKEN}',
    'http://localhost:1234/v1/models',
    'http://[::1]:1234/',
    'rtt.avg: < 10ms',
    'unknown key `token`: expected `api_key`',
    'Basic authentication is not supported',
    'api_key:\nport: 1',
  ])('is %j', (text) => {
    expect(maskSecrets(text)).toBe(text)
  })

  test('a reference with a default is masked, because the default may be a secret', () => {
    expect(maskSecrets('api_key: ${KEY:-hunter2}')).toBe('api_key: ***')
  })
})

describe('names of secrets', () => {
  test.each([
    'api_key',
    'apiKey',
    'APIKEY',
    'x-api-key',
    'HF_TOKEN',
    'token',
    'access.token',
    'authtoken',
    'client_secret',
    'password',
    'DB_PASSWORD',
    'Authorization',
    'auth',
    'credentials',
    'Set-Cookie',
  ])('include %s', (name) => expect(isSecretName(name)).toBe(true))

  test.each([
    '',
    'key',
    'model',
    'tokens',
    'max_tokens',
    'first_token',
    'token_count',
    'latency.first_token',
    'host',
    'author',
  ])('exclude %s', (name) => expect(isSecretName(name)).toBe(false))
})

/** No space at an end and nothing that other text contains by chance. */
const secret = fc
  .string({ minLength: 6, maxLength: 30, unit: 'grapheme-ascii' })
  .map((text) => `Q${text.replaceAll('***', 'x')}Z`)
const name = fc.constantFrom(
  'api_key',
  'apikey',
  'token',
  'secret',
  'password',
  'authorization',
  'x-api-key',
  'HF_TOKEN',
)
const yamlStyle = fc.record({
  collectionStyle: fc.constantFrom<'any' | 'flow'>('any', 'flow'),
  defaultStringType: fc.constantFrom<
    'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED'
  >('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
  defaultKeyType: fc.constantFrom<'PLAIN' | 'QUOTE_DOUBLE'>('PLAIN', 'QUOTE_DOUBLE'),
  lineWidth: fc.constantFrom(0, 20, 80),
})

/** Words of a secret that are long enough to be recognised in its text. */
const traces = (planted: string) => [
  planted,
  ...planted.split(/[\s"'\\]+/).filter((word) => word.length >= 6),
]

function expectNoTrace(text: string, planted: string): void {
  const lines = text.split('\n').length
  const shown = [
    maskSecrets(text),
    ...Array.from({ length: lines }, (_, line) => codeFrame(text, line + 1, 8, 20)),
  ]
  for (const output of shown) {
    for (const trace of traces(planted)) expect(output).not.toContain(trace)
  }
}

test('a secret planted in YAML never shows, in whatever style', () => {
  fc.assert(
    fc.property(secret, name, yamlStyle, fc.boolean(), (planted, key, style, isLast) => {
      const worker = isLast ? { port: 1, [key]: planted } : { [key]: planted, port: 1 }
      expectNoTrace(stringify({ workers: [worker], suite: 'x' }, style), planted)
    }),
    { numRuns: 3000 },
  )
})

test('a secret planted in JSON never shows, in one line or many', () => {
  fc.assert(
    fc.property(secret, name, fc.constantFrom(0, 2), (planted, key, indent) => {
      const text = JSON.stringify(
        { workers: [{ [key]: planted, port: 1 }], suite: 'x' },
        null,
        indent,
      )
      expectNoTrace(text, JSON.stringify(planted).slice(1, -1))
    }),
    { numRuns: 2000 },
  )
})

test('a secret planted in broken YAML never shows', () => {
  const damage = fc.constantFrom<(text: string) => string>(
    (text) => text.replace(/["']\s*$/m, ''),
    (text) => text.replaceAll(/^ +/gm, '\t'),
    (text) => text.replaceAll(/[}\]]/g, ''),
    (text) => `{ [ ${text}`,
    (text) => text.replace('suite:', 'suite'),
    (text) => text.replaceAll('\n', '\r\n'),
  )
  const word = fc.stringMatching(/^Q[A-Za-z0-9_+=-]{6,20}Z$/)
  fc.assert(
    fc.property(word, name, yamlStyle, damage, (planted, key, style, spoil) => {
      const text = spoil(stringify({ suite: 'x', workers: [{ [key]: planted, port: 1 }] }, style))
      expectNoTrace(text, planted)
    }),
    { numRuns: 2000 },
  )
})

test('masking twice changes nothing more', () => {
  fc.assert(
    fc.property(secret, name, (planted, key) => {
      const once = maskSecrets(JSON.stringify({ [key]: planted, url: 'http://a:b@c' }))
      expect(maskSecrets(once)).toBe(once)
    }),
  )
})
