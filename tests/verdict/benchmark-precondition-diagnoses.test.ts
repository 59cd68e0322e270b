import { describe, expect, test } from 'vitest'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { type Asked, expectDiagnosis, verdictOn } from './load-verdicts.ts'
import { load, measurement } from './measured-load.ts'

describe('preconditions of a benchmark', () => {
  test('name the workers with a different model', () => {
    const metrics = {
      same: false,
      differing: ['w2'],
      models: ['tiny'],
      quantizations: ['Q4', 'Q8'],
    }
    const verdict = verdictOn(measurement(metrics, [], { check: 'same_model' }), [
      'same',
      'boolean',
      'true',
    ])
    expectDiagnosis(verdict, 'models_differ', /quantizations Q4, Q8[\s\S]*load the same on w2/)
  })

  test.each([
    [{ idle: false, requests_running: 2 }, /its server works on 2 other requests/],
    [{ idle: false, 'latency.spread': 140 }, /a quarter of short requests took 140% longer/],
    [{ idle: false, requests_running: 1, other_models: ['big'] }, /\(big\)[\s\S]*ollama stop/],
  ])('name what a worker is busy with: %j', (metrics, reported) => {
    const verdict = verdictOn(
      measurement(metrics, [], { check: 'idle', subject: { name: 'w1' } }),
      ['idle', 'boolean', 'true'],
    )
    expectDiagnosis(verdict, 'worker_busy', reported)
  })
})

describe('an optimal concurrency', () => {
  const asSlots: Asked = ['optimal_to_slots', 'multiplier', '1x ± 10%']
  const ladder = (levels: readonly number[], optimal: number, slots: number) =>
    measurement(
      { optimal_concurrency: optimal, optimal_to_slots: optimal / slots },
      levels.map((concurrency) =>
        load({ workers: { w1: {}, w2: {}, w3: {} }, labels: { concurrency, side: 'candidate' } }),
      ),
    )

  test.each([
    ['optimal_below_slots', [1, 6, 9, 15, 30], 9, /3 for each of 3 workers[\s\S]*: 3` in/],
    ['optimal_above_slots', [1, 15, 30], 30, /beyond the 15 slots[\s\S]*up_to: 20/],
    ['ladder_too_coarse', [1, 10, 20], 20, /no level from 10 to 20[\s\S]*\[1, 10, 15, 20\]/],
    ['ladder_too_coarse', [1, 5], 5, /ends at 5, below the 15 slots[\s\S]*\[1, 5, 15\]/],
  ])('is %s in %j', (code, levels, optimal, reported) => {
    expectDiagnosis(verdictOn(ladder(levels, optimal, 15), asSlots), code, reported)
  })
})

describe('a drift of latency', () => {
  const steady: Asked = ['throughput.drift', 'percentage', '>= -5%']
  const drift = (metrics: Measurement['metrics'], loads: readonly LoadRecord[] = []) =>
    measurement({ 'throughput.drift': -21, 'latency.drift': 28, ...metrics }, loads, {
      check: 'soak',
    })

  test('names the worker that got hot', () => {
    const services = { 'service_drift.w1': 1.2, 'service_drift.w2': 62, throttled: ['w2'] }
    expectDiagnosis(
      verdictOn(drift(services), steady),
      'worker_throttles',
      /w2 \+62%[\s\S]*others did not \(w1 \+1\.2%\)[\s\S]*pmset -g therm[\s\S]*nvidia-smi/,
    )
    const count: Asked = ['throttled.count', 'count', '0']
    const counted = drift({ ...services, 'throttled.count': 1 })
    expectDiagnosis(verdictOn(counted, count), 'worker_throttles', /w2/)
  })

  test('of all workers has a shared cause', () => {
    const services = { 'service_drift.w1': 30, 'service_drift.w2': 33 }
    expectDiagnosis(verdictOn(drift(services), steady), 'cluster_slows_down', /w2 \+33%, w1 \+30%/)
  })

  test('of a growing queue suggests a lower rate', () => {
    const timesMs = { latency: 300, service_time: 30, queue_wait: 270 }
    const loads = [load({ workers: { w1: { timesMs } }, change: { driver: 'open' } })]
    const measured = drift({ 'service_drift.w1': 1 }, loads)
    expectDiagnosis(verdictOn(measured, steady), 'queue_grows', /wait 270ms[\s\S]*lower `rate`/)
  })

  test('without evidence has no cause', () => {
    expect(verdictOn(drift({ 'service_drift.w1': 1 }), steady).diagnosis).toBeUndefined()
  })
})
