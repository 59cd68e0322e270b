import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSource } from '../../lib/source/document.ts'
import { type Problem, UserError } from '../../lib/source/user-error.ts'

function refusal(text: string): readonly Problem[] {
  try {
    parseSource(text, 'x.json')
  } catch (error) {
    if (error instanceof UserError) return error.problems
    throw error
  }
  return []
}

const places = (text: string) =>
  refusal(text).map(
    ({ code, place }) => `${code} ${place?.line}:${place?.column}-${place?.endColumn}`,
  )

describe('JSON that is refused, with its positions', () => {
  test.each<[behaviour: string, text: string, problems: string[]]>([
    ['an empty file', ' \n', ['empty_file 1:1-2']],
    [
      'comments of all kinds',
      '{\n // a\n "a": 1, # b\n /* c */ "b": 2\n}',
      ['json_comment 2:2-6', 'json_comment 3:10-13', 'json_comment 4:2-9'],
    ],
    ['commas at the end', '{"a": [1,],\n}', ['trailing_comma 1:9-10', 'trailing_comma 1:11-12']],
    ['a comma that is missing', '{"a": 1\n "b": 2}', ['missing_comma 2:2-3']],
    ['a colon that is missing', '{"a" 1}', ['missing_colon 1:2-5']],
    ['a bare key', '{a: 1}', ['unquoted_key 1:2-3']],
    ['single quotes', "{'a': 'b'}", ['single_quotes 1:2-5', 'single_quotes 1:7-10']],
    [
      'words of other languages',
      '[True, NaN, undefined]',
      ['json_literal 1:2-6', 'json_literal 1:8-11', 'json_literal 1:13-22'],
    ],
    [
      'numbers of other languages',
      '[01, .5, +1, 1., 0x10]',
      [
        'json_number 1:2-4',
        'json_number 1:6-8',
        'json_number 1:10-12',
        'json_number 1:14-16',
        'json_number 1:18-22',
      ],
    ],
    ['a wrong escape', '["\\q", "\\u12"]', ['bad_escape 1:3-5', 'bad_escape 1:9-11']],
    ['a raw tab in a text', '["a\tb"]', ['control_character 1:4-5']],
    ['an open quote', '{\n  "a": "b\n}', ['unclosed_quote 2:8-9']],
    ['an open bracket', '{"a": [1, 2', ['unclosed_bracket 1:7-8']],
    ['a wrong bracket', '[1}', ['json_syntax 1:3-4']],
    ['a value that is missing', '{"a":}', ['json_syntax 1:6-7']],
    ['a second value', '{}\n{}', ['json_syntax 2:1-2']],
    ['a key twice', '{"a": 1,\n "a": 2}', ['duplicate_key 2:2-5']],
    ['a prototype as a key', '{"__proto__": {}}', ['forbidden_key 1:2-13']],
    ['a number that would be rounded', '[12345678901234567890]', ['number_too_long 1:2-22']],
    ['65 lists', '['.repeat(65), ['too_deep 1:65-66']],
    ['CRLF and a byte order mark before', '\ufeff{\r\n  "a": True\r\n}', ['json_literal 2:8-12']],
  ])('%s', (_behaviour, text, problems) => {
    expect(places(text)).toEqual(problems)
  })

  test('a comment is reported with how to allow it', () => {
    expect(refusal('{} // x')[0]?.message).toContain('.yaml')
  })
})

test('positions in JSON are those of keys and values', () => {
  const document = parseSource('{\n  "workers": [\n    { "port": 1234 }\n  ]\n}', 'x.JSON')
  const port = ['workers', 0, 'port']
  expect(document.placeOf(port, 'key')).toMatchObject({ line: 3, column: 7, endColumn: 13 })
  expect(document.placeOf(port)).toMatchObject({ line: 3, column: 15, endColumn: 19 })
  expect(document.placeOf([...port, 'x'])).toMatchObject({ line: 3, column: 7, endColumn: 13 })
})

const jsonLike = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .array(fc.constantFrom(...'{}[]",:\\u0123456789eE+-.truefalsn /*\n\t'), { maxLength: 30 })
    .map((signs) => signs.join('')),
)

test('the JSON reader accepts what JSON.parse accepts, with the same value, and nothing else', () => {
  fc.assert(
    fc.property(jsonLike, (text) => {
      const ours = new Set(refusal(text).map(({ code }) => code))
      // Stricter on purpose; a file that has only these is still JSON.
      const own = [
        'duplicate_key',
        'forbidden_key',
        'number_too_long',
        'number_not_finite',
        'too_deep',
      ]
      const isJson = [...ours].every((code) => own.includes(code))
      let parsed: unknown
      let accepts = true
      try {
        parsed = JSON.parse(text)
      } catch (error) {
        accepts = !(error instanceof SyntaxError)
      }
      expect(isJson).toBe(accepts)
      if (ours.size === 0) expect(parseSource(text, 'x.json').value).toEqual(parsed)
    }),
    { numRuns: 3000 },
  )
})
