import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Dimension, MetricValue } from '../../lib/units/dimension.ts'
import type { Interval } from '../../lib/units/interval.ts'
import type { Labels } from '../../lib/units/labels.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { judge } from '../../lib/verdict/judge.ts'

interface Asked {
  readonly metric: string
  readonly written: unknown
  readonly dimension?: Dimension
  readonly family?: string
  readonly at?: Labels
}

function measurement(
  metrics: Readonly<Record<string, MetricValue>>,
  intervals: Readonly<Record<string, Interval>> = {},
): Measurement {
  return {
    check: 'benchmark',
    subject: { name: 'cluster' },
    evidence: [],
    notes: [],
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    metrics,
    intervals,
  }
}

/** The verdict on one condition. */
function judged({ written, dimension = 'multiplier', ...asked }: Asked, measured: Measurement) {
  const parsed = parseCondition(written, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  const verdict = judge([{ ...asked, dimension, condition: parsed.condition }], measured)
  expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  return { ...verdict.conditions[0], verdict }
}

const ladder = measurement({
  'speedup{concurrency=5}': 1.04,
  'speedup{concurrency=15}': 2.7,
  optimal_concurrency: 15,
})

describe('a condition without `at`', () => {
  const asked: Asked = { metric: 'speedup', written: '>= 2.5x' }

  test('must be met at every level: the worst decides, and is named', () => {
    expect(judged(asked, ladder)).toMatchObject({
      metric: 'speedup',
      status: 'fail',
      measured: 1.04,
      formatted: '1.04x..2.7x',
      level: { concurrency: 5 },
      reason: 'at concurrency 5: 1.04x is not >= 2.5x',
    })
  })

  test('passes if every level meets it', () => {
    const met = judged({ ...asked, written: '>= 1x' }, ladder)
    expect(met).toMatchObject({ status: 'pass', measured: 1.04, level: { concurrency: 5 } })
    expect(met).not.toHaveProperty('reason')
    expect(met).not.toHaveProperty('at')
  })

  test('is about the value for all levels together, if there is one', () => {
    const both = measurement({ ...ladder.metrics, speedup: 3 })
    expect(judged(asked, both)).toMatchObject({ status: 'pass', measured: 3, formatted: '3x' })
    expect(judged(asked, both)).not.toHaveProperty('level')
  })

  test('uses a name that only looks labelled as it is written', () => {
    const http = measurement({ 'json.a{b=1}': 3, 'json.a': 4 })
    const count = { written: 3, dimension: 'any' } as const
    expect(judged({ metric: 'json.a{b=1}', ...count }, http).status).toBe('pass')
    expect(judged({ metric: 'json.a', ...count }, http)).toMatchObject({ measured: 4 })
  })

  test('is no data at a level where only other metrics were measured', () => {
    const cut = measurement({
      'speedup{concurrency=5}': 2.6,
      'success_rate{concurrency=5}': 100,
      'success_rate{concurrency=15}': 0,
    })
    expect(judged(asked, cut)).toMatchObject({
      status: 'no_data',
      level: { concurrency: 15 },
      verdict: { status: 'fail' },
      reason: 'at concurrency 15: no data: nothing was measured',
    })
  })

  test('misses nothing at levels with other labels', () => {
    const withLoads = measurement({
      'speedup{concurrency=5}': 2.6,
      'open_loop.throughput{concurrency=5,load=90}': 20,
    })
    expect(judged(asked, withLoads)).toMatchObject({ status: 'pass', formatted: '2.6x' })
  })

  test('is judged by the interval of each level', () => {
    const intervals = {
      'speedup{concurrency=5}': { low: 2.4, high: 2.8, confidence: 0.95 },
      'speedup{concurrency=15}': { low: 2.6, high: 2.8, confidence: 0.95 },
    }
    const values = { 'speedup{concurrency=5}': 2.6, 'speedup{concurrency=15}': 2.7 }
    expect(judged(asked, measurement(values, intervals))).toMatchObject({
      status: 'inconclusive',
      interval: intervals['speedup{concurrency=5}'],
      reason: expect.stringMatching(/^at concurrency 5: 2\.6x \(2\.4x to 2\.8x at 95%\) straddles/),
    })
  })

  test('names three levels, worst first, and counts the rest', () => {
    const levels = [1, 2, 5, 10, 20].map((level) => [`speedup{concurrency=${level}}`, 1 / level])
    const { reason } = judged(asked, measurement(Object.fromEntries(levels)))
    expect(reason).toMatch(
      /^at concurrency 20: .*; at concurrency 10: .*; at concurrency 5: .*; and 2 more$/,
    )
  })
})

describe('a condition at a level', () => {
  const asked: Asked = { metric: 'speedup', written: '>= 2.5x', at: { concurrency: 15 } }

  test('is about that level only', () => {
    expect(judged(asked, ladder)).toMatchObject({
      metric: 'speedup',
      at: { concurrency: 15 },
      level: { concurrency: 15 },
      status: 'pass',
      measured: 2.7,
      formatted: '2.7x',
    })
  })

  test('is reported with the level, once', () => {
    const { verdict, reason } = judged({ ...asked, written: '>= 3x' }, ladder)
    expect(reason).toBe('2.7x is not >= 3x')
    expect(explain(verdict)).toMatch(/^speedup at concurrency 15: 2\.7x is not >= 3x\n/)
    expect(explain(verdict, verdict.conditions[0])).toMatch(/^speedup at concurrency 15: 2\.7x is/)
  })

  test('is about all levels with its labels, and names their differences', () => {
    const grid = measurement({
      'speedup{concurrency=15,workers=1}': 1,
      'speedup{concurrency=15,workers=3}': 2.8,
      'speedup{concurrency=5,workers=1}': 0.9,
    })
    expect(judged(asked, grid)).toMatchObject({
      status: 'fail',
      formatted: '1x..2.8x',
      level: { concurrency: 15, workers: 1 },
      reason: 'at workers 1: 1x is not >= 2.5x',
    })
    expect(judged({ ...asked, at: { workers: 3 } }, grid).status).toBe('pass')
  })

  test('uses the levels even if there is a value for all together', () => {
    const both = measurement({ ...ladder.metrics, speedup: 1 })
    expect(judged(asked, both)).toMatchObject({ status: 'pass', measured: 2.7 })
  })

  test('is no data at one of its levels where only other metrics were measured', () => {
    const grid = measurement({
      'speedup{concurrency=15,workers=1}': 3,
      'requests{concurrency=15,workers=3}': 9,
      'requests{concurrency=5,workers=3}': 9,
    })
    expect(judged(asked, grid)).toMatchObject({
      status: 'no_data',
      reason: 'at workers 3: no data: nothing was measured',
    })
  })

  test.each<[string, Partial<Asked>, Measurement, string]>([
    [
      'a level that was not measured, with those that were',
      { at: { concurrency: 50 } },
      ladder,
      'no data: it was measured at concurrency 5 and 15 only',
    ],
    [
      'a text where a number was measured',
      { at: { concurrency: '15' } },
      ladder,
      'no data: it was measured at concurrency 5 and 15 only',
    ],
    [
      'a metric that has one value for all levels',
      { metric: 'optimal_concurrency', dimension: 'count', written: '<= 15' },
      ladder,
      'no data: it was measured once, for all levels: ask for it without `at`',
    ],
    [
      'a metric that was measured nowhere, at a level that was',
      { metric: 'latency_ratio' },
      ladder,
      'no data: nothing was measured',
    ],
    [
      'a metric that was measured nowhere, at a level that was not',
      { metric: 'latency_ratio', at: { concurrency: 50 } },
      ladder,
      'no data: nothing was measured, and there is no such level: concurrency 5 and 15',
    ],
    ['nothing at all', {}, measurement({}), 'no data: nothing was measured'],
  ])('is no data for %s', (_, changes, measured, reason) => {
    expect(judged({ ...asked, ...changes }, measured)).toMatchObject({
      status: 'no_data',
      measured: null,
      formatted: 'no data',
      reason,
      verdict: { status: 'fail' },
    })
  })
})

describe('a condition on each of a family, at levels', () => {
  const asked: Asked = {
    metric: 'share.each',
    family: 'share.',
    written: '33% ± 5%',
    dimension: 'percentage',
  }
  const shares = measurement({
    'share.mac-1{concurrency=5}': 33,
    'share.mac-2{concurrency=5}': 67,
    'share.mac-1{concurrency=15}': 33,
    'share.mac-2{concurrency=15}': 34,
  })

  test('names member and level', () => {
    expect(judged(asked, shares)).toMatchObject({
      status: 'fail',
      member: 'mac-2',
      level: { concurrency: 5 },
      formatted: '33%..67%',
      reason: 'mac-2 at concurrency 5: 67% is outside 33% ± 5%',
    })
  })

  test('is about one level with `at`', () => {
    const at = { concurrency: 15 }
    expect(judged({ ...asked, at }, shares)).toMatchObject({ status: 'pass', member: 'mac-2', at })
  })

  test('names one member at its level', () => {
    const one = { ...asked, metric: 'share.mac-2', family: undefined }
    expect(judged(one, shares).reason).toBe('at concurrency 5: 67% is outside 33% ± 5%')
  })

  test('is no data for a member that is absent at a level where others are', () => {
    const { 'share.mac-2{concurrency=5}': _, ...metrics } = shares.metrics
    expect(judged(asked, measurement(metrics)).status).toBe('pass')
  })

  test('is no data at a level that has no member', () => {
    const metrics = { ...shares.metrics, 'requests{concurrency=50}': 3 }
    expect(judged({ ...asked, written: '< 100%' }, measurement(metrics))).toMatchObject({
      status: 'no_data',
      reason: 'at concurrency 50: no data: nothing was measured',
    })
    expect(judged({ ...asked, at: { concurrency: 7 } }, shares).reason).toBe(
      'no data: it was measured at concurrency 5 and 15 only',
    )
  })
})
