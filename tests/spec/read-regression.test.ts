import { describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import { UserError } from '../../lib/source/user-error.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { exampleCluster } from '../docs/examples.ts'

function read(expected: string, options = 'concurrency: [5, 15]', check = 'benchmark') {
  const text = `suite: s\nstage: perf\ntests:\n  - name: t\n    ${check}: { ${options} }\n    expect:\n${expected}`
  const environment = { cluster: exampleCluster(), catalog: checkCatalog, env: {} }
  return readSpec({ file: 'specs/perf/a.spec.yaml', text }, environment).tests[0]?.expectations
}

/** `line:column message`, with expectation and suggestion. */
function mistakesIn(...args: Parameters<typeof read>): string[] {
  try {
    read(...args)
  } catch (error) {
    if (error instanceof UserError) {
      return error.problems.map(({ place, code, message, suggestion = '' }) =>
        `${place?.line}:${place?.column} ${code}: ${message} ${suggestion}`.trim(),
      )
    }
    throw error
  }
  return []
}

describe('`regression` in `expect`', () => {
  test('is a condition on the change, with its position and the number of looks', () => {
    expect(read('      - regression: { metric: throughput, within: 5% }\n')).toMatchObject([
      {
        metric: 'throughput',
        dimension: 'percentage',
        place: { line: 7, column: 9 },
        condition: { text: 'within 5% of the baseline' },
        regression: {
          better: 'higher',
          withinPercent: 5,
          confidence: 0.99,
          looks: { first: 3, most: 30 },
        },
      },
    ])
  })

  test('is allowed beside `at` and beside conditions, in a list or in a map', () => {
    const both = read(
      '      - at: { concurrency: 15 }\n        latency.p95: < 1s\n        regression: { metric: latency.p95, within: 7.5%, confidence: 95% }\n',
    )
    expect(both).toMatchObject([
      { metric: 'latency.p95', at: { concurrency: 15 }, dimension: 'duration' },
      {
        metric: 'latency.p95',
        at: { concurrency: 15 },
        regression: { better: 'lower', withinPercent: 7.5, confidence: 0.95 },
      },
    ])
    expect(both?.[0]).not.toHaveProperty('regression')
    expect(
      read('      { at: { concurrency: 5 }, regression: { metric: goodput, within: 1% } }\n'),
    ).toMatchObject([{ metric: 'goodput', at: { concurrency: 5 } }])
  })

  test('has one look below three repetitions, and otherwise one per repetition', () => {
    const regression = '      regression: { metric: speedup, within: 5% }\n'
    expect(read(regression, 'repetitions: 2')?.[0]?.regression).not.toHaveProperty('looks')
    expect(read(regression, 'repetitions: 4, max_repetitions: 20')?.[0]?.regression?.looks).toEqual(
      { first: 4, most: 20 },
    )
    expect(read(regression, 'repetitions: 40')?.[0]?.regression?.looks).toEqual({
      first: 40,
      most: 40,
    })
  })

  test('needs a metric with a better direction', () => {
    expect(mistakesIn('      regression: { metric: troughput, within: 5% }\n')).toEqual([
      '7:29 unknown_value: `metric` is text "troughput" throughput',
    ])
    expect(mistakesIn('      regression: { metric: requests, within: 5% }\n')).toEqual([
      expect.stringContaining('7:29 unknown_value: `metric` is text "requests"'),
    ])
  })

  test.each([
    ['within: 0%', '7:49 malformed: `within` is text "0%"'],
    ['within: 100%', '7:49 malformed: `within` is text "100%"'],
    ['within: 5', '7:49 wrong_type: `within` is 5'],
    ['within: 5ms', '7:49 malformed: `within` is text "5ms"'],
    ['confidence: 99%', '7:19 missing_key: the key `within` is missing'],
    ['within: 5%, confidence: 10%', '7:65 malformed: `confidence` is text "10%"'],
    ['withn: 5%', '7:41 unknown_key: unknown key `withn` within'],
  ])('with %s is reported at its position', (words, reported) => {
    expect(mistakesIn(`      regression: { metric: throughput, ${words} }\n`)).toEqual([reported])
  })

  test('is refused if it is not a map, or if the check has no such metric', () => {
    expect(mistakesIn('      regression: throughput\n')).toEqual([
      '7:19 wrong_type: `regression` is text "throughput"',
    ])
    expect(
      mistakesIn('      regression: { metric: rtt.avg, within: 5% }\n', 'count: 3', 'ping'),
    ).toEqual([expect.stringMatching(/^7:7 unknown_metric: unknown metric `regression`/)])
  })

  test('needs closed loops, because open loops have no throughput of their own', () => {
    expect(
      mistakesIn(
        '      - at: { load: 90% }\n        regression: { metric: throughput, within: 5% }\n',
        'concurrency: 15, open_loop: [90%]',
      ),
    ).toEqual([
      '7:15 unknown_level: `regression` compares closed loops, which have no level `load`',
    ])
  })

  test('needs a level that the test runs', () => {
    expect(
      mistakesIn(
        '      - at: { concurrency: 50 }\n        regression: { metric: throughput, within: 5% }\n',
      ),
    ).toEqual([expect.stringContaining('7:28 unknown_level: no level `concurrency: 50`')])
  })
})
