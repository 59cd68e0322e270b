import { describe, expect, test } from 'vitest'
import { TimeHistogram } from '../../lib/load/time-histogram.ts'
import type { LoadRecord, TimeRecord } from '../../lib/record/load-record.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { type Labels, labelled } from '../../lib/units/labels.ts'
import { fewResponses } from '../../lib/verdict/few-responses.ts'
import { verdictOn } from './load-verdicts.ts'
import { load, measurement } from './measured-load.ts'

function timesOf(ms: readonly number[]): TimeRecord {
  const histogram = new TimeHistogram()
  for (const each of ms) histogram.record(each)
  const record = histogram.toRecord()
  if (!record) throw new Error('no times')
  return record
}

/** This many responses of 10 ms, and some slow ones. */
const responses = (fast: number, slow = 0, slowMs = 1_000) => [
  ...Array<number>(fast).fill(10),
  ...Array<number>(slow).fill(slowMs),
]

function loadOf(ms: readonly number[], labels: Labels = {}): LoadRecord {
  const quiet = load({ workers: { w1: { ok: ms.length } }, labels })
  return { ...quiet, total: { ...quiet.total, times: { latency: timesOf(ms) } } }
}

/** The p99 as measured over all of these. */
function p99Of(loads: readonly LoadRecord[], change: Partial<Measurement> = {}): Measurement {
  const all = new TimeHistogram()
  for (const { total } of loads) if (total.times.latency) all.add(total.times.latency)
  return measurement({ 'latency.p99': all.quantileMs(0.99) }, loads, change)
}

const verdictOf = (measured: Measurement, condition: string) => {
  const { status, conditions } = verdictOn(measured, ['latency.p99', 'duration', condition])
  return { status, reason: conditions[0]?.reason }
}

describe('a quantile of too few responses', () => {
  test('is inconclusive if it would pass, with the needed number', () => {
    const few = p99Of([loadOf(responses(50))])
    expect(verdictOf(few, '< 1s')).toEqual({
      status: 'inconclusive',
      reason: 'p99 needs at least 299 responses, 50 were measured: raise `requests`',
    })
    expect(verdictOf(p99Of([loadOf(responses(298))]), '< 1s').status).toBe('inconclusive')
    expect(verdictOf(p99Of([loadOf(responses(299))]), '< 1s').status).toBe('pass')
  })

  test.each([1, 2, 3])('is inconclusive if only %i of 50 are beyond the bound', (slow) => {
    // One in a hundred is, and so three of fifty in 1.4 % of the runs.
    const measured = p99Of([loadOf(responses(50 - slow, slow))])
    expect(verdictOf(measured, '< 100ms').status).toBe('inconclusive')
  })

  test('fails if so many are slow that one in a hundred is impossible', () => {
    const { status, reason } = verdictOf(p99Of([loadOf(responses(46, 4))]), '< 100ms')
    expect(status).toBe('fail')
    expect(reason).toMatch(/^1s is not < 100ms/)
  })

  test('passes a lower bound that it certainly meets', () => {
    expect(verdictOf(p99Of([loadOf(responses(40, 10))]), '> 100ms').status).toBe('pass')
    expect(verdictOf(p99Of([loadOf(responses(49, 1))]), '> 100ms').status).toBe('inconclusive')
  })

  test('counts the responses of all repetitions', () => {
    const three = [1, 2, 3].map((repetition) =>
      loadOf(responses(100), { side: 'candidate', repetition }),
    )
    expect(verdictOf(p99Of(three), '< 1s').status).toBe('pass')
    expect(verdictOf(p99Of(three.slice(1)), '< 1s').status).toBe('inconclusive')
  })

  test('leaves the other conditions of the test unchanged', () => {
    const few = p99Of([loadOf(responses(50))])
    const { conditions } = verdictOn(
      { ...few, metrics: { ...few.metrics, 'latency.p50': 10, success_rate: 100 } },
      ['latency.p50', 'duration', '< 1s'],
      ['success_rate', 'percentage', '>= 95%'],
      ['latency.p99', 'duration', '< 1s'],
    )
    expect(conditions.map(({ status }) => status)).toEqual(['pass', 'pass', 'inconclusive'])
  })

  test('does not apply to what was not measured', () => {
    expect(verdictOf(measurement({}, [loadOf(responses(5))]), '< 1s').status).toBe('fail')
  })

  test('is reported beside an interval of the repetitions too, which does not include it', () => {
    const interval = { low: 9, high: 11, confidence: 0.99 }
    const few = p99Of([loadOf(responses(50))], { intervals: { 'latency.p99': interval } })
    expect(verdictOf(few, '< 1s').reason).toMatch(/^p99 needs at least 299 responses, 50/)
  })
})

describe('the number of responses', () => {
  const level = { concurrency: 5 }
  const loads = [
    loadOf(responses(400), { ...level, side: 'candidate', repetition: 1 }),
    loadOf(responses(20), { ...level, side: 'baseline', repetition: 1 }),
    loadOf(responses(30), { ...level, load: 90 }),
    loadOf(responses(40), { concurrency: 15, side: 'candidate', repetition: 1 }),
    loadOf(responses(40), { search: 'capacity', rate: 3 }),
  ]
  const countOf = (metric: string, labels: Labels = level) =>
    fewResponses(labelled(metric, labels), { check: 'benchmark', loads })?.reason

  test('is that of the level, of the side and of the open loop of the metric', () => {
    expect(countOf('latency.p99')).toBeUndefined()
    expect(countOf('baseline.latency.p99')).toContain('299 responses, 20 were')
    expect(countOf('open_loop.latency.p99', { ...level, load: 90 })).toContain('30 were')
    expect(countOf('latency.p99', { concurrency: 15 })).toContain('40 were')
    expect(countOf('latency.p99', { concurrency: 50 })).toBeUndefined()
  })

  test.each([
    ['p50', 5],
    ['p90', 29],
    ['p95', 59],
    ['p99.9', 2_995],
  ])('that %s needs: %i', (quantile, fewest) => {
    const of = (count: number) =>
      fewResponses(`latency.${quantile}`, { check: 'batch', loads: [loadOf(responses(count))] })
    expect(of(fewest - 1)?.reason).toBe(
      `${quantile} needs at least ${fewest} responses, ${fewest - 1} were measured: raise \`tasks\``,
    )
    expect(of(fewest)).toBeUndefined()
  })

  test('does not affect metrics other than quantiles of a time', () => {
    const few = { check: 'load', loads: [loadOf(responses(2))] }
    for (const metric of ['latency.avg', 'latency.max', 'throughput', 'client_lag.p99']) {
      expect(fewResponses(metric, few)).toBeUndefined()
    }
  })

  test('has an option in each check', () => {
    const reasonOf = (check: string) =>
      fewResponses('latency.p99', { check, loads: [loadOf(responses(2))] })?.reason
    expect(reasonOf('load')).toMatch(/raise `duration` or `requests`$/)
    expect(reasonOf('soak')).toMatch(/raise `duration`$/)
    expect(reasonOf('latency')).toMatch(/raise `requests`$/)
  })
})
