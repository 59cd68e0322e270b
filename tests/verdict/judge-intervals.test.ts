import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { hasFailed } from '../../lib/runner/case-result.ts'
import { gateState, gateTest } from '../../lib/runner/gate.ts'
import type { Dimension, MetricValue } from '../../lib/units/dimension.ts'
import type { Interval } from '../../lib/units/interval.ts'
import type { Expectation } from '../../lib/verdict/expectation.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { judge } from '../../lib/verdict/judge.ts'
import { verdictErrors } from '../../lib/vitest/verdict-errors.ts'

function measurement(
  metrics: Record<string, MetricValue>,
  intervals?: Record<string, Interval>,
): Measurement {
  const about = { check: 'balance', subject: { name: 'cluster' }, evidence: [], notes: [] }
  const times = { startedAt: '2026-01-01T00:00:00Z', durationMs: 1 }
  return { ...about, ...times, metrics, ...(intervals && { intervals }) }
}

function expecting(metric: string, written: unknown, dimension: Dimension): Expectation {
  const parsed = parseCondition(written, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  return { metric, dimension, condition: parsed.condition }
}

const within = (low: number, high: number): Interval => ({ low, high, confidence: 0.95 })

const share = expecting('share.sim-1', '33% ± 5%', 'percentage')
const fast = expecting('wait.p95', '< 1s', 'duration')
const straddling = measurement(
  { 'share.sim-1': 29, 'wait.p95': 200 },
  { 'share.sim-1': within(26, 32) },
)

describe('a metric with an interval', () => {
  test('passes if the whole interval does', () => {
    const verdict = judge(
      [share],
      measurement({ 'share.sim-1': 33 }, { 'share.sim-1': within(31, 35) }),
    )
    expect(verdict).toMatchObject({
      status: 'pass',
      conditions: [{ status: 'pass', formatted: '33%', interval: within(31, 35) }],
    })
  })

  test('fails if the whole interval misses', () => {
    const verdict = judge(
      [share],
      measurement({ 'share.sim-1': 21 }, { 'share.sim-1': within(19, 23) }),
    )
    expect(verdict).toMatchObject({
      status: 'fail',
      conditions: [{ status: 'fail', reason: '21% (19% to 23% at 95%) is outside 33% ± 5%' }],
    })
  })

  test('is inconclusive if the interval contains the bound', () => {
    const verdict = judge([share, fast], straddling)
    expect(verdict.status).toBe('inconclusive')
    expect(verdict.conditions.map(({ status }) => status)).toEqual(['inconclusive', 'pass'])
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  })

  test.each<[string, Record<string, MetricValue>, string]>([
    ['a budget that is missed', { 'wait.p95': 2_000 }, 'fail'],
    ['no data', { 'wait.p95': null }, 'no_data'],
  ])('fails after %s, whatever else is undecided', (_, changes, status) => {
    const measured = { ...straddling, metrics: { ...straddling.metrics, ...changes } }
    const verdict = judge([share, fast], measured)
    expect(verdict).toMatchObject({
      status: 'fail',
      conditions: [{ status: 'inconclusive' }, { status }],
    })
  })

  test('without an interval is judged as exact', () => {
    expect(judge([share], measurement({ 'share.sim-1': 29 })).status).toBe('pass')
  })
})

describe('an inconclusive verdict', () => {
  const verdict = judge([share, fast], straddling)
  const warned = { test: 't', verdict, warned: true } as const

  test('fails with that word', () => {
    const errors = verdictErrors(verdict, 'fail', [])
    expect(errors.map(({ name, message }) => ({ name, head: message.split('\n')[0] }))).toEqual([
      {
        name: 'Inconclusive',
        head: 'share.sim-1: 29% (26% to 32% at 95%) straddles 33% ± 5%: the sample does not decide',
      },
    ])
    expect(errors[0]).toMatchObject({ code: 'CLUSTERGATE_INCONCLUSIVE' })
  })

  test('passes under `on_inconclusive: warn`', () => {
    expect(verdictErrors(verdict, 'warn', [])).toEqual([])
  })

  test('does not hide another failure under `warn`', () => {
    const measured = { ...straddling, metrics: { ...straddling.metrics, 'wait.p95': 2_000 } }
    const errors = verdictErrors(judge([share, fast], measured), 'warn', [])
    expect(errors.map(({ name }) => name)).toEqual(['BudgetMissed'])
  })

  test('is reported with that word if no error has it in its name', () => {
    expect(explain(verdict)).toContain('share.sim-1: inconclusive: 29% (26% to 32% at 95%)')
  })

  test('closes the gate, unless it is only a warning', () => {
    expect(gateState([{ test: 't', verdict }].map(gateTest))).toMatchObject({
      open: false,
      reason: expect.stringContaining('inconclusive'),
    })
    expect(gateState([warned].map(gateTest))).toEqual({ open: true })
    expect(hasFailed(warned)).toBe(false)
  })

  test('that a timeout truncated is reported with the reason, also under `warn`', () => {
    const cut = { ...verdict, status: 'fail', reason: 'the timeout ended the check' } as const
    const [error] = verdictErrors(cut, 'warn', [])
    expect(error?.message).toMatch(/^the timeout ended the check\nshare\.sim-1: inconclusive/)
  })
})
