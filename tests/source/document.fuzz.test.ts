import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { parseSource } from '../../lib/source/document.ts'
import { UserError } from '../../lib/source/user-error.ts'

/** The parsed value of a text; rethrows everything other than a `UserError`. */
function read(text: string, file: string): { value: unknown } | UserError {
  try {
    return { value: parseSource(text, file).value }
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

const chunks = [
  ...[
    'a',
    'b:',
    ': ',
    '- ',
    '? ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '\n',
    '\n  ',
    ' ',
    '\t',
    '#',
    '&a ',
  ],
  ...[
    '*a',
    '!',
    '!!str ',
    '<<: ',
    '|',
    '>',
    '%',
    '@',
    '`',
    '---\n',
    '...\n',
    '\\',
    '\r\n',
    '\r',
    '\ufeff',
  ],
  ...['\u0000', '__proto__', '1', '0x', '.inf', '~', 'api_key: ', 'Bearer x', '\ud800', '//', '/*'],
]
const broken = fc
  .array(fc.constantFrom(...chunks), { maxLength: 40 })
  .map((parts) => parts.join(''))
const file = fc.constantFrom('x.yaml', 'x.json')

test('any text is read or refused with positions inside it', () => {
  fc.assert(
    fc.property(
      fc.oneof(broken, fc.string({ unit: 'binary' }), fc.string()),
      file,
      (text, name) => {
        const result = read(text, name)
        if (!(result instanceof UserError)) return
        const lines = text.split('\n')
        expect(result.problems.length).toBeGreaterThan(0)
        for (const { place } of result.problems) {
          const line = lines[(place?.line ?? 0) - 1]
          expect(line, `line ${place?.line} of ${JSON.stringify(text)}`).toBeDefined()
          expect(place?.column).toBeGreaterThanOrEqual(1)
          expect(place?.column).toBeLessThanOrEqual((line ?? '').length + 1)
          expect(place?.endColumn).toBeGreaterThan(place?.column ?? 0)
        }
      },
    ),
    { numRuns: 4000 },
  )
})

const plainData = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__' && key !== '<<'),
      tie('node'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).node

test('data written as YAML or JSON is read back unchanged', () => {
  fc.assert(
    fc.property(plainData, fc.boolean(), (value, isFlow) => {
      const yaml = stringify(value, {
        collectionStyle: isFlow ? 'flow' : 'block',
        defaultKeyType: 'QUOTE_DOUBLE',
        aliasDuplicateObjects: false,
      })
      // Raw control characters are refused, and a library that writes them is not a counterexample.
      if (!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(yaml) && yaml.trim() !== '') {
        expect(read(yaml, 'x.yaml')).toEqual({ value: parse(yaml) })
      }
      expect(read(JSON.stringify(value), 'x.json')).toEqual({
        value: JSON.parse(JSON.stringify(value)),
      })
    }),
    { numRuns: 1000 },
  )
})

test('every path of a document has a position that shows its value', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer(), {
        minKeys: 1,
        noNullPrototype: true,
      }),
      (value) => {
        const text = JSON.stringify({ list: [value] }, null, 2)
        const document = parseSource(text, 'x.yaml')
        for (const [key, number] of Object.entries(value)) {
          const { line, column, endColumn } = document.placeOf(['list', 0, key])
          expect(text.split('\n')[line - 1]?.slice(column - 1, endColumn - 1)).toBe(String(number))
        }
      },
    ),
  )
})

// Each unit fills a whole file; without limits some of them take the library minutes.
test.each([
  ...['a:\n', '[', '- ', '?\n', '#c\n', '*a\n', '"', '%a\n', '---\n', '}', '"\\q', 'a: @x\n', '1,'],
  ...['token:[', 'token:"', 'token:\n ', 'api_key=', '//a:', 'Bearer '],
])('a full file of %j is read or refused in bounded time', (unit) => {
  const text = unit.repeat((1024 * 1024) / unit.length)
  for (const name of ['x.yaml', 'x.json']) {
    const started = performance.now()
    read(text, name)
    expect(performance.now() - started).toBeLessThan(10_000)
  }
})

test('a file of many different keys takes no quadratic time', () => {
  const text = Array.from({ length: 30_000 }, (_, index) => `k${index}: ${index}`).join('\n')
  const started = performance.now()
  expect(Object.keys((read(text, 'x.yaml') as { value: object }).value)).toHaveLength(30_000)
  expect(performance.now() - started).toBeLessThan(10_000)
})
