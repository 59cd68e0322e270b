import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import type { Expectation } from '../../lib/verdict/expectation.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { judge } from '../../lib/verdict/judge.ts'
import { verdictErrors } from '../../lib/vitest/verdict-errors.ts'

function expecting(metric: string, written: unknown, dimension: Dimension): Expectation {
  const parsed = parseCondition(written, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  return { metric, dimension, condition: parsed.condition }
}

const limited = 'the load generator was the limit: its event loop was busy'
const drifted = 'the run drifted: throughput fell by 20%'

const unfit: Measurement = {
  check: 'balance',
  subject: { name: 'cluster' },
  evidence: [],
  notes: [],
  startedAt: '2026-01-01T00:00:00Z',
  durationMs: 1,
  metrics: { success_rate: 100, 'latency.p95': 3_000 },
  unfit: [limited, drifted],
}
const succeeds = expecting('success_rate', '>= 95%', 'percentage')
const fast = expecting('latency.p95', '< 1s', 'duration')
const fair = expecting('fairness', '< 2x', 'multiplier')

describe('a measurement that is unfit to be judged', () => {
  test('leaves every condition undecided, met or missed, with the value and the first reason', () => {
    const verdict = judge([succeeds, fast], unfit)
    const reason = `not judged: ${limited}`
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      reason: `not judged: ${limited}; ${drifted}`,
      conditions: [
        { status: 'inconclusive', measured: 100, formatted: '100%', reason },
        { status: 'inconclusive', measured: 3_000, formatted: '3s', reason },
      ],
    })
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  })

  test('still fails what could not be measured', () => {
    const verdict = judge([succeeds, fair], unfit)
    expect(verdict.status).toBe('fail')
    expect(verdict.conditions.map(({ status }) => status)).toEqual(['inconclusive', 'no_data'])
  })

  test('is an error if the check could not run', () => {
    const error = { code: 'CHECK_BROKEN', message: 'it broke' }
    expect(judge([succeeds], { ...unfit, error })).toMatchObject({
      status: 'error',
      reason: 'it broke',
    })
  })

  test('passes nothing if there are no conditions', () => {
    expect(judge([], unfit)).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('proves nothing'),
    })
  })

  test('has no diagnosis of undecided conditions', () => {
    const uneven = { ...unfit, metrics: { fairness: 20 } }
    const { unfit: _, ...fit } = uneven
    expect(judge([fair], fit).diagnosis).toBeDefined()
    expect(judge([fair], uneven).diagnosis).toBeUndefined()
  })

  test('without a reason is judged', () => {
    expect(judge([succeeds], { ...unfit, unfit: [] })).toMatchObject({ status: 'pass' })
  })
})

describe('the report of an unfit measurement', () => {
  const verdict = judge([succeeds, fast], unfit)

  test('has every reason', () => {
    const message = explain(verdict)
    expect(message).toMatch(new RegExp(`^not judged: ${limited}; ${drifted}\n`))
    expect(message.split(drifted)).toHaveLength(2)
  })

  test('has every reason at each condition too, once', () => {
    const [error] = verdictErrors(verdict, 'fail', [])
    expect(error?.name).toBe('Inconclusive')
    expect(error?.message.split('\n')).toEqual([
      `success_rate: not judged: ${limited}`,
      '  worker: cluster',
      `  not judged: ${drifted}`,
    ])
  })

  test('throws nothing under `on_inconclusive: warn`, except for missing data', () => {
    expect(verdictErrors(verdict, 'warn', [])).toEqual([])
    const errors = verdictErrors(judge([succeeds, fair], unfit), 'warn', [])
    expect(errors.map(({ name }) => name)).toEqual(['NoData'])
  })
})
