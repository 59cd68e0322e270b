import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeFrame } from '../../lib/source/code-frame.ts'

const text = ['one', 'two', 'expect:', '  rtt.average: < 10ms', '', 'six', 'seven', ''].join('\n')

describe('a code frame', () => {
  test('shows two lines around it and carets below', () => {
    expect(codeFrame(text, 4, 3, 14)).toBe(
      [
        '  2 | two',
        '  3 | expect:',
        '> 4 |   rtt.average: < 10ms',
        '    |   ^^^^^^^^^^^',
        '  5 |',
        '  6 | six',
      ].join('\n'),
    )
  })

  test('has one caret without an end column', () => {
    expect(codeFrame(text, 1, 2).split('\n').slice(0, 2)).toEqual(['> 1 | one', '    |  ^'])
  })

  test('has a gutter as wide as its widest number', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\n')
    expect(codeFrame(lines, 9, 1, 5).split('\n')).toEqual([
      '   7 | line 7',
      '   8 | line 8',
      '>  9 | line 9',
      '     | ^^^^',
      '  10 | line 10',
      '  11 | line 11',
    ])
  })

  test('shows no empty line after the last line end', () => {
    expect(codeFrame('a: 1\n', 1, 1)).toBe('> 1 | a: 1\n    | ^')
  })

  test('can be after the last character, and on an empty text', () => {
    expect(codeFrame('ab', 1, 3)).toBe('> 1 | ab\n    |   ^')
    expect(codeFrame('', 1, 1)).toBe('> 1 |\n    | ^')
  })

  test('keeps tabs above the caret', () => {
    expect(codeFrame('\ta:\tb', 1, 5, 6)).toBe('> 1 | \ta:\tb\n    | \t  \t^')
  })

  test('pads wide signs with wide blanks', () => {
    expect(codeFrame('名: x', 1, 4, 5)).toBe('> 1 | 名: x\n    | \u3000  ^')
  })

  test('leaves out CR, and shows control characters and direction overrides', () => {
    expect(codeFrame('a\r\nb\u001b[31m\u202ec\r\n', 2, 1)).toBe(
      '  1 | a\n> 2 | b\ufffd[31m\ufffdc\n    | ^',
    )
  })

  test('cuts long lines around the caret', () => {
    const line = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`
    const [shown = '', carets = ''] = codeFrame(line, 1, 5001, 5005).split('\n')
    expect(shown.length).toBeLessThanOrEqual(106)
    expect(shown).toMatch(/^> 1 \| …x+HEREy+…$/)
    expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE')
  })

  test('masks secrets, including those that began above it', () => {
    const block = ['api_key: |', ...Array.from({ length: 9 }, () => '  s3cr3t'), 'port: x'].join(
      '\n',
    )
    const frame = codeFrame(block, 11, 7, 8)
    expect(frame).not.toContain('s3cr3t')
    expect(frame).toContain('> 11 | port: x\n     |       ^')
  })

  test('moves the caret if a mask shortens the line', () => {
    expect(codeFrame('{ api_key: sk-12345678, port: x }', 1, 31, 32)).toBe(
      '> 1 | { api_key: ***, port: x }\n    |                       ^',
    )
  })

  test('puts the carets under the mask if the secret itself is meant', () => {
    expect(codeFrame('api_key: hunter2222', 1, 10, 20)).toBe(
      '> 1 | api_key: ***\n    |          ^^^',
    )
  })
})

test('a code frame never throws, and has one line of carets near its line', () => {
  const number = fc.oneof(fc.integer(), fc.double(), fc.integer({ min: -2, max: 30 }))
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('a', '\n', '\t', '\r', 'token: x', '名', '"', ' '))
      .map((all) => all.join('')),
  )
  fc.assert(
    fc.property(
      anyText,
      number,
      number,
      fc.option(number, { nil: undefined }),
      (any, line, column, end) => {
        const rows = codeFrame(any, line, column, end).split('\n')
        expect(rows.filter((row) => row.startsWith('>'))).toHaveLength(1)
        const at = rows.findIndex((row) => row.startsWith('>'))
        expect(rows[at + 1]).toMatch(/^ +\| [ \t\u3000]*\^+$/)
        expect(rows.length).toBeLessThanOrEqual(6)
      },
    ),
    { numRuns: 3000 },
  )
})
