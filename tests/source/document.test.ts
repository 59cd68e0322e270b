import { describe, expect, test } from 'vitest'
import { parseSource } from '../../lib/source/document.ts'
import { type Problem, UserError } from '../../lib/source/user-error.ts'

/** `code line:column-endColumn` of each problem of a text. */
function problemsOf(text: string, file = 'x.yaml'): string[] {
  return refusal(text, file).map(({ code, place }) =>
    place ? `${code} ${place.line}:${place.column}-${place.endColumn}` : code,
  )
}

function refusal(text: string, file = 'x.yaml'): readonly Problem[] {
  try {
    parseSource(text, file)
  } catch (error) {
    if (error instanceof UserError) return error.problems
    throw error
  }
  return []
}

test('a text without any key of its kind of file is not shown in problems', () => {
  const keys = ['workers', 'tests']
  const framesOf = (text: string, file = 'x.yaml') => {
    try {
      const { problem } = parseSource(text, file, keys)
      return [problem('code', [], 'wrong').frame]
    } catch (error) {
      return (error as UserError).problems.map(({ frame }) => frame)
    }
  }
  for (const text of ['PASSPHRASE=hunter2\n', 'a: hunter2\nb: [', 'tests hunter2: 1: 2']) {
    expect(framesOf(text)).toEqual([undefined])
  }
  for (const text of ['workers: [', '{"workers" : 1}', 'a: 1\n  tests: 2', '"tests": 2: 3']) {
    expect(framesOf(text)[0]).toContain('> 1 |')
  }
})

describe('YAML that is refused, with its positions', () => {
  test.each<[behaviour: string, text: string, problems: string[]]>([
    ['an empty file', '', ['empty_file 1:1-2']],
    ['a file of comments', '# x\n', ['empty_file 1:1-2']],
    ['a file of a document start', '---\n', ['empty_file 1:1-2']],
    ['a tab as indentation', 'a:\n\tb: 1\n', ['tab_indentation 2:1-2']],
    [
      'tabs on two lines',
      'a:\n\t- b: x\n\t  c: 1\n',
      ['tab_indentation 2:1-2', 'tab_indentation 3:1-2'],
    ],
    ['a tab after spaces', 'a:\n  b: 1\n \tc: 1\n', ['tab_indentation 3:2-3']],
    ['a tab in a flow map', 'a: {\n\tb: 1 }\n', ['tab_indentation 2:1-2']],
    ['an open quote', 'a: 1\nb: "c\nd: 1\n', ['unclosed_quote 2:4-5']],
    ['an open bracket', 'a: [1, 2\nb: 3\n', ['unclosed_bracket 1:4-5']],
    [
      'open brackets inside each other',
      'a: {b: [1, {c: 2\n',
      ['unclosed_bracket 1:4-5', 'unclosed_bracket 1:8-9', 'unclosed_bracket 1:12-13'],
    ],
    ['a stray bracket', 'a: }\n', ['stray_bracket 1:4-5']],
    ['a colon without its space', 'a:1\nb: 2\n', ['missing_colon 1:1-4']],
    ['a line without a colon', 'a: 1\nbee\nc: 3\n', ['missing_colon 2:1-4']],
    ['two pairs on a line', 'a: b: c\n', ['nested_mapping 1:4-8']],
    ['indentation that fits nowhere', 'a:\n    b: 1\n  c: 2\n', ['bad_indentation 3:3-5']],
    ['an unquoted >', 'a: 1\nspeedup: > 2.5x\n', ['unquoted_value 2:10-16']],
    ['an unquoted >=', 'a:\n  - speedup: >= 2.5x\n    b: 1\n', ['unquoted_value 2:14-21']],
    ['an unquoted !=', 'status: != 503\n', ['unquoted_value 1:9-15']],
    ['an unquoted @', 'a: @x\n', ['unquoted_value 1:4-6']],
    ['a wrong escape', 'a: "\\q"\n', ['bad_escape 1:5-7']],
    ['text after a quote', 'a: "b" c\n', ['text_behind_value 1:8-9']],
    ['a list on the line of its key', 'a: - b\n', ['list_on_key_line 1:4-5']],
    ['a comment without its space', 'a: "x"#c\n', ['missing_space 1:7-9']],
    ['an alias without an anchor', 'a: &ab 1\nb: *abc\n', ['unknown_alias 2:4-8']],
    ['an alias of itself', 'a: &a [*a]\n', ['cyclic_alias 1:8-10']],
    ['an alias inside its own anchor', 'a: &a\n  b:\n    c: *a\n', ['cyclic_alias 3:8-10']],
    ['code in a tag', 'a: !!js/function "x"\n', ['unknown_tag 1:4-17']],
    ['a tag of a user', 'a: !foo {x: 1}\nb: !<x> 1\n', ['unknown_tag 1:4-8', 'unknown_tag 2:4-8']],
    ['bytes in a tag', 'a: !!binary aGk=\n', ['unknown_tag 1:4-12']],
    ['a tag that does not fit', 'a: !!int abc\n', ['wrong_tag 1:4-9']],
    ['a second document', 'a: 1\n---\nb: 2\n---\nc: 3\n', ['several_documents 2:1-4']],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes\n', ['forbidden_directive 1:1-10']],
    ['a tag directive', '%TAG ! tag:x,2000:\n---\na: 1\n', ['forbidden_directive 1:1-19']],
    ['a number as a key', '200: a\n', ['non_string_key 1:1-4']],
    ['null as a key', 'a:\n  null: a\n', ['non_string_key 2:3-7']],
    ['no key', ': a\n', ['non_string_key 1:1-2']],
    ['a list as a key', '? [a]\n: z\n', ['non_string_key 1:3-6']],
    ['an alias as a key', 'a: &a b\n*a : 1\n', ['non_string_key 2:1-3']],
    ['a prototype as a key', 'a:\n  __proto__: {b: 1}\n', ['forbidden_key 2:3-12']],
    [
      'not a number',
      'a: .nan\nb: -.inf\nc: 1e999\n',
      ['number_not_finite 1:4-8', 'number_not_finite 2:4-9', 'number_not_finite 3:4-9'],
    ],
    ['a number that would be rounded', 'a: 12345678901234567890\n', ['number_too_long 1:4-24']],
    ['a merge key without a mapping', 'a: &a 1\nb:\n  <<: *a\n', ['bad_merge 3:3-5']],
    ['two merge keys', 'a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n', ['duplicate_key 4:3-5']],
    ['a control character', 'a: x\u0000y\n', ['control_character 1:5-6']],
    ['65 lists on a line', `a: ${'['.repeat(64)}`, ['too_deep 1:67-68']],
    ['65 compact lists', `${'- '.repeat(65)}a`, ['too_deep 1:129-130']],
    ['a thousand lists', '['.repeat(1000), ['too_deep 1:65-66']],
  ])('%s', (_behaviour, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  test('all problems of a file come at once, in its order', () => {
    const text = 'a: 1\nb: @x\nc:\n  d: 1\n  d: 2\ne: *none\nf: !foo x\na: 2\n'
    expect(problemsOf(text)).toEqual([
      'unquoted_value 2:4-6',
      'duplicate_key 5:3-4',
      'unknown_alias 6:4-9',
      'unknown_tag 7:4-8',
      'duplicate_key 8:1-2',
    ])
  })

  test('a duplicate key is reported with both lines', () => {
    expect(refusal('a: 1\nb:\n  c: 1\n\n  c: 2\n')[0]?.message).toBe(
      'the key `c` is duplicated: first on line 3, again on line 5',
    )
  })

  test('a condition that needs quotes is shown with quotes', () => {
    expect(refusal('a: >= 2.5x\n')[0]?.expected).toBe('">= 2.5x"')
  })

  test('an unknown alias is reported with the nearest anchor', () => {
    expect(refusal('a: &slo 1\nb: *slos\n')[0]?.suggestion).toBe('*slo')
  })

  test('a large number of problems is cut, and that is reported', () => {
    const problems = refusal('a: @x\n'.repeat(2000))
    expect(problems).toHaveLength(51)
    expect(problems.at(-1)?.code).toBe('more_problems')
  })
})

describe('line ends and byte order marks', () => {
  test.each([
    ['CRLF', 'a: 1\r\nb:\r\n  - c\r\n  - @d\r\n', 'unquoted_value 4:5-7'],
    ['a byte order mark', '\ufeffa: @d\n', 'unquoted_value 1:4-6'],
    ['both', '\ufeffa: 1\r\nb: @d', 'unquoted_value 2:4-6'],
    ['signs of two code units before', '"😀": @d\n', 'unquoted_value 1:7-9'],
  ])('%s leaves the columns right', (_name, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  test('CRLF is not part of a value', () => {
    expect(parseSource('a: b\r\nc: |\r\n  d\r\n  e\r\n', 'x.yaml').value).toEqual({
      a: 'b',
      c: 'd\ne\n',
    })
  })

  test('lone carriage returns are named', () => {
    expect(problemsOf('a: 1\rb: 2\r')).toContain('line_end 1:5-6')
  })
})

describe('the meaning of YAML', () => {
  test('core schema: no YAML 1.1 booleans, octals or dates', () => {
    const text = 'a: yes\nb: 010\nc: 0o10\nd: 2024-01-01\ne: ~\nf: 1e3\ng: "1"\nh:\non: 33% ± 5%\n'
    expect(parseSource(text, 'x.yaml').value).toEqual({
      a: 'yes',
      b: 10,
      c: 8,
      d: '2024-01-01',
      e: null,
      f: 1000,
      g: '1',
      h: null,
      on: '33% ± 5%',
    })
  })

  test('aliases are copies', () => {
    const { value } = parseSource('a: &x {b: [1]}\nc: *x\n', 'x.yaml')
    const { a, c } = value as Record<string, unknown>
    expect(c).toEqual(a)
    expect(c).not.toBe(a)
  })

  test('an alias refers to the nearest anchor above', () => {
    expect(parseSource('[&a 1, *a, &a 2, *a]', 'x.yaml').value).toEqual([1, 1, 2, 2])
  })

  test('merge keys: own keys win, then the first source', () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\n'
    expect((parseSource(text, 'x.yaml').value as { c: unknown }).c).toEqual({ x: 3, y: 1, z: 2 })
  })

  test('a quoted << is a key like others', () => {
    expect(parseSource('"<<": 1', 'x.yaml').value).toEqual({ '<<': 1 })
  })

  test('names of the prototype are plain data', () => {
    const { value } = parseSource('constructor: {prototype: {polluted: 1}}\ntoString: 2', 'x.yaml')
    expect(Object.keys(value as object)).toEqual(['constructor', 'toString'])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('limits', () => {
  test('a billion laughs are refused at the limit', () => {
    const rows = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
    for (const [last, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
      rows.push(`${name}: &${name} [${Array(10).fill(`*${last}`)}]`)
    }
    const started = performance.now()
    expect(problemsOf(rows.join('\n'))).toEqual(['alias_limit 4:29-31'])
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('merge keys count as repetition', () => {
    const wide = Array.from({ length: 2000 }, (_, index) => `k${index}: 1`).join(', ')
    const text = `a: &a {${wide}}\n${'- <<: *a\n'.repeat(6).replace(/^/, 'b:\n')}`
    expect(problemsOf(text)).toEqual(['alias_limit 7:7-9'])
  })

  test('aliases that deepen each other are as deep as their targets', () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      index === 0 ? 'k0: &k0 [[1]]' : `k${index}: &k${index} [[*k${index - 1}]]`,
    )
    expect(problemsOf(rows.join('\n'))[0]).toMatch(/^too_deep 32:/)
  })

  test('a file of more than a mebibyte is refused', () => {
    expect(problemsOf(`a: ${'x'.repeat(1024 * 1024)}`)).toEqual(['file_too_large'])
  })

  test('64 levels are fine', () => {
    expect(problemsOf(`${'['.repeat(64)}${']'.repeat(64)}`)).toEqual([])
  })
})

describe('positions in a document', () => {
  const text = [
    'suite: Network', // 1
    'tests:', // 2
    '  - name: answers ping', // 3
    '    ping: { count: 10 }', // 4
    '    expect: &slo', // 5
    '      rtt.avg: < 10ms', // 6
    '      packet_loss:', // 7
    '  - name: "again"', // 8
    '    expect: *slo', // 9
    '    text: |', // 10
    '      one', // 11
  ].join('\n')
  const document = parseSource(text, 'dir/x.yaml')
  const place = (path: (string | number)[], part?: 'key' | 'value') => {
    const { line, column, endColumn } = document.placeOf(path, part)
    return `${line}:${column}-${endColumn}`
  }

  test.each<[(string | number)[], 'key' | 'value', string]>([
    [['suite'], 'key', '1:1-6'],
    [['suite'], 'value', '1:8-15'],
    [['tests', 0], 'value', '3:5-23'],
    [['tests', 0, 'ping'], 'value', '4:11-24'],
    [['tests', 0, 'ping', 'count'], 'key', '4:13-18'],
    [['tests', 0, 'ping', 'count'], 'value', '4:20-22'],
    [['tests', 0, 'expect', 'rtt.avg'], 'key', '6:7-14'],
    [['tests', 0, 'expect', 'rtt.avg'], 'value', '6:16-22'],
    [['tests', 1, 'name'], 'value', '8:11-18'],
    [['tests', 1, 'text'], 'value', '10:11-12'],
  ])('%j has its %s at %s', (path, part, expected) => {
    expect(place(path, part)).toBe(expected)
  })

  test('an empty value is found at its key', () => {
    expect(place(['tests', 0, 'expect', 'packet_loss'])).toBe('7:7-18')
  })

  test('a value after an alias is found at its anchor, the alias at itself', () => {
    expect(place(['tests', 1, 'expect', 'rtt.avg'])).toBe('6:16-22')
    expect(place(['tests', 1, 'expect'])).toBe('9:13-17')
  })

  test('a missing value is found at the key of its nearest parent', () => {
    expect(place(['tests', 0, 'ping', 'interval'])).toBe('4:5-9')
    expect(place(['tests', 0, 'pong', 'interval'])).toBe('3:5-23')
    expect(place(['tests', 7, 'name'])).toBe('2:1-6')
    expect(place(['nothing'], 'key')).toBe('1:1-15')
  })

  test('names of the prototype are not paths', () => {
    expect(place(['constructor', 'name'])).toBe('1:1-15')
  })

  test('quotes and blocks are recognised', () => {
    expect(document.isQuoted(['tests', 1, 'name'])).toBe(true)
    expect(document.isQuoted(['tests', 1, 'text'])).toBe(true)
    expect(document.isQuoted(['tests', 0, 'name'])).toBe(false)
    expect(document.isQuoted(['nothing'])).toBe(false)
  })

  test('a problem has a position and a frame', () => {
    const problem = document.problem('unknown_key', ['tests', 0, 'ping', 'count'], 'unknown key', {
      part: 'key',
      expected: 'requests',
      suggestion: 'requests',
    })
    expect(problem).toEqual({
      code: 'unknown_key',
      message: 'unknown key',
      place: { file: 'dir/x.yaml', line: 4, column: 13, endColumn: 18 },
      expected: 'requests',
      suggestion: 'requests',
      frame: [
        '  2 | tests:',
        '  3 |   - name: answers ping',
        '> 4 |     ping: { count: 10 }',
        '    |             ^^^^^',
        '  5 |     expect: &slo',
        '  6 |       rtt.avg: < 10ms',
      ].join('\n'),
    })
    expect(document.frameAt(['tests', 0, 'ping', 'count'], 'key')).toBe(problem.frame)
  })
})

describe('secrets in problems', () => {
  test.each([
    ['a number', 'api_key: 12345678901234567890\n', 'x.yaml', '12345678901234567890'],
    ['a tag', 'password: !hunter22\n', 'x.yaml', 'hunter22'],
    ['an alias', 'password: *hunter22\n', 'x.yaml', 'hunter22'],
    ['a reserved sign', 'password: @hunter22\n', 'x.yaml', 'hunter22'],
    ['an invalid block', 'password: >hunter22\n', 'x.yaml', 'hunter22'],
    ['two colons', 'password: hunter22: x\n', 'x.yaml', 'hunter22'],
    ['lost indentation', 'password: |\nhunter22\n', 'x.yaml', 'hunter22'],
    ['a tab', 'a:\n\tpassword: hunter22\n', 'x.yaml', 'hunter22'],
    ['a bare word', '{"password": hunter22}', 'x.json', 'hunter22'],
    ['single quotes', `{"password": 'hunter22'}`, 'x.json', 'hunter22'],
    ['an open quote', '{"password": "hunter22\n}', 'x.json', 'hunter22'],
  ])('%s leaks nothing', (_name, text, file, secret) => {
    const problems = refusal(text, file)
    expect(problems).not.toHaveLength(0)
    expect(new UserError(problems).message).not.toContain(secret)
    expect(JSON.stringify(problems)).not.toContain(secret)
  })

  test('a message that quotes the secret is masked', () => {
    const document = parseSource('workers:\n  - api_key: hunter22\n', 'x.yaml')
    const problem = document.problem('x', ['workers', 0, 'api_key'], '`hunter22` is no key')
    expect(problem.message).toBe('`***` is no key')
    expect(problem.frame).not.toContain('hunter22')
  })
})
