// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables look in users' files
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseSource } from '../../lib/source/document.ts'
import { interpolate, interpolateDocument } from '../../lib/source/interpolate.ts'
import { coreScalar } from '../../lib/source/trees/core-scalar.ts'

const env = { HOST: 'mac', EMPTY: '', PORT: '1234', NESTED: '${HOST}', ON: 'true', DIGITS: '0042' }

describe('a text', () => {
  test.each([
    ['plain $ and $HOST and {x}', 'plain $ and $HOST and {x}'],
    ['http://${HOST}:${PORT}/', 'http://mac:1234/'],
    ['${HOST:-other}', 'mac'],
    ['${NONE:-other}', 'other'],
    ['${EMPTY:-other}', 'other'],
    ['${EMPTY}', ''],
    ['${NONE:-}', ''],
    ['${NONE:-a:-b $x {y}', 'a:-b $x {y'],
    ['$${HOST}', '${HOST}'],
    ['$$${HOST}', '$${HOST}'],
    ['$${', '${'],
    ['${HOST}$${HOST}${HOST}', 'mac${HOST}mac'],
    ['${NESTED}', '${HOST}'],
    ['', ''],
  ])('%s becomes %s', (text, value) => {
    expect(interpolate(text, env)).toEqual({ ok: true, value })
  })

  test('unset variables are all named, once, at the first', () => {
    expect(interpolate('a ${ONE} ${TWO} ${ONE}', env)).toEqual({
      ok: false,
      reason: 'missing',
      missing: ['ONE', 'TWO'],
      offset: 2,
      message: 'the environment variables `ONE`, `TWO` are not set and have no defaults',
    })
  })

  test.each(['constructor', '__proto__', 'toString'])('%s is not set', (name) => {
    expect(interpolate(`\${${name}}`, env)).toMatchObject({ reason: 'missing', missing: [name] })
  })

  test.each([
    ['a ${HOST', 2],
    ['${}', 0],
    ['${ HOST }', 0],
    ['x${1A}', 1],
    ['${A-b}', 0],
    ['${A:?b}', 0],
    ['${HOST} ${A:-${HOST}}', 8],
    ['${', 0],
  ])('%s is malformed', (text, offset) => {
    const result = interpolate(text, env)
    expect(result).toMatchObject({ ok: false, reason: 'malformed', offset })
  })

  test('a malformed variable does not show what it holds', () => {
    expect(JSON.stringify(interpolate('${KEY-hunter2}', env))).not.toContain('hunter2')
  })

  test('text without variables stays, and an escaped text comes back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('$', '{', '}', ':', '-', 'A', ' ') }),
        (text) => {
          // A `$` right before `${` would take part in the escape.
          fc.pre(!text.includes('$${') && !text.includes('$$'))
          expect(
            interpolate(
              text.replaceAll('${', () => '$${'),
              {},
            ),
          ).toEqual({ ok: true, value: text })
        },
      ),
    )
  })

  test('what a variable holds comes out as it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        expect(interpolate('<${X}>', { X: value })).toEqual({ ok: true, value: `<${value}>` })
      }),
    )
  })
})

describe('a document', () => {
  test('values are replaced, keys are not, and the original stays', () => {
    const value = { '${HOST}': ['${HOST}', { a: 'x${PORT}' }], n: 1, z: null }
    const before = structuredClone(value)
    expect(interpolateDocument(value, env)).toEqual({
      value: { '${HOST}': ['mac', { a: 'x1234' }], n: 1, z: null },
      problems: [],
    })
    expect(value).toEqual(before)
  })

  test('a value that is one variable is typed by the core rules', () => {
    const value = {
      a: '${PORT}',
      b: '${ON}',
      c: '${N:-10}',
      d: '${EMPTY}',
      e: '${PORT} ',
      f: '${N:-1}${N:-2}',
      g: '$${PORT}',
      h: '${N:-1.5}',
      i: '${N:-10ms}',
    }
    expect(interpolateDocument(value, env).value).toEqual({
      ...{ a: 1234, b: true, c: 10, d: null, e: '1234 ', f: '12', g: '${PORT}', h: 1.5, i: '10ms' },
    })
  })

  test('a secret stays a text even if it is made of digits', () => {
    expect(interpolateDocument({ api_key: '${DIGITS}', n: '${DIGITS}' }, env).value).toEqual({
      api_key: '0042',
      n: 42,
    })
  })

  test('quotes in YAML keep a text', () => {
    const document = parseSource('a: "${PORT}"\nb: ${PORT}\n', 'x.yaml')
    const { value } = interpolateDocument(document.value, env, { keepText: document.isQuoted })
    expect(value).toEqual({ a: '1234', b: 1234 })
  })

  test('raw paths stay as they are, but malformed variables are told', () => {
    const value = { headers: { a: '${NONE}', b: '$${X}', c: '${' }, d: '${HOST}' }
    const keepRaw = (path: readonly (string | number)[]) => path[0] === 'headers'
    const result = interpolateDocument(value, env, { keepRaw })
    expect(result.value).toEqual({ ...value, d: 'mac' })
    expect(result.problems.map(({ code, path }) => [code, path])).toEqual([
      ['variable_malformed', ['headers', 'c']],
    ])
  })

  test('all problems come at once, with their paths', () => {
    const { value, problems } = interpolateDocument({ a: ['${NONE}', 'ok'], b: '${' }, env)
    expect(value).toEqual({ a: ['${NONE}', 'ok'], b: '${' })
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['variable_missing', ['a', 0]],
      ['variable_malformed', ['b']],
    ])
    expect(problems[0]?.message).toBe(
      'the environment variable `NONE` is not set and has no default',
    )
  })

  test('a variable cannot bring in more than a scalar', () => {
    expect(interpolateDocument(['${X}'], { X: '{a: [1]}' }).value).toEqual(['{a: [1]}'])
  })
})

test('scalars are read as YAML reads them', () => {
  const scalar = fc.oneof(
    fc.stringMatching(/^[-+.0-9eExXo_a-f]{0,8}$/),
    fc.constantFrom(
      '~',
      'null',
      'NULL',
      'nUll',
      'true',
      'False',
      'TRUE',
      'yes',
      '.inf',
      '.nan',
      '1e999',
      '0o17',
      '0xff',
      '9007199254740993',
      '-0',
      '+1',
      '1.',
      '.5',
      '1e3',
      '-0x1',
    ),
  )
  fc.assert(
    fc.property(scalar, (text) => {
      const read: unknown =
        text.startsWith('-') && text.length === 1 ? text : (parse(`[${text}]`)[0] ?? null)
      const isUnsound =
        typeof read === 'number' &&
        (!Number.isFinite(read) || (/^[-+]?\d+$|^0[xo]/.test(text) && !Number.isSafeInteger(read)))
      expect(coreScalar(text)).toEqual(isUnsound ? text : read)
    }),
    { numRuns: 3000 },
  )
})
