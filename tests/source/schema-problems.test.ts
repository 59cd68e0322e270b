import { describe, expect, test } from 'vitest'
import { schemas } from '../../lib/generated/schemas.ts'
import { servers } from '../../lib/servers/servers.ts'
import { createValidator } from '../../lib/source/create-validator.ts'
import { parseSource } from '../../lib/source/document.ts'
import { schemaProblems } from '../../lib/source/schema-problems.ts'

const specValidator = createValidator(schemas.spec)
const clusterValidator = createValidator(schemas.cluster)

/** `line:column code: message | expected | suggestion` of each problem of a text. */
function problemsIn(text: string, validator = specValidator): string[] {
  const document = parseSource(text, '/project/file.yaml')
  return schemaProblems(document, document.value, validator).map(
    ({ place, code, message, expected, suggestion }) =>
      [`${place?.line}:${place?.column} ${code}: ${message}`, expected, suggestion]
        .filter((part) => part !== undefined)
        .join(' | '),
  )
}

function specOf(...lines: string[]): string {
  return [
    'suite: Network',
    'tests:',
    '  - name: a test',
    ...lines.map((line) => `    ${line}`),
  ].join('\n')
}

function workerOf(...lines: string[]): string {
  return ['workers:', '  - id: a', ...lines.map((line) => `    ${line}`)].join('\n')
}

describe('a valid file', () => {
  test('has no problems, with any check', () => {
    const bodies = ['ping:', 'tcp: {}', 'dns: { record: AAAA }', 'path:', 'subnet:', 'model: {}']
    for (const body of bodies) {
      const metric = { ping: 'jitter', tcp: 'open', dns: 'time', path: 'hops', subnet: 'on_link' }[
        body.split(':')[0] ?? ''
      ]
      expect(problemsIn(specOf(body, `expect: { ${metric ?? 'listed'}: 1 }`))).toEqual([])
    }
  })

  test('may expect a list of maps, families of metrics, and lists of conditions', () => {
    const spec = specOf(
      'http: { path: /v1/models, headers: { x-a: b } }',
      'expect:',
      '  - { status: 200, ok: true, header.content-type: contains json }',
      '  - { "json.data[0].id": [/mistral/, "!= x"] }',
    )
    expect(problemsIn(spec)).toEqual([])
  })

  test('leaves the value unchanged', () => {
    const document = parseSource(specOf('tcp:', 'expect: { open: true }'), '/project/file.yaml')
    const before = structuredClone(document.value)
    expect(specValidator(document.value)).toEqual([])
    expect(document.value).toEqual(before)
  })
})

describe('keys', () => {
  test('an unknown key is reported at the key, with the nearest one', () => {
    expect(problemsIn(specOf('ping: { cuont: 5 }', 'expect: { jitter: < 1ms }'))).toEqual([
      '4:13 unknown_key: unknown key `cuont` | one of count, interval, timeout, size, method, host, from | count',
    ])
  })

  test('a misspelt key that is required is one problem, not also a missing one', () => {
    expect(problemsIn(specOf('ping:', 'expects: { jitter: < 1ms }'))).toEqual([
      expect.stringMatching(/^5:5 unknown_key: unknown key `expects` .*\| expect$/),
    ])
  })

  test('a key that is present already is not suggested again', () => {
    const [problem] = problemsIn(workerOf('host: h', 'port: 1', 'hosts: i'), clusterValidator)
    expect(problem).toMatch(/^5:5 unknown_key: unknown key `hosts` \| one of id, host.*simulate$/)
  })

  test('a missing key is reported at the object that lacks it, with its type', () => {
    expect(problemsIn(workerOf('host: h'), clusterValidator)).toEqual([
      '2:5 missing_key: the key `port` is missing | a whole number from 1 to 65535, or 0 for any free port if the worker is simulated',
    ])
    expect(problemsIn('suite: x')).toEqual([
      '1:1 missing_key: the key `tests` is missing | a list with at least one item',
    ])
  })

  test('several missing keys are several problems', () => {
    expect(problemsIn('workers:\n  - model: m', clusterValidator)).toEqual([
      expect.stringContaining('the key `id` is missing'),
      expect.stringContaining('the key `host` is missing'),
      expect.stringContaining('the key `port` is missing'),
    ])
  })

  test('keys that exclude each other are reported at the second one', () => {
    const spec = specOf('http:', '  url: http://a.lan/', '  path: /x', 'expect: { ok: true }')
    expect(problemsIn(spec)).toEqual([
      '6:7 exclusive_keys: `url` and `path` exclude each other | one of them',
    ])
  })

  test('a name with a dot or a slash keeps its position', () => {
    const spec = specOf('http:', 'expect: { status: 200, "a/b~c": 1 }')
    expect(problemsIn(spec)[0]).toMatch(/^5:28 unknown_metric: unknown metric `a\/b~c`/)
    const nested = specOf('command: { run: [ls], env: { a/b: [1] } }', 'expect: { exit_code: 0 }')
    expect(problemsIn(nested)[0]).toMatch(/^4:39 wrong_type: `a\/b` is not of the right form/)
  })
})

describe('values', () => {
  const port = (written: string) =>
    problemsIn(workerOf('host: h', `port: ${written}`), clusterValidator)

  test('a wrong type is reported with the actual and the expected one', () => {
    expect(port('abc')).toEqual([
      '4:11 wrong_type: `port` is text "abc" | a whole number from 1 to 65535',
    ])
    expect(port('12.5')).toEqual([
      '4:11 wrong_type: `port` is 12.5 | a whole number from 1 to 65535',
    ])
    expect(port('[1]')).toEqual([
      '4:11 wrong_type: `port` is a list | a whole number from 1 to 65535',
    ])
    expect(port('')).toEqual(['4:5 wrong_type: `port` is empty | a whole number from 1 to 65535'])
  })

  test('a number out of its range is reported with the range, once', () => {
    expect(port('0')).toEqual(['4:11 out_of_range: `port` is 0 | a whole number from 1 to 65535'])
    expect(port('70000')).toEqual([
      '4:11 out_of_range: `port` is 70000 | a whole number from 1 to 65535',
    ])
  })

  test('an unknown word is reported with the nearest known one', () => {
    const text = workerOf('host: h', 'port: 1', 'type: lmstudio')
    const types = Object.keys(servers).join(', ')
    expect(problemsIn(text, clusterValidator)).toEqual([
      `5:11 unknown_value: \`type\` is text "lmstudio" | one of ${types} | lm_studio`,
    ])
  })

  test('a duration without a unit is reported with an example', () => {
    expect(problemsIn(specOf('ping: { timeout: 5 }', 'expect: { jitter: < 1ms }'))).toEqual([
      '4:22 wrong_type: `timeout` is 5 | a duration above zero such as "500ms"',
    ])
    expect(problemsIn(specOf('ping: { interval: soon }', 'expect: { jitter: < 1ms }'))).toEqual([
      '4:23 malformed: `interval` is text "soon" | a duration such as "50ms"',
    ])
  })

  test('an item of a list is reported with its list and index', () => {
    const text = workerOf('host: h', 'port: 1', 'tags: [a, 7]')
    expect(problemsIn(text, clusterValidator)).toEqual([
      '5:15 wrong_type: `tags[1]` is 7 | a text such as "gpu"',
    ])
  })

  test('a text that is too long is shortened', () => {
    const [problem] = port('x'.repeat(500))
    expect(problem).toContain(`text "${'x'.repeat(59)}…"`)
  })

  test('an entry that is not a map is one problem', () => {
    for (const entry of ['5', '~', '[ping]', 'ping']) {
      expect(problemsIn(`suite: x\ntests:\n  - ${entry}`)).toEqual([
        expect.stringMatching(
          /^3:5 wrong_type: `tests\[0\]` is .* \| a map with keys such as name/,
        ),
      ])
    }
  })

  test('a file that is not a map is one problem', () => {
    expect(problemsIn('just words')).toEqual([
      '1:1 wrong_type: the file is a text | a map with keys such as $schema, suite, stage',
    ])
    expect(problemsIn('- 1')).toEqual([
      expect.stringMatching(/^1:1 wrong_type: the file is a list/),
    ])
  })

  test('a value that may be a secret is not repeated', () => {
    const text = workerOf('host: h', 'port: 1', 'api_key: [hunter2hunter2]')
    const [problem] = problemsIn(text, clusterValidator)
    expect(problem).toMatch(/^5:14 wrong_type: `api_key` is not of the right form/)
    expect(problem).not.toContain('hunter2')
  })
})

describe('the check of a test', () => {
  test('only the check in use is validated against its schema', () => {
    const spec = specOf('tcp: { port: no }', 'expect: { opn: true }')
    expect(problemsIn(spec)).toEqual([
      '4:18 wrong_type: `port` is text "no" | a whole number from 1 to 65535',
      expect.stringMatching(
        /^5:15 unknown_metric: unknown metric `opn` \| one of open, .* \| open$/,
      ),
    ])
  })

  test('a metric of another check is unknown', () => {
    const [problem] = problemsIn(specOf('tcp:', 'expect: { packet_loss: 0% }'))
    expect(problem).toMatch(/^5:15 unknown_metric: unknown metric `packet_loss`/)
  })

  test('a test without a check is reported with the names of checks', () => {
    expect(problemsIn(specOf('expect: { open: true }'))).toEqual([
      `3:5 missing_check: the check is missing | one of ${Object.keys(schemas.checks).join(', ')}`,
    ])
  })

  test('a misspelt check is one problem, whatever its expectations', () => {
    expect(problemsIn(specOf('pign: { count: 3 }', 'expect: { packet_loss: 0% }'))).toEqual([
      expect.stringMatching(/^4:5 unknown_key: unknown key `pign` .* \| ping$/),
    ])
  })

  test('two checks in one test are one problem, at the second', () => {
    const spec = specOf('ping: {}', 'tcp: {}', 'expect: { packet_loss: 0%, open: true }')
    expect(problemsIn(spec)).toEqual([
      '5:5 several_checks: several checks are given together: `ping`, `tcp` | one check alone',
    ])
  })

  test('an empty body counts as no options, unless the check needs some', () => {
    expect(problemsIn(specOf('tcp:', 'expect: { open: true }'))).toEqual([])
    expect(problemsIn(specOf('command:', 'expect: { exit_code: 0 }'))).toEqual([
      '4:5 wrong_type: `command` is empty | a map with keys such as run, shell, cwd',
    ])
    expect(problemsIn(specOf('command: {}', 'expect: { exit_code: 0 }'))).toEqual([
      expect.stringMatching(/^4:14 missing_key: the key `run` is missing \| a list of texts/),
    ])
  })

  test('a command is a list, or one line for a shell', () => {
    const command = (body: string) =>
      problemsIn(specOf(`command: ${body}`, 'expect: { exit_code: 0 }'))
    expect(command('{ run: [ls, -l] }')).toEqual([])
    expect(command('{ run: ls -l | wc, shell: true }')).toEqual([])
    expect(command('{ run: ls -l }')).toEqual([
      expect.stringMatching(/^4:21 wrong_type: `run` is text "ls -l" \| .*needs `shell: true`\)$/),
    ])
    expect(command('{ run: [ls], shell: true }')).toEqual([
      expect.stringMatching(/^4:21 wrong_type: `run` is a list \| one line of text/),
    ])
  })

  test('a test without expectations is a problem', () => {
    expect(problemsIn(specOf('tcp:', 'expect: {}'))).toEqual([
      '5:13 empty: `expect` is an empty map | a map of metrics to conditions, or a list of such maps',
    ])
    expect(problemsIn(specOf('tcp:', 'expect:'))).toEqual([
      expect.stringMatching(/^5:5 wrong_type: `expect` is empty/),
    ])
    expect(problemsIn(specOf('tcp:', 'expect: []'))).toEqual([
      expect.stringMatching(/^5:13 empty: `expect` is an empty list/),
    ])
    expect(problemsIn(specOf('tcp:', 'expect: [{}]'))).toEqual([
      expect.stringMatching(/^5:14 empty: `expect\[0\]` is an empty map/),
    ])
  })

  test('a condition that is a map is refused', () => {
    expect(problemsIn(specOf('tcp:', 'expect: { open: { is: true } }'))).toEqual([
      expect.stringMatching(/^5:21 wrong_type: `open` is a map \| a condition such as/),
    ])
  })
})

test('problems are reported in the order of the file, all at once', () => {
  const text =
    'stage: perv\nretries: 99\nowner: 5\ntests:\n  - name: ""\n    tcp:\n    expect: { opn: 1 }'
  expect(problemsIn(text).map((problem) => problem.split(' ')[0])).toEqual([
    '1:1',
    '1:8',
    '2:10',
    '3:8',
    '5:11',
    '7:15',
  ])
})

test('a position with a problem has no second one', () => {
  const document = parseSource(workerOf('host: h', 'port: abc', 'type: no'), '/project/file.yaml')
  const known = [document.problem('variable_missing', ['workers', 0, 'port'], 'not set')]
  const problems = schemaProblems(document, document.value, clusterValidator, known)
  expect(problems.map(({ code }) => code)).toEqual(['unknown_value'])
})
