// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables look in users' files
import { describe, expect, test } from 'vitest'
import { createValidator } from '../../lib/source/create-validator.ts'
import { parseSource } from '../../lib/source/document.ts'
import { fillDocument } from '../../lib/source/fill-document.ts'

const validator = createValidator({
  type: 'object',
  properties: {
    port: { type: 'integer' },
    model: { type: 'string' },
    any: {},
    on: { type: 'boolean' },
    limit: { type: ['integer', 'string'] },
    list: { type: 'array', items: { type: 'string' } },
    'a/b~c': { type: 'string' },
  },
})

const env = {
  CLUSTERGATE_ENV: 'PORT ON NAME DIGITS EMPTY MAP LONG',
  PORT: '1234',
  ON: 'true',
  NAME: 'tiny',
  DIGITS: '007',
  EMPTY: '',
  MAP: '{a: [1]}',
  LONG: '12345678901234567890',
  AWS_SECRET_ACCESS_KEY: 'hunter2',
  OPENAI_API_KEY: 'sk-1',
}

function fill(text: string, file = 'x.yaml', keepRaw?: (path: readonly unknown[]) => boolean) {
  const document = parseSource(text, file)
  const { value, problems } = fillDocument(document, env, {
    validate: validator,
    ...(keepRaw && { keepRaw }),
  })
  return { value, document, problems: problems.map(({ code, place }) => `${place?.line} ${code}`) }
}

describe('a value that is one variable has the type that the schema expects', () => {
  test.each<[string, unknown]>([
    ['port: ${PORT}', { port: 1234 }],
    ['port: "${PORT}"', { port: 1234 }],
    ['port: ${NONE:-10}', { port: 10 }],
    ['model: ${DIGITS}', { model: '007' }],
    ['model: "${DIGITS}"', { model: '007' }],
    ['model: ${ON}', { model: 'true' }],
    ['model: ${EMPTY}', { model: '' }],
    ['on: ${ON}', { on: true }],
    ['on: "${ON}"', { on: true }],
    ['any: ${DIGITS}', { any: 7 }],
    ['any: "${DIGITS}"', { any: '007' }],
    ['limit: ${PORT}', { limit: 1234 }],
    ['limit: "${PORT}"', { limit: '1234' }],
    ['list: ["${PORT}", "${ON}", "${NAME}"]', { list: ['1234', 'true', 'tiny'] }],
    ['list:\n- ${PORT}\n- x', { list: ['1234', 'x'] }],
    ['a/b~c: ${PORT}', { 'a/b~c': '1234' }],
    ['any: ${LONG}', { any: '12345678901234567890' }],
    ['any: ${MAP}', { any: '{a: [1]}' }],
    ['any: x${PORT}', { any: 'x1234' }],
    ['any: "${PORT} "', { any: '1234 ' }],
    ['any: $${PORT}', { any: '${PORT}' }],
    // A value that is invalid with either type keeps its first type, for the message.
    ['port: ${NAME}', { port: 'tiny' }],
    ['port: ${ON}', { port: true }],
  ])('%s', (text, value) => {
    expect(fill(text)).toMatchObject({ value, problems: [] })
  })

  test.each<[string, unknown]>([
    ['{ "port": "${PORT}" }', { port: 1234 }],
    ['{ "model": "${DIGITS}" }', { model: '007' }],
    ['{ "on": "${ON}" }', { on: true }],
  ])('of JSON, which has quotes alone: %s', (text, value) => {
    expect(fill(text, 'x.json')).toMatchObject({ value, problems: [] })
  })

  test('after a key that names a secret it remains a text', () => {
    expect(fill('api_key: ${DIGITS}').value).toEqual({ api_key: '007' })
  })
})

test('values are filled in, keys are not, and the document is unchanged', () => {
  const { value, document } = fill('"${PORT}": [x, { a: "${PORT}-y" }]\nz: null\n')
  expect(value).toEqual({ '${PORT}': ['x', { a: '1234-y' }], z: null })
  expect(document.value).toEqual({ '${PORT}': ['x', { a: '${PORT}-y' }], z: null })
})

test('raw values are kept as written', () => {
  const text = 'headers:\n  a: ${NONE}\n  b: $${X}\n  k: ${OPENAI_API_KEY}\nany: ${NAME}\n'
  const { value, problems } = fill(text, 'x.yaml', (path) => path[0] === 'headers')
  expect(problems).toEqual([])
  expect(value).toEqual({
    headers: { a: '${NONE}', b: '$${X}', k: '${OPENAI_API_KEY}' },
    any: 'tiny',
  })
})

test.each(['OPENAI_KEY', 'CLUSTERGATE_KEY', 'HF_API_TOKEN', 'CLUSTERGATE_API_KEYS'])(
  '%s names a secret, which is refused where reports would show it',
  (name) => {
    expect(fill(`suite: a \${${name}}\n`).problems).toEqual(['1 variable_secret'])
  },
)

test('all problems are reported at once, at their positions, and none shows the value of a variable', () => {
  const text = `headers:
  a: "\${"
  b: \${AWS_SECRET_ACCESS_KEY}
any: ["\${NONE}", "\${AWS_SECRET_ACCESS_KEY}"]
model: see \${OPENAI_API_KEY}
port: \${A-b}
`
  const { value, problems } = fill(text, 'x.yaml', (path) => path[0] === 'headers')
  expect(problems).toEqual([
    '2 variable_malformed',
    '3 variable_withheld',
    '4 variable_missing',
    '4 variable_secret',
    '5 variable_secret',
    '6 variable_malformed',
  ])
  expect(JSON.stringify(value)).not.toMatch(/hunter2|sk-1/)
})
