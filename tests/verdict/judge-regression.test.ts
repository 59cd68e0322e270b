import { describe, expect, test } from 'vitest'
import {
  type RegressionBudget,
  regressionCondition,
} from '../../lib/conditions/regression-budget.ts'
import type { Baseline } from '../../lib/record/baseline/baseline.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { judge } from '../../lib/verdict/judge.ts'
import { canBeDecided } from '../../lib/verdict/judge-regression.ts'
import {
  around,
  baselineOf,
  benchmarkOf,
  budget,
  type Ladder,
  ladderLoads,
  runOf,
  setting,
} from './baseline/benchmarks.ts'

interface Asked {
  readonly metric?: string
  readonly at?: Record<string, number>
  readonly budget?: RegressionBudget
  readonly first?: Measurement
}

/** The verdict on one `regression`. */
function judged(measured: Measurement, baseline: Baseline | undefined, asked: Asked = {}) {
  const regression = asked.budget ?? budget
  const condition = regressionCondition(regression)
  const { metric = 'throughput', at, first } = asked
  const verdict = judge(
    [{ metric, ...(at && { at }), dimension: 'percentage', condition, regression }],
    measured,
    { file: 'baselines/a.json', baseline, ...(first && { first }) },
  )
  expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  const [only] = verdict.conditions
  if (!only) throw new Error('no condition')
  return { ...only, verdict }
}

const measured = (ladder: Ladder, plan = {}) => benchmarkOf(ladderLoads(ladder, plan))
const baseline = baselineOf(runOf(ladderLoads({ 15: around(200) })))

describe('a metric against its baseline', () => {
  test('passes if the whole interval is within the tolerance', () => {
    const held = judged(measured({ 15: around(198) }), baseline)
    expect(held).toMatchObject({
      metric: 'throughput',
      dimension: 'percentage',
      status: 'pass',
      condition: 'within 5% of the baseline',
      formatted: '1% below the baseline',
      baseline: { outcome: 'held', file: 'baselines/a.json', runs: 1, budget },
      level: { concurrency: 15 },
    })
    expect(held.measured).toBeCloseTo(-1, 9)
    expect(held.interval?.low).toBeLessThan(-1)
    expect(held.interval?.low).toBeGreaterThan(-5)
    expect(held).not.toHaveProperty('reason')
  })

  test('fails if it is worse than allowed, with the day, the change and its interval', () => {
    const { status, reason, baseline: reported } = judged(measured({ 15: around(176) }), baseline)
    expect({ status, outcome: reported?.outcome }).toEqual({ status: 'fail', outcome: 'regressed' })
    expect(reason).toMatch(
      /^at concurrency 15: 12% below the baseline of 2026-11-20 \(11% to 13% at 99%\), 5% are allowed$/,
    )
  })

  test('of a metric that is better when lower fails above the baseline', () => {
    const lower = { ...budget, better: 'lower' as const }
    const slower = judged(measured({ 15: around(160) }), baseline, {
      metric: 'latency.p95',
      budget: lower,
      at: { concurrency: 15 },
    })
    expect(slower.reason).toMatch(
      /^25% above the baseline of 2026-11-20 \(\d+% to \d+% at 99%\), 5%/,
    )
    const faster = judged(measured({ 15: around(240) }), baseline, {
      metric: 'latency.p95',
      budget: lower,
    })
    expect(faster).toMatchObject({ status: 'pass', baseline: { outcome: 'improved' } })
  })

  test('passes with a note if it is better beyond the noise', () => {
    const better = judged(measured({ 15: around(224) }), baseline)
    expect(better).toMatchObject({ status: 'pass', baseline: { outcome: 'improved' } })
    expect(better.verdict.measurement?.notes).toEqual([
      expect.stringMatching(
        /^throughput at concurrency 15 is better beyond the noise: 12% above the baseline of 2026-11-20 \(/,
      ),
    ])
  })

  test('is undecided if the limit is inside the interval, and reports what would decide', () => {
    const noisy = [150, 260, 190, 170, 230]
    const open = judged(measured({ 15: noisy }), baseline)
    expect(open).toMatchObject({ status: 'inconclusive', baseline: { outcome: 'undecided' } })
    expect(open.reason).toMatch(
      /\d+% below to \d+% above at 99%\), 5% are allowed: the sample does not decide; it can detect a difference of \d+% from that; .* would/,
    )
    expect(open.verdict).not.toHaveProperty('diagnosis')
  })

  test('of a quantile of too few responses cannot pass, but may be worse', () => {
    const few = { planned: 5 }
    const lower = { ...budget, better: 'lower' as const }
    const asked = { metric: 'latency.p99', budget: lower }
    const before = baselineOf(runOf(ladderLoads({ 15: around(200) }, few)))
    const open = judged(measured({ 15: around(200) }, few), before, asked)
    expect(open).toMatchObject({ status: 'inconclusive', baseline: { outcome: 'undecided' } })
    expect(open.reason).toMatch(/, p99 needs at least 299 responses, 25 were measured: raise/)
    expect(judged(measured({ 15: around(150) }, few), before, asked).status).toBe('fail')
    const five = baselineOf(runOf(ladderLoads({ 15: [200, 201] })))
    expect(judged(measured({ 15: around(200) }), five, asked).reason).toMatch(
      /, of the baseline p99 needs at least 299 responses, 200 were measured/,
    )
  })

  test('is undecided with one repetition, because its spread is unknown', () => {
    expect(judged(measured({ 15: [100] }), baseline).reason).toMatch(
      /50% below the baseline of 2026-11-20, 5% are allowed: .*`repetitions: 3` or more/,
    )
  })

  test('reports which worker takes longer per request than before', () => {
    const one = measured({ 15: around(120) }, { workers: { w1: 50, w2: 120 } })
    expect(judged(one, baseline).reason).toMatch(
      /, 5% are allowed; w2 takes 2\.4x as long for a request as then$/,
    )
    const all = measured({ 15: around(120) }, { workers: { w1: 100, w2: 100 } })
    expect(judged(all, baseline).reason).toContain(
      'all workers take longer for a request: w1 takes',
    )
  })

  test('is never compared if the run is unfit to be judged', () => {
    const unfit = { ...measured({ 15: around(100) }), unfit: ['the client was the limit'] }
    expect(judged(unfit, baseline)).toMatchObject({
      status: 'inconclusive',
      measured: null,
      formatted: 'not compared',
      reason: 'not judged: the client was the limit',
      baseline: { outcome: 'not_judged' },
    })
  })

  test('has regressed if everything failed; a baseline of zero is undecided', () => {
    const lost = measured({ 15: around(200) })
    const zero = { ...lost, loads: lost.loads?.map((load) => failing(load)) }
    expect(judged(zero, baseline)).toMatchObject({ status: 'fail', measured: -100 })
    const before = baselineOf(runOf(zero.loads ?? []))
    expect(judged(lost, before)).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('a repetition measured zero'),
    })
  })
})

function failing(load: ReturnType<typeof ladderLoads>[number]) {
  return { ...load, total: { ...load.total, ok: 0 } }
}

describe('a regression without a comparable baseline', () => {
  test('is undecided, and reports how to make a baseline', () => {
    const open = judged(measured({ 15: around(200) }), undefined)
    expect(open).toMatchObject({ status: 'inconclusive', baseline: { outcome: 'absent' } })
    expect(explain(open.verdict)).toContain(
      'throughput: inconclusive: no baseline yet: `clustergate baseline save` makes',
    )
  })

  test('names each difference: workload, requests, workers, models, slots', () => {
    const other = {
      ...measured({ 15: around(100) }, { hash: 'b2', planned: 50 }),
      setting: {
        ...setting,
        workers: setting.workers.map((worker) => ({ ...worker, model: 'large', slots: 8 })),
      },
    }
    const { status, reason, baseline: reported } = judged(other, baseline)
    expect({ status, outcome: reported?.outcome }).toEqual({
      status: 'inconclusive',
      outcome: 'not_comparable',
    })
    for (const difference of [
      'the workload was chat (a1), and is chat (b2)',
      'the number of requests in a repetition was 100, and is 50',
      'the model of w2 was tiny, and is large',
      'the number of slots of w1 was 4, and is 8',
      '`clustergate baseline accept` replaces it',
    ]) {
      expect(reason).toContain(difference)
    }
  })

  test('treats another number of workers as another cluster', () => {
    const one = {
      ...measured({ 15: around(100) }),
      setting: { ...setting, workers: setting.workers.slice(0, 1) },
    }
    expect(judged(one, baseline).reason).toContain('the set of workers was w1, w2, and is w1')
    expect(canBeDecided(one, { file: '', baseline })).toBe(false)
    expect(canBeDecided(measured({ 15: [1] }), { file: '', baseline })).toBe(true)
    expect(canBeDecided(one, undefined)).toBe(false)
  })

  test('compares another machine, with a note', () => {
    const elsewhere = {
      ...measured({ 15: around(200) }),
      setting: { ...setting, environment: { ...setting.environment, cpus: '2 × any' } },
    }
    const { status, verdict } = judged(elsewhere, baseline)
    expect(status).toBe('pass')
    expect(verdict.measurement?.notes).toEqual([
      'not the machine that measured the baseline: the processor was 8 × any, and is 2 × any',
    ])
  })

  test('has no data for a metric that was not measured', () => {
    expect(judged(measured({ 15: around(200) }), baseline, { metric: 'ttft.p95' })).toMatchObject({
      status: 'no_data',
      reason: 'at concurrency 15: no data: nothing was measured',
    })
    expect(judged(benchmarkOf([]), baseline)).toMatchObject({ status: 'no_data' })
  })
})

describe('levels of a regression', () => {
  const ladder = baselineOf(runOf(ladderLoads({ 5: around(80), 15: around(200) })))

  test('must all pass without `at`: the worst decides and is named', () => {
    const one = judged(measured({ 5: around(81), 15: around(170) }), ladder)
    expect(one).toMatchObject({ status: 'fail', level: { concurrency: 15 } })
    expect(one.formatted).toMatch(/^15% below to 1\.\d+% above the baseline$/)
    expect(one.reason).toMatch(/^at concurrency 15: 15% below[^;]*$/)
  })

  test('that are not in the condition do not count', () => {
    const now = measured({ 5: around(81), 15: around(170) })
    expect(judged(now, ladder, { at: { concurrency: 5 } })).toMatchObject({
      status: 'pass',
      at: { concurrency: 5 },
    })
    expect(judged(now, ladder, { at: { concurrency: 20 } })).toMatchObject({
      status: 'no_data',
      reason: 'no data: it was measured at concurrency 5 and 15 only',
    })
  })

  test('that the baseline does not have are undecided', () => {
    const more = judged(measured({ 15: around(200), 20: around(210) }), ladder)
    expect(more).toMatchObject({
      status: 'inconclusive',
      level: { concurrency: 20 },
      reason: 'at concurrency 20: the baseline has no such level: concurrency 5 and 15 only',
    })
  })

  test('of a speedup are compared by the pairs that took turns', () => {
    const both = (candidate: number, other: number) => [
      ...ladderLoads({ 15: around(candidate) }),
      ...ladderLoads({ 15: around(other) }, { side: 'baseline', workers: { w1: 50 } as never }),
    ]
    const before = baselineOf(runOf(both(200, 80)))
    // The whole machine is slower, and the speedup is what it was.
    expect(judged(benchmarkOf(both(150, 60)), before, { metric: 'speedup' })).toMatchObject({
      status: 'pass',
      formatted: '0% above the baseline',
    })
    expect(judged(benchmarkOf(both(150, 80)), before, { metric: 'speedup' }).status).toBe('fail')
    expect(judged(benchmarkOf(both(150, 60)), before).status).toBe('fail')
  })
})

describe('a confirming rerun', () => {
  const bad = measured({ 15: around(160) })
  const good = measured({ 15: around(199) })

  test('that finds the same confirms it', () => {
    const { status, reason } = judged(bad, baseline, { first: bad })
    expect(status).toBe('fail')
    expect(reason).toContain('20% below the baseline')
    expect(reason).toContain('5% are allowed, and a second measurement confirms it')
  })

  test('that finds nothing passes, and reports the first measurement', () => {
    const { status, verdict } = judged(good, baseline, { first: bad })
    expect(status).toBe('pass')
    expect(verdict.measurement?.notes).toEqual([
      expect.stringMatching(
        /^throughput at concurrency 15 was 20% below the baseline of .* in a first measurement, and a second one does not confirm it$/,
      ),
    ])
  })

  test('that finds what the first did not is undecided', () => {
    const { status, reason } = judged(bad, baseline, { first: good })
    expect(status).toBe('inconclusive')
    expect(reason).toContain('20% below the baseline')
  })

  test('that does not decide reports the first measurement', () => {
    const noisy = measured({ 15: [150, 260, 190, 170, 230] })
    const { status, reason } = judged(noisy, baseline, { first: bad })
    expect(status).toBe('inconclusive')
    expect(reason).toMatch(/; a first measurement was 20% below the baseline/)
  })
})
