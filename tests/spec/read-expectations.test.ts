import { describe, expect, test } from 'vitest'
import { parseSource } from '../../lib/source/document.ts'
import { readExpectations } from '../../lib/spec/read-expectations.ts'
import type { CheckOfConditions } from '../../lib/spec/read-level.ts'
import type { MetricTable } from '../../lib/units/dimension.ts'

const metrics: MetricTable = {
  speedup: { dimension: 'multiplier', description: 'How many times as fast.' },
  'share.*': { dimension: 'percentage', description: 'The share of a worker.' },
}

const ladder: CheckOfConditions = {
  check: 'ladder',
  metrics,
  options: { concurrency: [1, 5], workers: 3, load: ['70%'] },
  labels: { concurrency: 'integer', workers: 'integer', load: 'percentage', model: 'text' },
}

function read(text: string, asked: CheckOfConditions = { check: 'balance', metrics, options: {} }) {
  const document = parseSource(text, '/p/specs/balancer/a.spec.yaml')
  const { expect: block } = document.value as { expect: unknown }
  return readExpectations(document, ['expect'], block, asked)
}

/** `line:column code: message | expected | suggestion` of each problem. */
function problemsOf(text: string, asked = ladder): string[] {
  return read(text, asked).problems.map(({ place, code, message, expected, suggestion }) =>
    [`${place?.line}:${place?.column} ${code}: ${message}`, expected, suggestion]
      .filter((part) => part !== undefined)
      .join(' | '),
  )
}

test('`.each` of a family is all of its members, the name of one is that one', () => {
  const { expectations } = read('expect:\n  share.each: 33% ± 5%\n  share.sim-1: 33% ± 5%\n')
  expect(expectations.map(({ metric, family }) => [metric, family])).toEqual([
    ['share.each', 'share.'],
    ['share.sim-1', undefined],
  ])
})

test('a condition on each must match the dimension of the family', () => {
  const { problems } = read('expect:\n  share.each: < 10ms\n')
  expect(problems).toMatchObject([{ code: 'invalid_condition', place: { line: 2 } }])
})

describe('the level of a map of expectations', () => {
  test('applies to all conditions beside it, and to no other map', () => {
    const { expectations, problems } = read(
      `expect:
  - speedup: ">= 1x"
  - at: { concurrency: 5, load: 70%, model: small }
    speedup: ">= 2x"
    share.each: 50% ± 5%
`,
      ladder,
    )
    expect(problems).toEqual([])
    const at = { concurrency: 5, load: 70, model: 'small' }
    expect(expectations.map(({ metric, at }) => [metric, at])).toEqual([
      ['speedup', undefined],
      ['speedup', at],
      ['share.each', at],
    ])
    expect(expectations[1]).toMatchObject({ place: { line: 4, column: 5 } })
  })

  test('may be in a map without a list', () => {
    const { expectations } = read('expect: { at: { workers: 3 }, speedup: "> 1x" }', ladder)
    expect(expectations).toMatchObject([{ metric: 'speedup', at: { workers: 3 } }])
  })

  test('must be one that the test runs, by a number or list of numbers in its options', () => {
    expect(problemsOf('expect: { at: { concurrency: 15 }, speedup: "> 1x" }')).toEqual([
      '1:30 unknown_level: no level `concurrency: 15`: this ladder runs concurrency 1 and 5 | one of 1, 5',
    ])
    expect(problemsOf('expect: { at: { workers: 1 }, speedup: "> 1x" }')).toEqual([
      '1:26 unknown_level: no level `workers: 1`: this ladder runs workers 3 | 3',
    ])
    const open = { ...ladder, options: { concurrency: 'all', workers: [] } }
    expect(problemsOf('expect: { at: { concurrency: 7, workers: 1 }, speedup: 1x }', open)).toEqual(
      [],
    )
  })

  test('has labels of the check, each of its type', () => {
    expect(
      problemsOf(
        'expect: { at: { concurency: 5, workers: three, load: 70, model: 1 }, speedup: 1x }',
      ),
    ).toEqual([
      '1:17 unknown_label: unknown label `concurency` of `ladder` | one of concurrency, workers, load, model | concurrency',
      expect.stringMatching(/^1:41 malformed: `workers`: `three` is not a whole number \| /),
      expect.stringMatching(/^1:54 malformed: `load`: `70` is not a percentage \| .*`90%`/),
      expect.stringMatching(/^1:65 malformed: `model`: `1` is not a text \| /),
    ])
  })

  test('needs at least one condition', () => {
    expect(problemsOf('expect:\n  - speedup: 1x\n  - at: { concurrency: 5 }\n')).toEqual([
      '3:5 empty: nothing is expected at concurrency 5 | a metric with its condition next to `at`',
    ])
  })

  test('is an unknown metric in a check without levels', () => {
    const { problems } = read('expect: { at: { concurrency: 15 }, share.each: 33% }')
    expect(problems).toMatchObject([{ code: 'unknown_metric', place: { column: 11 } }])
  })
})

describe('a condition that can never fail or never pass is a mistake', () => {
  const bounded: CheckOfConditions = {
    check: 'load',
    options: {},
    metrics: {
      success_rate: { dimension: 'percentage', description: 'The share of successful responses.' },
      packet_loss: { dimension: 'percentage', description: 'The share of lost packets.' },
      'share.*': { dimension: 'percentage', description: 'The share of a worker.' },
      'latency.p95': { dimension: 'duration', description: 'How long it took.' },
      'latency.drift': { dimension: 'percentage', description: 'How much it changed.' },
      optimality_gap: { dimension: 'percentage', description: 'How much longer it took.' },
      scaling_efficiency: { dimension: 'percentage', description: 'How well it scales.' },
      throughput: { dimension: 'rate', description: 'Requests per second.' },
      failed: { dimension: 'count', description: 'How many failed.' },
      speedup: { dimension: 'multiplier', description: 'How many times faster it was.' },
      'certificate.days_left': { dimension: 'count', description: 'Days until it expires.' },
    },
  }

  test.each([
    ['success_rate: ">= -1%"', 'always holds, since a share is from 0% to 100%'],
    ['success_rate: ">= 101%"', 'never holds'],
    ['success_rate: 0%..100%', 'always holds'],
    ['success_rate: ["> 50%", "< 200%"]', '`< 200%` always holds'],
    ['success_rate: <= 101%', 'always holds'],
    ['success_rate: "!= 120%"', 'always holds'],
    ['packet_loss: "> 100%"', 'never holds'],
    ['packet_loss: < 0%', 'never holds'],
    ['packet_loss: 120%', 'never holds'],
    ['share.each: 100% ± 200%', 'always holds'],
    ['latency.p95: ">= -1s"', 'always holds, since a time is never negative'],
    ['latency.p95: < 0s', 'never holds'],
    ['throughput: "> -1/s"', 'always holds, since a rate is never negative'],
    ['failed: ">= -1"', 'always holds, since a count is never negative'],
    ['failed: < 0', 'never holds'],
    ['speedup: "> -2x"', 'always holds, since a ratio is never negative'],
    ['scaling_efficiency: ">= -5%"', 'always holds, since it is never negative'],
  ])('%s', (line, fault) => {
    const problems = problemsOf(`expect:\n  ${line}\n`, bounded)
    expect(problems).toEqual([expect.stringContaining(fault)])
    expect(problems[0]).toMatch(/^2:\d+ invalid_condition: .* \| a condition that some /)
  })

  test.each([
    'latency.p95: ["> 5s", "< 3s"]',
    'latency.p95: ["> 5s", "<= 5s"]',
    'failed: [1, 2]',
    'throughput: [1/s..2/s, ">= 3/s"]',
    'share.each: [33% ± 5%, "< 20%"]',
  ])('%s contradicts itself', (line) => {
    expect(problemsOf(`expect:\n  ${line}\n`, bounded)).toEqual([
      expect.stringMatching(/^2:\d+ invalid_condition: .*no value meets both `.*` and `.*` \| /),
    ])
  })

  test.each([
    'success_rate: ">= 0%"',
    'success_rate: <= 100%',
    'success_rate: ">= 100%"',
    'success_rate: "> 0%"',
    'packet_loss: 0%',
    'packet_loss: <= 0%',
    'share.each: 33% ± 50%',
    'latency.p95: < 1s',
    'latency.p95: "> 0s"',
    'latency.drift: ">= -5%"',
    'latency.drift: < 150%',
    'optimality_gap: < 300%',
    'optimality_gap: ">= -5%"',
    'certificate.days_left: ">= -1"',
    'scaling_efficiency: < 150%',
    'failed: [">= 1", "<= 1"]',
    'latency.p95: [10ms, "> 1ms"]',
    'throughput: ["> 1/s", "< 3/s", "!= 2/s"]',
  ])('%s is accepted', (line) => {
    expect(problemsOf(`expect:\n  ${line}\n`, bounded)).toEqual([])
  })
})
