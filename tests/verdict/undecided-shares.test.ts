import { describe, expect, test } from 'vitest'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import type { Measurement } from '../../lib/record/measurement.ts'

interface Share {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Shares in the form of the checks, with one share and its interval. */
function measurement(check: string, metric: string, { value, low, high }: Share): Measurement {
  return {
    check,
    subject: { name: 'cluster' },
    evidence: [],
    notes: [],
    metrics: { [metric]: value, requests: 100, success_rate: 100 },
    intervals: { [metric]: { low, high, confidence: 0.95 } },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
  }
}

function remedyOf(measured: Measurement, expectations: Expectations): string | undefined {
  const { diagnosis } = meet(measured, expectations)
  return diagnosis?.code === 'share_undecided' ? diagnosis.remedy[0] : diagnosis?.code
}

describe('an undecided share', () => {
  test('needs as many requests as bring its interval inside the bound', () => {
    // 8 points wide where 2 are left: four times narrower takes sixteen times as many.
    const measured = measurement('balance', 'share.w1', { value: 30, low: 22, high: 38 })
    expect(remedyOf(measured, { 'share.each': '33% ± 5%' })).toBe('raise `requests` to about 1600')
  })

  test('needs as many requests as bring it outside, if the value misses', () => {
    const measured = measurement('adapt', 'slow.share', { value: 26, low: 24, high: 28 })
    expect(remedyOf(measured, { 'slow.share': '< 25%' })).toBe('raise `requests` to about 400')
  })

  test('of a failover is one of a fifth of the requests, at least a hundred', () => {
    const measured = measurement('failover', 'share.after_return', { value: 30, low: 10, high: 50 })
    expect(remedyOf(measured, { 'share.after_return': '> 20%' })).toBe(
      'raise `requests` to about 2000',
    )
  })

  test('of sessions needs more of them', () => {
    const measured = measurement('affinity', 'share.w1', { value: 30, low: 20, high: 40 })
    expect(remedyOf(measured, { 'share.w1': '> 25%' })).toBe('raise `sessions` 4 times')
  })

  test('that equals the bound has no number, because none decides', () => {
    const measured = measurement('balance', 'share.w1', { value: 28, low: 27, high: 29 })
    expect(remedyOf(measured, { 'share.w1': '33% ± 5%' })).toBe('raise `requests`')
  })

  test('is not reported if something was missed as well', () => {
    const measured = measurement('balance', 'share.w1', { value: 30, low: 22, high: 38 })
    const expectations = { 'share.each': '33% ± 5%', requests: '>= 200' }
    expect(remedyOf(measured, expectations)).toBeUndefined()
  })
})
