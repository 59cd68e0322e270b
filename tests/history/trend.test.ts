import { describe, expect, test } from 'vitest'
import { declarationOf } from '../../lib/history/declaration-of.ts'
import { seriesOf } from '../../lib/history/series.ts'
import { settingDifferences } from '../../lib/history/setting-differences.ts'
import { HistoryStore } from '../../lib/history/store.ts'
import { type TrendOptions, trendOf } from '../../lib/history/trend.ts'
import type { HistoryCase, HistoryRun, HistoryStatus } from '../../lib/record/history.ts'
import type { HistorySetting } from '../../lib/record/history-setting.ts'
import { seededRandom } from '../../lib/stats/seeded-random.ts'
import { createHistoryFolder, historyCase, setting, speedup } from './runs.ts'

/** This many values around a level, with a spread of 1 %. */
function around(level: number, count: number, seed: number): number[] {
  const random = seededRandom(seed)
  const noise = () => (random() + random() + random() - 1.5) * 2
  return Array.from({ length: count }, () => level * (1 + 0.01 * noise()))
}

async function stored(cases: readonly HistoryCase[], changes?: (n: number) => Partial<HistoryRun>) {
  await using history = await createHistoryFolder()
  await history.store(cases, changes)
  using store = await HistoryStore.open(history.file, 'read')
  return seriesOf(store.rowsOfLast(1_000, 'all'), declarationOf)
}

async function trend(
  cases: readonly HistoryCase[],
  options: Partial<TrendOptions> = {},
  changes?: (n: number) => Partial<HistoryRun>,
) {
  const [first] = await stored(cases, changes)
  return first && trendOf(first, { last: 100, countsAll: false, least: 0.01, ...options })
}

const casesOf = (values: readonly number[], status: HistoryStatus = 'passed') =>
  values.map((value) => historyCase([speedup(value)], { status }))

describe('the series of a history', () => {
  test('are one per test, worker, metric and level', async () => {
    const cases = ['w1', 'w2'].map((subject) =>
      historyCase([speedup(2, 5), speedup(3, 15)], { subject }),
    )
    const series = await stored(cases)
    expect(series.map(({ subject, labels }) => [subject, labels.concurrency])).toEqual(
      expect.arrayContaining([
        ['w1', 5],
        ['w1', 15],
        ['w2', 5],
        ['w2', 15],
      ]),
    )
    expect(series).toHaveLength(4)
    expect(series[0]).toMatchObject({ dimension: 'multiplier', better: 'higher', setting })
  })

  const w1 = { id: 'w1', type: 'ollama', model: 'llama', slots: 5 }
  const load = { driver: 'closed', requests: 100, sides: { all: ['w1'] } }
  const workload = { name: 'short-chat', hash: '0123456789' }
  const before: HistorySetting = { workers: [w1], workload, load }
  test.each<[string, HistorySetting, string]>([
    [
      'workload',
      { ...before, workload: { name: 'short-chat', hash: 'fedcba9876' } },
      'the workload was short-chat (01234567), and is short-chat (fedcba98)',
    ],
    [
      'model',
      { ...before, workers: [{ ...w1, model: 'mistral' }] },
      'the model of w1 was llama, and is mistral',
    ],
    [
      'cluster',
      { ...before, workers: [w1, { ...w1, id: 'w2' }] },
      'the set of workers was w1, and is w1, w2',
    ],
    [
      'number of slots',
      { ...before, workers: [{ ...w1, slots: 8 }] },
      'the number of slots of w1 was 5, and is 8',
    ],
    [
      'number of requests',
      { ...before, load: { ...load, requests: 10 } },
      'the number of requests was 100, and is 10',
    ],
    [
      'side of a comparison',
      { ...before, load: { ...load, sides: { all: ['w2'] } } },
      'the set of workers that served was w1, and is w2',
    ],
  ])('are separate for another %s, which is named', async (_, now, words) => {
    const cases = [before, now, now].map((each) => historyCase([speedup(2)], { setting: each }))
    const series = await stored(cases)
    expect(series.map(({ points }) => points.length)).toEqual([2, 1])
    expect(settingDifferences(before, now)).toEqual([words])
  })

  test('are distinguished by file only if two files have a test of the same name', async () => {
    const moved = [1, 2].map((n) => historyCase([speedup(2)], { file: `specs/${n}.spec.yaml` }))
    expect(await stored(moved)).toHaveLength(1)
    await using history = await createHistoryFolder()
    using store = await HistoryStore.open(history.file, 'write')
    const run = { durationMs: 1, origin: {}, cases: moved }
    store.add({ id: 'a', startedAt: '2026-01-01T00:00:00.000Z', ...run }, 10)
    expect(seriesOf(store.rowsOfMetric('speedup'), declarationOf)).toHaveLength(2)
  })
})

describe('a trend', () => {
  test('reports the run at which the level changed, by how much, and that it is worse', async () => {
    const found = await trend(casesOf([...around(2.8, 40, 1), ...around(2.38, 40, 2)]))
    expect(found?.changes).toHaveLength(1)
    const [change] = found?.changes ?? []
    expect(change).toMatchObject({ effect: 'worse', run: { runId: 'run-40' } })
    expect(change).toMatchObject({ previous: { runId: 'run-39' } })
    expect(change?.percent).toBeCloseTo(-15, 0)
    expect(change?.pValue).toBeLessThanOrEqual(0.01)
    expect(found?.changesAmongFailed).toEqual([])
  })

  test('reports lower latency as better, and nothing for a metric without a direction', async () => {
    const values = [...around(500, 40, 3), ...around(400, 40, 4)]
    const of = (metric: string) =>
      values.map((value) =>
        historyCase([{ metric, labels: {}, dimension: 'duration', value, isAsked: true }]),
      )
    expect((await trend(of('latency.p95')))?.changes).toMatchObject([{ effect: 'better' }])
    expect((await trend(of('of.mine')))?.changes).toMatchObject([{ effect: 'unknown' }])
  })

  test('ignores noise, a single outlier, and changes below the threshold', async () => {
    const noise = around(2.8, 40, 5)
    expect((await trend(casesOf(noise)))?.changes).toEqual([])
    expect((await trend(casesOf(noise.with(20, 1.2))))?.changes).toEqual([])
    const slight = casesOf([...around(2.8, 40, 6), ...around(2.7, 40, 7)])
    expect((await trend(slight))?.changes).toHaveLength(1)
    expect((await trend(slight, { least: 0.1 }))?.changes).toEqual([])
  })

  test('leaves out runs that failed, broke or are void, unless all are included', async () => {
    const statuses: HistoryStatus[] = ['passed', 'failed', 'inconclusive', 'error', 'void']
    const cases = statuses.flatMap((status) => casesOf([2.8], status))
    const counted = async (options: Partial<TrendOptions> = {}) =>
      (await trend(cases, options))?.points.map(({ isCounted }) => isCounted)
    expect(await counted()).toEqual([true, false, true, false, false])
    expect(await counted({ countsAll: true })).toEqual([true, true, true, true, true])
  })

  test('still reports a level that changed so much that every run failed since', async () => {
    const cases = [...casesOf(around(2.8, 40, 8)), ...casesOf(around(2.2, 40, 9), 'failed')]
    const found = await trend(cases)
    expect(found?.changes).toEqual([])
    expect(found?.changesAmongFailed).toMatchObject([{ effect: 'worse', run: { runId: 'run-40' } }])
    const all = await trend(cases, { countsAll: true })
    expect(all?.changes).toMatchObject([{ run: { runId: 'run-40' } }])
    expect(all?.changesAmongFailed).toEqual([])
  })

  test('never includes void runs in that', async () => {
    const cases = [...casesOf(around(2.8, 40, 8)), ...casesOf(around(2.2, 40, 9), 'void')]
    const found = await trend(cases)
    expect([found?.changes, found?.changesAmongFailed]).toEqual([[], []])
  })

  test('uses the last runs, and one branch', async () => {
    const branch = (n: number) => ({ origin: { branch: n % 2 === 0 ? 'main' : 'fix' } })
    const runs = async (options: Partial<TrendOptions>) =>
      (await trend(casesOf([0, 1, 2, 3, 4, 5]), options, branch))?.points.map(({ value }) => value)
    expect(await runs({ last: 2 })).toEqual([4, 5])
    expect(await runs({ last: 2, branch: 'main' })).toEqual([2, 4])
    expect(await runs({ branch: 'none' })).toBeUndefined()
  })
})
