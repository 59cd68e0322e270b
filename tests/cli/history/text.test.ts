import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { overviewText } from '../../../lib/cli/history/overview.ts'
import type { ShownTrend } from '../../../lib/cli/history/series.ts'
import { trendText } from '../../../lib/cli/history/text.ts'
import type { Series, SeriesPoint } from '../../../lib/history/series.ts'
import type { LevelChange, TrendPoint } from '../../../lib/history/trend.ts'
import { commitOf, dayOf, setting } from '../../history/runs.ts'

function point(n: number, value: number, changes: Partial<TrendPoint> = {}): TrendPoint {
  return {
    runId: `run-${n}`,
    startedAt: dayOf(n),
    status: 'passed',
    unfit: [],
    value,
    origin: { commit: commitOf(n), branch: 'main', isDirty: false },
    isCounted: true,
    environment: { node: 'v20.19.0', platform: 'linux x64', cpus: '8 × any' },
    ...changes,
  }
}

const steady = Array.from({ length: 12 }, (_, n) => point(n, 2.8))

function series(changes: Partial<Series> = {}): Series {
  return {
    suite: 'Scaling',
    test: 'three workers beat one',
    subject: 'cluster',
    check: 'benchmark',
    metric: 'speedup',
    labels: { concurrency: 15 },
    dimension: 'multiplier',
    better: 'higher',
    setting,
    isAsked: true,
    points: steady,
    ...changes,
  }
}

function shown(changes: Partial<ShownTrend['trend']> = {}, others: readonly Series[] = []) {
  const trend = {
    series: series(),
    points: steady,
    changes: [],
    changesAmongFailed: [],
    ...changes,
  }
  return { trend, others }
}

function change(run: SeriesPoint, previous: SeriesPoint, changes: Partial<LevelChange> = {}) {
  const whole: LevelChange = {
    run,
    previous,
    before: 2.8,
    after: 2.4,
    percent: -14.2857,
    effect: 'worse',
    pValue: 0.001,
    ...changes,
  }
  return whole
}

const text = (each: ShownTrend, width = 100) => stripVTControlCharacters(trendText(each, width))

describe('a trend in detail', () => {
  test('names the test, the metric, which direction is better, and the last run', () => {
    const interval = { low: 2.7, high: 2.9, confidence: 0.95 }
    const last = point(12, 2.8, { interval })
    const words = text(shown({ points: [...steady, last] }))
    expect(words).toMatch(
      /^Scaling › three workers beat one\nspeedup at concurrency 15 \(higher is better\)\n\n/,
    )
    expect(words).toContain(
      '  last: 2.8x (2.7x to 2.9x at 95%), 2026-01-13 03:00 UTC, commit 000000c on main\n',
    )
    expect(words).toContain('  13 runs\n  no shift was found')
  })

  test('names the run, the commits and the size of a change, and what else changed with it', () => {
    const run = point(8, 2.4, {
      environment: { node: 'v20.20.2', platform: 'linux x64', cpus: '8 × any' },
      origin: { commit: 'a'.repeat(40), branch: 'main', isDirty: true },
    })
    const previous = point(7, 2.8, { origin: { commit: 'b'.repeat(40), branch: 'main' } })
    const words = text(shown({ changes: [change(run, previous)] }))
    expect(words).toContain(
      '▲ 2026-01-09 03:00 UTC, commit aaaaaaa with changes on main: 2.8x → 2.4x, 14.3% lower, worse (p = 0.001)\n' +
        '      the run before it: 2026-01-08 03:00 UTC, commit bbbbbbb on main; `git log bbbbbbb..aaaaaaa`\n' +
        '      the machine changed as well: Node v20.19.0 → v20.20.2',
    )
  })

  test('reports changes for the better, without a direction, from zero, and without git', () => {
    const bare = (n: number) => point(n, 1, { origin: {} })
    const of = (changes: Partial<LevelChange>) =>
      text(shown({ changes: [change(bare(8), bare(7), changes)] }))
    expect(of({ effect: 'better', after: 3, percent: 7 })).toMatch(/3x, 7% higher, better \(p/)
    expect(of({ effect: 'unknown' })).toMatch(/2\.4x, 14\.3% lower \(p/)
    expect(of({ before: 0, after: 3, percent: undefined })).toMatch(/0x → 3x, higher, worse/)
    expect(of({})).toMatch(/▲ 2026-01-09 03:00 UTC: 2\.8x/)
    expect(of({})).not.toContain('git log')
  })

  test('reports what is left out, and that the trend ends before the last runs', () => {
    const failed = [12, 13].map((n) => point(n, 2, { status: 'failed', isCounted: false }))
    const gone = point(5, 9, { status: 'void', isCounted: false })
    const points = [...steady.with(5, gone), ...failed]
    const among = change(failed[0] as TrendPoint, point(11, 2.8))
    const words = text(shown({ points, changesAmongFailed: [among] }))
    expect(words).toContain('14 runs; left out (x): 1 void, 2 failed; `--all` counts them')
    expect(words).toContain('the last 2 runs are left out: the trend ends before')
    expect(words).toContain('counting the runs that failed, it shifted:\n  x 2026-01-13')
  })

  test('reports that there are too few runs to find a change', () => {
    const words = text(shown({ points: steady.slice(0, 3) }))
    expect(words).toContain('8 runs that count are needed to find a shift, and there are 3')
    expect(words).not.toContain('was found')
  })

  test('reports which runs are kept separate, and why', () => {
    const workload = { name: 'long-context', hash: 'fedcba9876543210' }
    const other = series({ setting: { ...setting, workload }, points: steady.slice(0, 4) })
    expect(text(shown({}, [other]))).toMatch(
      /not mixed in: 4 runs until 2026-01-04: the workload was long-context \(fedcba98\), and is short-chat \(01234567\)$/,
    )
  })

  test.each([20, 39, 40, 80, 200])('keeps its plot inside %i columns', (width) => {
    const lines = text(shown(), width).split('\n')
    const ofPlot = lines.filter((line) => /[┤│└]/.test(line))
    expect(ofPlot).toHaveLength(width < 40 ? 0 : 8)
    for (const line of ofPlot) expect(line.length).toBeLessThanOrEqual(width)
  })

  test('escapes control characters of a name', () => {
    const words = trendText(
      { ...shown({ series: series({ test: 'a\u001b]0;title\u0007b' }) }) },
      100,
    )
    expect(words).not.toContain('\u001b]0')
  })
})

describe('the overview', () => {
  const moved = shown({
    series: series({ metric: 'latency.p95', dimension: 'duration', better: 'lower' }),
    changes: [change(point(8, 3), point(7, 2), { before: 2, after: 3, percent: 50 })],
  })
  const overview = (width: number) =>
    stripVTControlCharacters(overviewText([shown(), moved], width)).split('\n')

  test('has a line for each metric under the name of its test', () => {
    expect(overview(140)).toEqual([
      'Scaling › three workers beat one',
      '  speedup at concurrency 15       2.8x  → no shift found                      ▅▅▅▅▅▅▅▅▅▅▅▅          12 runs',
      '  latency.p95 at concurrency 15  2.8ms  ↑ 50% higher, worse since 2026-01-09  ▅▅▅▅▅▅▅▅▅▅▅▅          12 runs',
      '',
    ])
  })

  test('drops the bars first, then puts the name on a line of its own', () => {
    expect(overview(90).join('\n')).not.toContain('▅')
    expect(overview(90)[1]).toMatch(
      /^ {2}speedup at concurrency 15 .*2\.8x {2}→ no shift found .*12 runs$/,
    )
    expect(overview(60).slice(1, 3)).toEqual([
      '  speedup at concurrency 15',
      expect.stringMatching(/^ {4} *2\.8x {2}→ no shift found/),
    ])
  })

  test('reports where runs of other settings are', () => {
    const text = overviewText([shown({}, [series()])], 100)
    expect(text).toContain('are separate series: `--every-setting`')
  })

  test('names a test for each worker, and reports too few runs and left-out runs', () => {
    const left = point(1, 2, { isCounted: false, status: 'void' })
    const lines = overviewText(
      [shown({ series: series({ subject: 'w1' }), points: [point(0, 2), left] })],
      100,
    )
    expect(lines).toMatch(/^.*Scaling › three workers beat one › w1/)
    expect(stripVTControlCharacters(lines)).toMatch(/2x {2}· too few runs .*2 runs, 1 left out/)
  })
})
