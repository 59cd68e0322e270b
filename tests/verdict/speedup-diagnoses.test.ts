import { describe, expect, test } from 'vitest'
import { moreBlocks, smallestEffect } from '../../lib/stats/compare/block-power.ts'
import { stoppingRule } from '../../lib/stats/compare/stopping-rule.ts'
import type { Interval } from '../../lib/units/interval.ts'
import {
  type Asked,
  atNine,
  compared,
  expectDiagnosis,
  faster,
  quicker,
  verdictOn,
} from './load-verdicts.ts'
import { load, measurement } from './measured-load.ts'

describe('a missed speedup', () => {
  test('is summarised, with the largest part first', () => {
    const slow = { timesMs: { latency: 90, service_time: 90 } }
    const measured = compared(
      { workers: 20, tail: 6, network: 4, client: 0.4 },
      { workers: { w1: {}, w2: {}, w3: slow } },
    )
    expectDiagnosis(
      verdictOn(measured, faster),
      'worker_slower',
      /w3 takes 3x[\s\S]*2\.09x of 3x: 20% slower workers, 6% end of the run, 4% network$/m,
    )
  })

  test('names the worker that got hot in the middle, unless all did', () => {
    const took = (ms: number) => ({ timesMs: { latency: ms, service_time: ms } })
    const measured = (course: readonly [number, number][]) =>
      measurement(
        { 'latency.avg{concurrency=9}': 100 },
        course.map(([one, two], index) =>
          load({
            workers: { w1: took(one), w2: took(two) },
            labels: { ...atNine, side: 'candidate', repetition: index + 1 },
            change: { startedAt: `2026-01-01T00:00:0${index}Z` },
          }),
        ),
      )
    const cooled = measured([
      [30, 30],
      [31, 60],
      [30, 36],
    ])
    expectDiagnosis(
      verdictOn(cooled, quicker),
      'worker_throttles',
      /w2 got slower[\s\S]*from 30ms [\s\S]* to 60ms in load 2 of 3 \(\+100%\), where another changed by \+3%/,
    )
    const together = measured([
      [30, 40],
      [60, 80],
    ])
    expectDiagnosis(verdictOn(together, quicker), 'worker_slower', /w2 takes 1\.3/)
  })

  test('of a bound above the ideal reports what is reachable', () => {
    const times = { latency: 60, service_time: 30, queue_wait: 30 }
    const workers = { w1: { timesMs: times }, w2: { timesMs: times }, w3: { timesMs: times } }
    const verdict = verdictOn(compared({ tail: 5 }, { workers }), [
      'speedup',
      'multiplier',
      '>= 4x',
    ])
    expectDiagnosis(
      verdict,
      'speedup_above_ideal',
      /9 slots were at work against 3[\s\S]*>= 2\.55x/,
    )
  })

  test('because of a longer round trip reports the milliseconds of the loss', () => {
    // 10 ms more than 30 ms, alone: 1 - 30 / 40.
    expectDiagnosis(
      verdictOn(compared({ network: 25 }), faster),
      'network_slower',
      /to the 3 workers takes 10ms longer on average than to w1[\s\S]*Ethernet/,
    )
  })

  test('names the worker that is far away', () => {
    const far = { timesMs: { latency: 60, service_time: 60, ttft: 50 } }
    const near = { timesMs: { latency: 30, service_time: 30, ttft: 20 } }
    const measured = compared(
      { network: 25, workers: 2 },
      { workers: { w1: near, w2: near, w3: far } },
      { workers: { w1: near } },
    )
    expectDiagnosis(verdictOn(measured, faster), 'network_slower', /w3 takes 2x as long/)
    // Whatever other conditions are about the same load.
    const other = {
      ...measured,
      metrics: { ...measured.metrics, 'latency.avg{concurrency=9}': 40 },
    }
    expectDiagnosis(verdictOn(other, quicker), 'network_slower', /w3 takes 2x as long/)
  })

  test('because of free slots suggests another strategy', () => {
    const busySlots = { mean: 6, untilLastStart: 6.2, most: 9 }
    const candidate = { workers: { w1: {}, w2: {}, w3: {} }, change: { busySlots } }
    expectDiagnosis(
      verdictOn(compared({ balancer: 30 }, candidate), faster),
      'capacity_unused',
      /6\.2 of 9[\s\S]*strategy: hybrid/,
    )
  })

  test('because of late first tokens suggests checking the slots of the workers', () => {
    const late = { timesMs: { latency: 60, service_time: 60, ttft: 45 } }
    const early = { timesMs: { latency: 30, service_time: 30, ttft: 12 } }
    const measured = compared(
      { queueing: 50 },
      { workers: { w1: late, w2: late, w3: late } },
      { workers: { w1: early } },
    )
    const reported = /45ms after a request reached its worker, 12ms in the baseline/
    expectDiagnosis(verdictOn(measured, faster), 'waits_in_worker', reported)
  })

  test('of workers that are slower together distinguishes shared hardware from other causes', () => {
    const slower = { timesMs: { latency: 80, service_time: 80 } }
    const shared = compared({ workers: 60 }, { workers: { w1: slower, w2: slower, w3: slower } })
    expectDiagnosis(
      verdictOn(shared, faster),
      'workers_slower_together',
      /take 80ms for a request, w1 alone took 30ms: they share something/,
    )
    const others = compared({ workers: 60 }, { workers: { w2: slower, w3: slower, w4: slower } })
    const reported = /the others are slower machines/
    expectDiagnosis(verdictOn(others, faster), 'workers_slower_together', reported)
  })

  test('because of the client or of failures has that cause', () => {
    const byClient = verdictOn(compared({ client: 30 }), faster)
    expectDiagnosis(byClient, 'client_limited', /fewer requests in flight than configured/)
    expectDiagnosis(
      verdictOn(compared({ failures: 30 }), faster),
      'work_lost',
      /without a response/,
    )
  })

  test('of one named part is about that part', () => {
    const measured = compared({ network: 25, balancer: 40 })
    const verdict = verdictOn(measured, ['loss.network', 'percentage', '< 5%'])
    expectDiagnosis(verdict, 'network_slower', /longer/)
  })

  test('without a known part has no cause', () => {
    const exactly: Asked = ['speedup', 'multiplier', '== 3x']
    const { status, diagnosis } = verdictOn(compared({ workers: 0.5 }), exactly)
    expect({ status, diagnosis }).toEqual({ status: 'fail', diagnosis: undefined })
  })

  /** Repetitions with these speedups at 100 responses a second of the baseline. */
  function repeated(speedups: readonly number[], interval: Interval) {
    const loads = speedups.flatMap((speedup, index) =>
      (['baseline', 'candidate'] as const).map((side) =>
        load({
          workers: { w1: { ok: side === 'baseline' ? 100 : Math.round(100 * speedup) } },
          labels: { ...atNine, side, repetition: index + 1 },
        }),
      ),
    )
    const change = { intervals: { 'speedup{concurrency=9}': interval } }
    return measurement({ 'speedup{concurrency=9}': 2.6 }, loads, change)
  }
  const straddling = { low: 2.2, high: 3, confidence: 0.99 }

  test('that the repetitions leave undecided reports what they could detect, and how many decide', () => {
    const speedups = [2.5, 2.7, 2.6, 2.45, 2.75, 2.6]
    const verdict = verdictOn(repeated(speedups, straddling), faster)
    expect(verdict.status).toBe('inconclusive')
    const rule = stoppingRule({ maxBlocks: 6 })
    const seen = Number((100 * (smallestEffect(speedups, rule) ?? 0)).toPrecision(2))
    const more = moreBlocks(speedups, 2.5, rule) ?? 0
    expect(more).toBeGreaterThan(5)
    expectDiagnosis(
      verdict,
      'repetitions_undecided',
      new RegExp(
        `between 2\\.2x and 3x.*difference of ${seen}% from it[\\s\\S]*${more} more .*to ${6 + more}, and \`timeout\``,
      ),
    )
  })

  test('that equals the bound suggests a lower bound', () => {
    const onIt = repeated([2.4, 2.6, 2.5, 2.55, 2.45], straddling)
    const measured = { ...onIt, metrics: { 'speedup{concurrency=9}': 2.5 } }
    const reported = /even 1,000 repetitions would probably not decide/
    expectDiagnosis(verdictOn(measured, faster), 'repetitions_undecided', reported)
  })

  test('of latencies around their bound is reported the same way', () => {
    const loads = [95, 105, 100].map((ms, index) =>
      load({
        workers: { w1: { timesMs: { latency: ms, service_time: ms } } },
        labels: { ...atNine, side: 'candidate', repetition: index + 1 },
      }),
    )
    const intervals = { 'latency.avg{concurrency=9}': { low: 80, high: 120, confidence: 0.99 } }
    const measured = measurement({ 'latency.avg{concurrency=9}': 100 }, loads, { intervals })
    const verdict = verdictOn(measured, ['latency.avg', 'duration', '< 110ms'])
    expectDiagnosis(verdict, 'repetitions_undecided', /put latency\.avg between 80ms and 120ms/)
  })
})

describe('a worker that is slow only with several requests at once', () => {
  const at = (concurrency: number, w2: number, inFlightMax: number) =>
    load({
      workers: {
        w1: { inFlightMax },
        w2: { inFlightMax, timesMs: { latency: w2, service_time: w2 } },
      },
      labels: { concurrency, side: 'candidate' },
    })

  test('waits inside, unlike one that is always slow', () => {
    const metrics = { 'latency.avg{concurrency=9}': 60 }
    const waits = measurement(metrics, [at(2, 32, 1), at(9, 90, 3)])
    expectDiagnosis(verdictOn(waits, quicker), 'waits_in_worker', /slots: \{ worker: w2 \}/)
    const slow = measurement(metrics, [at(2, 85, 1), at(9, 90, 3)])
    expectDiagnosis(verdictOn(slow, quicker), 'worker_slower', /w2 takes 3x/)
  })
})
