import { describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { Cluster, Worker } from '../../lib/cluster/cluster.ts'
import { UserError } from '../../lib/source/user-error.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import type { Spec } from '../../lib/spec/spec.ts'

const cluster: Cluster = {
  file: '/cluster.yaml',
  workers: [worker('mac-1', ['gpu']), worker('mac-2', ['gpu', 'rack-a']), worker('mac-3')],
  allowCommands: false,
}

function worker(id: string, tags: readonly string[] = []): Worker {
  const maxConcurrentRequests = 5
  return {
    id,
    host: '10.0.0.1',
    port: 1234,
    type: 'openai',
    maxConcurrentRequests,
    tags,
    basePath: '',
  }
}

function read(text: string, { file = '/p/specs/network/a.spec.yaml', env = {} } = {}): Spec {
  return readSpec(
    { file, text },
    { cluster, catalog: checkCatalog, env: { CLUSTERGATE_ENV: 'LIMIT, TOK*', ...env } },
  )
}

/** The problems of a text as `line:column code: message`. */
function problemsOf(text: string, options?: Parameters<typeof read>[1]): string[] {
  try {
    read(text, options)
  } catch (error) {
    if (error instanceof UserError) {
      return error.problems.map(
        ({ place, code, message }) => `${place?.line}:${place?.column} ${code}: ${message}`,
      )
    }
    throw error
  }
  return []
}

function messageOf(text: string): string {
  try {
    read(text)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

const oneTest = (body: string) =>
  `suite: S\ntests:\n  - name: t\n${body.replaceAll(/^/gm, '    ')}\n`

describe('a spec', () => {
  test('has the stage of its folder, or the one it names', () => {
    const text = oneTest('tcp: {}\nexpect: { open: true }')
    expect(read(text).stage).toBe('network')
    expect(read(text, { file: '/p/specs/perf/deep/a.spec.yaml' }).stage).toBe('perf')
    expect(read(`stage: balancer\n${text}`).stage).toBe('balancer')
    expect(problemsOf(text, { file: '/p/elsewhere/a.spec.yaml' })).toEqual([
      expect.stringContaining('unknown_stage'),
    ])
  })

  test('has the position of each test and each expectation', () => {
    const { tests } = read(oneTest('tcp: {}\nexpect:\n  open: true\n  connect_time: < 10ms'))
    expect(tests[0]).toMatchObject({
      place: { line: 3, column: 5 },
      expectations: [
        { metric: 'open', dimension: 'boolean', place: { line: 6, column: 7 } },
        { metric: 'connect_time', dimension: 'duration', place: { line: 7, column: 7 } },
      ],
    })
    expect(tests[0]?.expectations[1]?.frame).toContain(
      '>  7 |       connect_time: < 10ms'.replace('>  7', '> 7'),
    )
  })

  test('has defaults of the suite and of the check', () => {
    const text = `timeout: 5s\nretries: 2\n${oneTest('ping: { count: 3 }\nexpect: { packet_loss: 0% }')}`
    expect(read(text).tests[0]).toMatchObject({
      timeoutMs: 5_000,
      retries: 2,
      options: { count: 3, interval: '200ms', method: 'auto' },
    })
    const own = text.replace('    ping', '    timeout: 700ms\n    retries: 0\n    ping')
    expect(read(own).tests[0]).toMatchObject({ timeoutMs: 700, retries: 0 })
  })

  test('reads a check without a body as one with all defaults', () => {
    expect(read(oneTest('tcp:\nexpect: { open: true }')).tests[0]?.options).toMatchObject({
      count: 1,
    })
  })
})

describe('the worker selector', () => {
  const selected = (selector: string) => {
    const [test] = read(oneTest(`for: ${selector}\ntcp: {}\nexpect: { open: true }`)).tests
    return test?.workerIds
  }

  test.each([
    ['each worker', ['mac-1', 'mac-2', 'mac-3']],
    ['mac-2', ['mac-2']],
    ['gpu', ['mac-1', 'mac-2']],
    ['[mac-3, rack-a]', ['mac-2', 'mac-3']],
  ])('%s', (selector, ids) => {
    expect(selected(selector)?.toSorted()).toEqual(ids)
  })

  test('an unknown worker is reported with the nearest known one', () => {
    const text = oneTest('for: mac-4\ntcp: {}\nexpect: { open: true }')
    expect(problemsOf(text)).toEqual(['4:10 unknown_worker: no worker or tag `mac-4`'])
    expect(messageOf(text)).toContain('did you mean `mac-')
  })

  test('a check of the cluster runs once, a check with a target of its own too', () => {
    const runs = (body: string) => read(oneTest(body)).tests[0]?.runs
    expect(runs('subnet: {}\nexpect: { same_subnet: true }')).toBe('together')
    expect(runs('for: each worker\nsubnet: {}\nexpect: { same_subnet: true }')).toBe('each')
    expect(runs('tcp: { host: gateway, port: 80 }\nexpect: { open: true }')).toBe('together')
    expect(runs('for: all workers\ntcp: {}\nexpect: { open: true }')).toBe('each')
  })
})

describe('mistakes', () => {
  test('an unknown metric is reported with its position, the known ones and the nearest', () => {
    const text = oneTest('ping: {}\nexpect:\n  rtt.average: < 10ms')
    expect(problemsOf(text)).toEqual(['6:7 unknown_metric: unknown metric `rtt.average`'])
    const message = messageOf(text)
    expect(message).toContain('did you mean `rtt.avg`?')
    expect(message).toContain('> 6 |       rtt.average: < 10ms\n    |       ^^^^^^^^^^^')
  })

  test('the known metrics are listed by their names, families once', () => {
    const message = messageOf(oneTest('latency: {}\nexpect:\n  latency.p95: < 1s'))
    expect(message).toContain('telemetry.power.max, ')
    expect(message).not.toContain('telemetry.power.max.*')
    expect(message).not.toContain('\\')
    expect(messageOf(oneTest('batch: {}\nexpect:\n  fairness: < 1x'))).toContain(', share.*')
  })

  test('a condition of another dimension is reported', () => {
    const text = oneTest('ping: {}\nexpect:\n  rtt.avg: < 10%\n  packet_loss: fast')
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^6:\d+ invalid_condition: `rtt\.avg`: .*percentage/),
      expect.stringMatching(/^7:\d+ invalid_condition: `packet_loss`: /),
    ])
  })

  test('all problems of a file are reported at once', () => {
    const text = `suite: S
tests:
  - name: a
    ping: {}
    expect: { packet_lost: 0% }
  - name: b
    for: nobody
    tcp: {}
    expect: { connect_time: 5 }
  - name: c
    timeout: 0s
    tcp: {}
    expect: { open: true }
  - name: a
    tcp: {}
    expect: { open: true }
`
    const codes = problemsOf(text).map((problem) => problem.split(' ')[1])
    expect(codes.toSorted()).toEqual([
      'duplicate_test:',
      'invalid_condition:',
      'malformed:',
      'unknown_metric:',
      'unknown_worker:',
    ])
  })

  test.each([
    ['an empty suite', 'suite: S\ntests: []\n', /^2:\d+ /],
    ['no tests at all', 'suite: S\n', /^1:\d+ .*tests/],
    ['a test without a check', oneTest('expect: { open: true }'), /^3:\d+ .*check/],
    ['a test with two checks', oneTest('tcp: {}\nping: {}\nexpect: { open: true }'), /check/],
    ['a test without expectations', oneTest('tcp: {}'), /^3:\d+ .*expect/],
    ['an empty expectation', oneTest('tcp: {}\nexpect: {}'), /^5:\d+ /],
    ['an unknown check', oneTest('pong: {}\nexpect: { open: true }'), /^4:\d+ .*pong/],
    [
      'an unknown option',
      oneTest('ping: { counts: 3 }\nexpect: { packet_loss: 0% }'),
      /^4:\d+ .*counts/,
    ],
    [
      'an option of a wrong type',
      oneTest('ping: { count: many }\nexpect: { packet_loss: 0% }'),
      /^4:\d+ .*many/,
    ],
    ['an unknown key of the file', 'suit: S\ntests: []\n', /^1:\d+ .*suit/],
    [
      'an unset variable',
      oneTest('ping:\n  count: ${NOT_SET}\nexpect: { packet_loss: 0% }'),
      /^5:\d+ .*NOT_SET/,
    ],
  ])('%s is a problem with its position', (_, text, expected) => {
    const problems = problemsOf(text)
    expect(problems.join('\n')).toMatch(expected)
  })

  test('a secret must not be in the file, because reports show the lines around a failure', () => {
    const text = (value: string) =>
      oneTest(`http:\n  headers:\n    Authorization: ${value}\nexpect: { status: 200 }`)
    expect(problemsOf(text('Bearer sk-live-1'))).toEqual([
      expect.stringMatching(/^6:\d+ literal_secret: /),
    ])
    expect(messageOf(text('Bearer sk-live-1'))).not.toContain('sk-live-1')
    expect(problemsOf(text('Bearer ${TOKEN}'))).toEqual([])
  })

  test('a secret is not filled in when the file is read', () => {
    const spec = read(
      oneTest('http:\n  headers: { Authorization: "Bearer ${TOKEN}" }\nexpect: { status: 200 }'),
      { env: { TOKEN: 'sk-live-1' } },
    )
    expect(JSON.stringify(spec)).not.toContain('sk-live-1')
    expect(JSON.stringify(spec)).toContain('Bearer ${TOKEN}')
  })
})

describe('levels in a spec', () => {
  const ladder = (at: string, concurrency = '[1, 5]') =>
    oneTest(
      `benchmark: { concurrency: ${concurrency} }\nexpect:\n  - success_rate: 100%\n  - at: ${at}\n    speedup: ">= 2x"`,
    )

  test('of a benchmark are beside the conditions on them', () => {
    expect(read(ladder('{ concurrency: 5, load: 90% }')).tests[0]?.expectations).toMatchObject([
      { metric: 'success_rate' },
      { metric: 'speedup', at: { concurrency: 5, load: 90 }, place: { line: 8, column: 9 } },
    ])
    expect(read(ladder('{ concurrency: 5 }')).tests[0]?.expectations[0]).not.toHaveProperty('at')
  })

  test('that the test does not run are reported when the file is read', () => {
    const text = ladder('{ concurrency: 15 }')
    expect(problemsOf(text)).toEqual([
      '7:28 unknown_level: no level `concurrency: 15`: this benchmark runs concurrency 1 and 5',
    ])
    expect(messageOf(text)).toContain('> 7 |       - at: { concurrency: 15 }')
    expect(problemsOf(ladder('{ concurrency: 15 }', '"${LEVEL:-15}"'))).toEqual([])
  })

  test('that the test does not run are reported beside mistakes of form', () => {
    const text = ladder('{ concurrency: 15 }').replace('benchmark:', 'retires: 1\n    benchmark:')
    expect(problemsOf(text).map((problem) => problem.split(' ')[1])).toEqual([
      'unknown_key:',
      'unknown_level:',
    ])
  })

  test.each([
    ['an unknown label', '{ concurency: 5 }', '7:15 unknown_label: unknown label `concurency`'],
    ['a text', '{ concurrency: many }', '7:28 wrong_type: `concurrency` is text "many"'],
    ['a number without its unit', '{ load: 90 }', '7:21 wrong_type: `load` is 90'],
    ['no label', '{}', '7:13 empty: `at` is an empty map'],
    ['no map', '15', '7:13 wrong_type: `at` is 15'],
  ])('%s is a mistake at its position', (_, at, problem) => {
    expect(problemsOf(ladder(at))).toEqual([problem])
  })

  test('are not allowed for a check with a single level', () => {
    const text = oneTest('dns: {}\nexpect: { at: { concurrency: 5 }, resolves: true }')
    expect(problemsOf(text)).toEqual(['5:15 unknown_metric: unknown metric `at`'])
  })
})

describe('environment variables', () => {
  test('fill in values, with their defaults, as numbers if they are numeric', () => {
    const text = oneTest('ping:\n  count: ${N:-4}\nexpect: { rtt.avg: "< ${LIMIT}" }')
    const spec = read(text, { env: { LIMIT: '7ms' } })
    expect(spec.tests[0]?.options.count).toBe(4)
    expect(spec.tests[0]?.expectations[0]?.condition.text).toBe('< 7ms')
  })
})

test.each(['no', 'yes', 'false', 'true', 'Off'])(
  '`skip: %s` is a mistake, because `skip` takes the reason',
  (written) => {
    const text = `suite: S\ntests:\n  - name: t\n    ping: {}\n    expect: { packet_loss: 0% }\n    skip: ${written}\n`
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^6:\d+ .*skip/)])
  },
)
