import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds } from '../../lib/conditions/holds.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import { TimeHistogram } from '../../lib/load/time-histogram.ts'
import type { LoadRecord, TimelinePart } from '../../lib/record/load-record.ts'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { budgetStrip } from '../../reporters/html/charts/budget-strip.ts'
import { fittingScale, linearScale, logScale } from '../../reporters/html/charts/scale.ts'
import type { Budget } from '../../reporters/html/data/budgets.ts'
import { latencyDistribution } from '../../reporters/html/data/loads.ts'
import { timelineSegments } from '../../reporters/html/data/timeline-segments.ts'
import { renderHtml } from '../../reporters/html.ts'
import { condition, file, judged, measurement, run } from './html-records.ts'

describe('a scale of a chart', () => {
  const bounds = fc
    .tuple(
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
      fc.double({ min: 1.001, max: 1e6, noNaN: true }),
    )
    .map(([low, ratio]) => [low, low * ratio] as const)

  test('keeps the order of values, and has its ticks in order on it', () => {
    fc.assert(
      fc.property(
        bounds,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        ([low, high], parts) => {
          for (const scale of [
            linearScale(low, high, 'duration'),
            logScale(low, high),
            fittingScale(low, high, 'count'),
          ]) {
            const values = parts.map((part) => low + part * (high - low)).toSorted((a, b) => a - b)
            const shares = values.map((value) => scale.share(value))
            expect(shares).toEqual(shares.toSorted((a, b) => a - b))
            expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
            expect(scale.ticks).toEqual([...new Set(scale.ticks)].toSorted((a, b) => a - b))
            expect(scale.ticks.length).toBeLessThanOrEqual(11)
            for (const tick of scale.ticks) {
              expect(tick).toBeGreaterThanOrEqual(low * 0.99)
              expect(tick).toBeLessThanOrEqual(high * 1.01)
            }
          }
        },
      ),
    )
  })

  test.each([
    [linearScale(0, 10, 'duration'), [0, 2, 4, 6, 8, 10]],
    [linearScale(0, 0.3, 'multiplier'), [0, 0.1, 0.2, 0.3]],
    [linearScale(0, 3, 'count'), [0, 1, 2, 3]],
    [linearScale(0, 300_000, 'duration'), [0, 60_000, 120_000, 180_000, 240_000, 300_000]],
    [logScale(0.05, 200), [0.1, 1, 10, 100]],
    [logScale(40, 300), [50, 100, 200]],
  ])('has round ticks: %#', (scale, ticks) => {
    expect(scale.ticks).toEqual(ticks)
  })

  test('of a single value still has a width', () => {
    expect(linearScale(5, 5, 'count').share(5)).toBe(0)
    expect(Number.isFinite(logScale(5, 5).share(5))).toBe(true)
  })
})

describe('a budget strip', () => {
  function budget(text: string, value: number): Budget {
    const parsed = parseCondition(text, 'duration')
    if (!parsed.ok) throw new Error(parsed.message)
    const status = holds(parsed.condition.condition, value) ? 'pass' : 'fail'
    return {
      title: 'latency.p95',
      condition: text,
      dimension: 'duration',
      parsed: parsed.condition,
      status,
      measured: `${value}`,
      points: [{ name: '', value, status }],
      count: 1,
      first: condition({ condition: text, measured: value, status }),
    }
  }

  const percentIn = (markup: string, pattern: RegExp) => Number(pattern.exec(markup)?.[1])

  test('has the mark on the allowed part exactly when the value meets the condition', () => {
    const size = fc.integer({ min: 1, max: 10_000 })
    const text = fc.oneof(
      fc
        .tuple(fc.constantFrom('<', '<=', '>', '>='), size)
        .map(([operator, bound]) => `${operator} ${bound}ms`),
      fc.tuple(size, size).map(([low, more]) => `${low}ms..${low + more}ms`),
      fc.tuple(size, size).map(([center, around]) => `${center}ms ± ${around}ms`),
    )
    fc.assert(
      fc.property(text, size, (words, value) => {
        const drawn = budget(words, value)
        const markup = String(budgetStrip(drawn, true))
        const from = percentIn(markup, /class="allowed" x="([\d.]+)%"/)
        const width = percentIn(markup, /class="allowed" x="[^"]+" width="([\d.]+)%"/)
        const at = percentIn(markup, /class="mark" x="([\d.]+)%"/)
        const isInside = at >= from - 0.02 && at <= from + width + 0.02
        const isAtBound = Math.min(Math.abs(at - from), Math.abs(at - from - width)) < 0.05
        expect(isInside || isAtBound).toBe(drawn.status === 'pass' || isAtBound)
        expect(markup).toContain(
          drawn.status === 'pass' ? 'class="circle pass"' : 'class="cross fail"',
        )
        expect(markup).not.toMatch(/NaN|Infinity|undefined/)
      }),
    )
  })

  test('is left out if there is nothing to see', () => {
    expect(budgetStrip(budget('0ms', 0), true)).toBeUndefined()
    expect(budgetStrip({ ...budget('< 1s', 1), points: [] }, true)).toBeUndefined()
    expect(budgetStrip({ ...budget('< 1s', 1), parsed: undefined }, true)).toBeUndefined()
  })
})

function load(changes: Partial<LoadRecord> = {}, latenciesMs: readonly number[] = []): LoadRecord {
  const histogram = new TimeHistogram()
  for (const ms of latenciesMs) histogram.record(ms)
  const latency = histogram.toRecord()
  return {
    labels: {},
    driver: 'closed',
    workload: { name: 'short-chat', hash: 'x' },
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 1_000,
    started: 10,
    dropped: 0,
    retries: 0,
    slotsExceeded: 0,
    isCutShort: false,
    workers: {},
    timeline: [],
    busySlots: { mean: 4, untilLastStart: 4.5, most: 5 },
    total: {
      ended: 10,
      ok: 10,
      faults: {},
      inputTokens: 0,
      outputTokens: 0,
      inFlightMax: 5,
      times: latency ? { latency } : {},
    },
    client: {
      eventLoopDelayP99Ms: 1,
      eventLoopDelayMaxMs: 1,
      eventLoopUtilization: 0.1,
      cpuCores: 0.1,
      lateStartP99Ms: 0,
      lateStartMaxMs: 0,
      inFlightMean: 5,
      limitedBy: [],
    },
    ...changes,
  }
}

describe('a latency distribution', () => {
  test('of several loads is that of all their requests together', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 0.01, max: 60_000, noNaN: true }), { minLength: 1 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (parts) => {
          const together = new TimeHistogram()
          for (const ms of parts.flat()) together.record(ms)
          const distribution = latencyDistribution(parts.map((part) => load({}, part)))
          expect(distribution?.count).toBe(parts.flat().length)
          for (const share of [0.5, 0.95, 0.99]) {
            const expected = together.quantileMs(share)
            expect(Math.abs((distribution?.quantileMs(share) ?? 0) - expected)).toBeLessThanOrEqual(
              expected * 0.002 + 0.002,
            )
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  test('that cannot be decoded is left out', () => {
    const [{ total }] = [load({}, [1, 2, 3])]
    const times = { latency: { ...total.times.latency, histogram: 'HISTnothing' } }
    expect(
      latencyDistribution([{ ...load(), total: { ...total, times } } as LoadRecord]),
    ).toBeUndefined()
    expect(latencyDistribution([load()])).toBeUndefined()
  })
})

describe('the timeline of the loads', () => {
  const part = (atMs: number, ok: number, latencyAvgMs = 50): TimelinePart => ({
    atMs,
    ended: ok,
    ok,
    outputTokens: 0,
    ...(ok > 0 && { latencyAvgMs, latencyP95Ms: latencyAvgMs * 2 }),
  })

  test('shows loads at their times', () => {
    const segments = timelineSegments([
      { subject: '', load: load({ labels: { concurrency: 5, side: 'baseline', repetition: 1 } }) },
      {
        subject: '',
        load: load({
          startedAt: '2026-01-02T03:04:07.500Z',
          labels: { concurrency: 5, side: 'candidate' },
        }),
      },
    ])
    expect(segments).toMatchObject([
      { name: 'concurrency 5', isBaseline: true, fromMs: 0, toMs: 1_000, atWorkers: 4 },
      { name: 'concurrency 5', isBaseline: false, fromMs: 2_500, toMs: 3_500, meanInFlight: 5 },
    ])
  })

  test('merges a short last interval with the one before', () => {
    const timeline = [part(0, 10), part(100, 10), part(200, 1)]
    const [segment] = timelineSegments([{ subject: '', load: load({ durationMs: 202, timeline }) }])
    expect(segment?.parts.map(({ okPerSecond }) => Math.round(okPerSecond))).toEqual([100, 108])
  })

  test('of a long load has no more intervals than can be seen, and the same number of responses', () => {
    const timeline = Array.from({ length: 5_000 }, (_, index) => part(index * 10, 3))
    const [segment] = timelineSegments([
      { subject: '', load: load({ durationMs: 50_000, timeline }) },
    ])
    expect(segment?.parts.length).toBeLessThanOrEqual(600)
    for (const { okPerSecond } of segment?.parts ?? []) expect(okPerSecond).toBeCloseTo(300, 6)
  })

  test('has a gap where nothing succeeded', () => {
    const timeline = [part(0, 10), part(100, 0), part(200, 10)]
    const [segment] = timelineSegments([{ subject: '', load: load({ durationMs: 300, timeline }) }])
    expect(segment?.parts.map(({ latencyAvgMs }) => latencyAvgMs)).toEqual([50, undefined, 50])
  })
})

describe('the telemetry of workers', () => {
  const series = (...values: readonly number[]) => ({
    url: 'http://w/metrics',
    count: values.length,
    avg: 1,
    min: Math.min(...values),
    max: Math.max(...values),
    points: values.map((value, index) => ({ atMs: index * 100, value })),
  })
  const pageOf = (telemetry: LoadRecord['telemetry']) => {
    const loads = [load({ durationMs: 400, ...(telemetry && { telemetry }) })]
    return renderHtml(run([judged({ measurement: measurement({ loads }) })]))
  }
  const reported = { sources: [], missing: {} }

  test('is drawn below the load, one panel per quantity, one line per worker', () => {
    const page = pageOf({
      'w<1>': { ...reported, series: { temperature: series(61, 91), clock: series(1_980, 1_200) } },
      w2: { ...reported, series: { temperature: series(50, 55), preemptions: series(0, 0) } },
    })
    expect(page).toContain('<b>Inside the workers</b>')
    expect(page).toContain('aria-label="Temperature: 50°C to 91°C, over 100ms"')
    expect(page).toContain('aria-label="Clock: 1200MHz to 1980MHz, over 100ms"')
    expect(page).not.toContain('aria-label="Preemptions')
    expect(page).toContain('<title>w&lt;1&gt;</title>')
    expect(page.match(/class="line plain measured"/g)).toHaveLength(3)
    expect(page).toContain(
      '<th scope="row">w2</th><td>temperature</td><td>50°C</td><td>55°C</td><td>2</td>',
    )
    expect(page).not.toMatch(/NaN|Infinity/)
  })

  test('is left out if nothing was reported', () => {
    expect(pageOf(undefined)).not.toContain('Inside the workers')
    expect(pageOf({ w1: { ...reported, series: {} } })).not.toContain('Inside the workers')
  })
})

describe('requests in flight over time', () => {
  const at = (atMs: number, flow: Partial<TimelinePart>): TimelinePart => ({
    atMs,
    ended: 10,
    ok: 10,
    outputTokens: 0,
    latencyAvgMs: 50,
    latencyP95Ms: 80,
    ...flow,
  })
  const pageOf = (timeline: readonly TimelinePart[]) => {
    const loads = [load({ durationMs: 400, timeline })]
    return renderHtml(run([judged({ measurement: measurement({ loads }) })]))
  }
  const times = [0, 100, 200, 300]

  test('are drawn as those with a worker and those that wait', () => {
    const page = pageOf(times.map((ms) => at(ms, { inFlightMean: 4, queuedMean: ms / 100 })))
    expect(page).toContain(
      'aria-label="Requests with a worker, and dashed those that wait for one: 0 to 4, over 400ms"',
    )
    expect(page).toContain('<td>4</td><td>0 to 3</td></tr>')
  })

  test('are the mean of the load in records without more detail', () => {
    const page = pageOf(times.map((ms) => at(ms, {})))
    expect(page).toContain(
      'aria-label="Requests in flight; dashed: those at a worker; the difference waits: ',
    )
    expect(page).toContain('<td>4</td><td>1</td></tr>')
  })

  test('of several merged intervals are their mean, of the known ones', () => {
    const timeline = [
      at(0, { inFlightMean: 4, queuedMean: 2 }),
      at(100, { inFlightMean: 2, queuedMean: 0 }),
      at(200, {}),
    ]
    const [segment] = timelineSegments([{ subject: '', load: load({ durationMs: 202, timeline }) }])
    expect(segment?.parts.map(({ inFlight, queued }) => [inFlight, queued])).toEqual([
      [4, 2],
      [2, 0],
    ])
  })
})

/** A benchmark at these levels, with everything that its charts need. */
function benchmark(levels: readonly number[]) {
  const slots = 15
  const metrics = levels.flatMap((level) => {
    const ideal = Math.min(level, slots) / Math.min(level, 5)
    return Object.entries({
      throughput: Math.min(level, slots) * 9,
      'baseline.throughput': Math.min(level, 5) * 10,
      speedup: ideal * 0.9,
      scaling_efficiency: 90,
      'loss.workers': 6,
      'loss.tail': 4,
      'share.w1': 40,
      'share.w2': 60,
    }).map(([name, value]) => [`${name}{concurrency=${level}}`, value])
  })
  const intervals = levels.map((level) => [
    `throughput{concurrency=${level}}`,
    { low: 1, high: 200, confidence: 0.99 },
  ])
  const timeline = [0, 100, 200, 300].map((atMs) => ({
    atMs,
    ended: 5,
    ok: 5,
    outputTokens: 0,
    latencyAvgMs: 50,
    latencyP95Ms: 80,
  }))
  return judged({
    conditions: [
      condition({
        metric: 'speedup',
        at: { concurrency: 15 },
        dimension: 'multiplier',
        condition: '>= 2.5x',
        measured: 2.7,
        formatted: '2.7x',
      }),
      condition({ condition: '< 70ms', measured: 60 }),
    ],
    measurement: measurement({
      metrics: Object.fromEntries(metrics),
      intervals: Object.fromEntries(intervals),
      setting: {
        workers: ['w1', 'w2', 'w3'].map((id) => ({ id, type: 'simulated', slots: 5 })),
        environment: { node: 'v20', platform: 'linux', cpus: '2' },
      },
      loads: levels.map((concurrency) =>
        load({ labels: { concurrency, side: 'candidate', repetition: 1 }, timeline }, [40, 50, 60]),
      ),
    }),
  })
}

const cluster: RunRecord['cluster'] = {
  file: 'config/my_workers.json',
  workers: ['w1', 'w2', 'w3'].map((id) => ({
    id,
    host: '10.0.0.1',
    port: 1234,
    type: 'simulated',
  })),
}

describe('the charts of a benchmark', () => {
  const page = renderHtml(run([benchmark([5, 15, 30])], { cluster }))
  const labels = [...page.matchAll(/<svg class="plot [^"]*" role="img" aria-label="([^"]*)"/g)].map(
    ([, label = '']) => label,
  )

  test('have text alternatives', () => {
    expect(labels).toEqual(
      expect.arrayContaining([
        'Throughput by concurrency. measured: 45/s at 5, 135/s at 15, 135/s at 30. baseline: 50/s at 5, 50/s at 15, 50/s at 30',
        'Speedup by concurrency. measured: 0.9x at 5, 2.7x at 15, 2.7x at 30. budget &gt;= 2.5x at 15',
        'concurrency 15: reached 90% of the ideal, lost to slower workers 6%, end of the run 4%',
        'concurrency 15, w1: 40%, w2: 60%',
        'concurrency 15: 3 responses, p50 50.0ms, p95 60.0ms, p99 60.0ms',
      ]),
    )
  })

  test('have their numbers as tables', () => {
    expect(page).toContain(
      '<tr><th scope="row">15</th><td>135/s (1/s to 200/s at 99%)</td><td>50/s</td><td>135/s</td></tr>',
    )
    expect(page).toContain(
      '<tr><th scope="row">concurrency 15</th><td>2.7x</td><td>3x</td><td>6%</td><td>4%</td></tr>',
    )
  })

  test('draw no ideal beyond the slots', () => {
    const numbers = /Numbers: Throughput.*?<\/table>/.exec(page)?.[0]
    expect(
      [...(numbers ?? '').matchAll(/<td>([\d.]+\/s)<\/td><\/tr>/g)].map(([, ideal]) => ideal),
    ).toEqual(['45/s', '135/s', '135/s'])
  })

  test('of one level have no lines, but the loss, the shares and the latencies', () => {
    const single = renderHtml(run([benchmark([15])], { cluster }))
    expect(single).not.toContain('<b>Throughput</b>')
    expect(single).toContain('<b>Loss of the ideal speedup</b>')
    expect(single).toContain('<b>Share of each worker</b>')
    expect(single).toContain('<b>Latency</b>')
  })

  test('exist for a benchmark in TypeScript as well', () => {
    const { record, ...typed } = benchmark([5, 15])
    const measured = record?.verdict.measurement
    const page = renderHtml(
      run([{ ...typed, measurements: measured ? [measured] : [] }], { cluster }),
    )
    expect(page).toContain('<b>Speedup</b>')
    expect(page).toContain('<b>Over time</b>')
  })

  test('never draw values that are not finite', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
    const broken = benchmark([5, 15])
    const holes = {
      'throughput{concurrency=5}': null,
      'speedup{concurrency=15}': Number.NaN,
      'throughput{concurrency=15}': 0,
    }
    const { verdict } = broken.record ?? {}
    const changed = judged({
      ...verdict,
      measurement: measurement({
        ...verdict?.measurement,
        metrics: { ...verdict?.measurement?.metrics, ...holes },
      }),
    })
    expect(renderHtml(run([changed], { cluster }))).not.toMatch(/NaN|Infinity|undefined/)
  })
})

test('a comparison with a baseline is drawn as a change with its tolerance', () => {
  const budget = { better: 'higher', withinPercent: 5, confidence: 0.95 } as const
  const compared = condition({
    metric: 'throughput',
    dimension: 'percentage',
    condition: 'within 5% of the baseline',
    measured: -2,
    formatted: '-2%',
    interval: { low: -4, high: 0.5, confidence: 0.95 },
    baseline: { outcome: 'held', budget },
  })
  const page = renderHtml(run([judged({ conditions: [compared], measurement: measurement() })]))
  expect(page).toContain(
    'aria-label="throughput: -2%, budget within 5% of the baseline: inside the budget"',
  )
  expect(page).toMatch(/class="tick \w+" x="[\d.]+%" y="33">-5%</)
})

describe('the map of the workers', () => {
  const tried = (
    subject: string,
    check: string,
    metrics: Record<string, number | boolean>,
    outcome: 'ok' | 'refused' = 'ok',
  ) =>
    judged(
      {
        status: outcome === 'ok' ? 'pass' : 'fail',
        measurement: measurement({
          check,
          metrics,
          evidence: [
            {
              attempt: `${check} of ${subject}`,
              outcome,
              detail: outcome === 'ok' ? '' : 'ECONNREFUSED',
              afterMs: 20,
            },
          ],
        }),
      },
      { subject, check, test: check, stage: 'network' },
    )

  const network = file(
    [
      tried('w1', 'ping', { 'packets.received': 10, 'rtt.avg': 0.2 }),
      tried('w1', 'tcp', { open: true, connect_time: 2 }),
      tried('w1', 'model', { answers: true, 'time.completion': 300 }),
      tried('w2', 'ping', { 'packets.received': 10, 'rtt.avg': 0.3 }),
      tried('w2', 'tcp', { open: false }, 'refused'),
    ],
    { stage: 'network' },
  )
  const page = renderHtml(run([], { cluster, files: [network] }))

  test('shows which were reached in what time, and where it failed', () => {
    expect(page).toContain('<b>1 of 3 workers reached</b>')
    expect(page).toContain('aria-label="w1: first response after 300ms"')
    expect(page).toContain('aria-label="w2: tcp of w2: refused (ECONNREFUSED) after 20ms"')
    expect(page).toContain('aria-label="w3: not tried"')
    expect(page).toContain(
      '<tr><th scope="row">w2</th><td>10.0.0.1:1234</td><td>300µs</td><td>failed</td><td>not tried</td>',
    )
  })

  test('shows the first attempt, in whichever order the cases ended', () => {
    const first = {
      ...tried('w1', 'tcp', { open: true, connect_time: 2 }),
      startedAt: '2026-07-23T10:00:01.000Z',
    }
    const second = {
      ...tried('w1', 'tcp', { open: true, connect_time: 7 }),
      startedAt: '2026-07-23T10:00:02.000Z',
    }
    const pageOf = (...cases: (typeof first)[]) =>
      renderHtml(run([], { cluster, files: [file(cases, { stage: 'network' })] }))
    expect(pageOf(first, second)).toContain('aria-label="w1: connect after 2ms"')
    expect(pageOf(second, first)).toContain('aria-label="w1: connect after 2ms"')
  })

  test('is left out if the network stage tried none', () => {
    expect(renderHtml(run([benchmark([5])], { cluster }))).not.toContain('workers reached')
  })
})
