import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Dimension, MetricValue } from '../../lib/units/dimension.ts'
import type { Interval } from '../../lib/units/interval.ts'
import { judge } from '../../lib/verdict/judge.ts'

function judgeEach(
  written: unknown,
  members: Readonly<Record<string, MetricValue>>,
  intervals: Readonly<Record<string, Interval>> = {},
  dimension: Dimension = 'percentage',
) {
  const parsed = parseCondition(written, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  const named = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`share.${name}`, value]))
  const measured: Measurement = {
    check: 'balance',
    subject: { name: 'cluster' },
    evidence: [],
    notes: [],
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    metrics: { ...named(members), 'shared.total': 1_000, success_rate: 100 },
    intervals: named(intervals),
  }
  const expectation = {
    metric: 'share.each',
    family: 'share.',
    dimension,
    condition: parsed.condition,
  }
  const verdict = judge([expectation], measured)
  return { ...verdict.conditions[0], verdict: verdict.status }
}

describe('a condition on each of a family', () => {
  test('passes if all members do, with the one closest to missing', () => {
    expect(judgeEach('33% ± 5%', { a: 33, 'b.local': 36, c: 31 })).toEqual({
      metric: 'share.each',
      dimension: 'percentage',
      condition: '33% ± 5%',
      verdict: 'pass',
      status: 'pass',
      measured: 36,
      member: 'b.local',
      formatted: '31%..36%',
    })
  })

  test('fails if one member does, and names it', () => {
    expect(judgeEach('33% ± 5%', { a: 37, b: 21, c: 36 })).toMatchObject({
      verdict: 'fail',
      status: 'fail',
      measured: 21,
      member: 'b',
      formatted: '21%..37%',
      reason: 'b: 21% is outside 33% ± 5%',
    })
  })

  test('names three that miss, worst first, and counts the rest', () => {
    const { reason, member } = judgeEach('< 5%', { a: 6, b: 9, c: 1, d: 7, e: 8, f: 5 })
    expect(member).toBe('b')
    expect(reason).toBe('b: 9% is not < 5%; e: 8% is not < 5%; d: 7% is not < 5%; and 2 more')
  })

  test('is no data if the family has no members', () => {
    expect(judgeEach('33% ± 5%', {})).toMatchObject({
      verdict: 'fail',
      status: 'no_data',
      measured: null,
      formatted: 'no data',
      reason: 'no data: no metric `share.*` was measured',
    })
  })

  test('is no data if one member has none', () => {
    expect(judgeEach('33% ± 5%', { a: 33, b: null, c: Number.NaN })).toMatchObject({
      verdict: 'fail',
      status: 'no_data',
      measured: null,
      member: 'b',
      formatted: '33%',
      reason: 'b: no data: nothing was measured; c: no data: the measured value is not a number',
    })
  })

  test('fails rather than lacks data if both happen, and reports both', () => {
    expect(judgeEach('33% ± 5%', { a: null, b: 10 })).toMatchObject({
      status: 'fail',
      member: 'b',
      reason: 'b: 10% is outside 33% ± 5%; a: no data: nothing was measured',
    })
  })

  test('judges every member by its own interval', () => {
    const intervals = {
      a: { low: 30, high: 36, confidence: 0.95 },
      b: { low: 26, high: 32, confidence: 0.95 },
    }
    expect(judgeEach('33% ± 5%', { a: 33, b: 29 }, intervals)).toMatchObject({
      verdict: 'inconclusive',
      status: 'inconclusive',
      member: 'b',
      interval: intervals.b,
      reason: 'b: 29% (26% to 32% at 95%) straddles 33% ± 5%: the sample does not decide',
    })
  })

  test('reports only the failed ones if others are undecided', () => {
    const intervals = { b: { low: 26, high: 32, confidence: 0.95 } }
    expect(judgeEach('33% ± 5%', { a: 10, b: 29 }, intervals)).toMatchObject({
      status: 'fail',
      member: 'a',
      reason: 'a: 10% is outside 33% ± 5%',
    })
  })

  test('uses the first of equal ones', () => {
    expect(judgeEach('< 50%', { a: 25, b: 25 })).toMatchObject({ member: 'a', formatted: '25%' })
  })

  test('treats an infinite member as the worst, and survives JSON', () => {
    const verdict = judgeEach('< 50%', { a: 60, b: Number.POSITIVE_INFINITY })
    expect(verdict).toMatchObject({ member: 'b', measured: null, formatted: '60%..infinite' })
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  })

  test('works for values other than numbers', () => {
    expect(judgeEach(false, { a: false, b: true }, {}, 'boolean')).toMatchObject({
      status: 'fail',
      member: 'b',
      measured: true,
      formatted: 'true, false',
      reason: 'b: true is not false',
    })
  })
})
