import { mkdir, open, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HistoryCase, HistoryValue } from '../../lib/record/history.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import type { CaseRecord, RunRecord } from '../../lib/record/run/run-record.ts'
import { PastRuns } from '../../reporters/html/data/past-runs.ts'
import { renderHtml } from '../../reporters/html.ts'
import {
  commitOf,
  createHistoryFolder,
  dayOf,
  type HistoryFolder,
  historyCase,
  setting,
  speedup,
} from '../history/runs.ts'
import { condition, judged, measurement, run } from './html-records.ts'

let history: HistoryFolder
beforeEach(async () => {
  history = await createHistoryFolder()
})
afterEach(() => history[Symbol.asyncDispose]())

/** The setting of the history. */
function loads(): LoadRecord[] {
  const { workload = { name: '', hash: '' }, load } = setting
  return Object.entries(load?.sides ?? {}).map(([side, ids]) => ({
    labels: { concurrency: 15, side },
    driver: 'closed',
    workload,
    planned: 100,
    startedAt: dayOf(20),
    durationMs: 1_000,
    started: 100,
    dropped: 0,
    retries: 0,
    slotsExceeded: 0,
    busySlots: { mean: 1, untilLastStart: 1, most: 1 },
    isCutShort: false,
    total: series,
    workers: Object.fromEntries(ids.map((id) => [id, series])),
    client: {
      eventLoopDelayP99Ms: 1,
      eventLoopDelayMaxMs: 1,
      eventLoopUtilization: 0.1,
      cpuCores: 0.1,
      lateStartP99Ms: 0,
      lateStartMaxMs: 0,
      inFlightMean: 1,
      limitedBy: [],
    },
    timeline: [],
  }))
}

const series = {
  ended: 100,
  ok: 100,
  faults: {},
  inputTokens: 0,
  outputTokens: 0,
  inFlightMax: 1,
  times: {},
}

interface Now {
  readonly metrics?: Readonly<Record<string, number>>
  readonly conditions?: readonly Partial<Parameters<typeof condition>[0]>[]
  readonly slots?: number
}

/** The test of the history in this run, the 21st. */
function caseNow({ metrics, conditions, slots = 5 }: Now = {}): CaseRecord {
  const asked = { metric: 'speedup', at: { concurrency: 15 }, dimension: 'multiplier' } as const
  return judged(
    {
      conditions: (conditions ?? [{ ...asked, condition: '>= 2.5x', measured: 2.4 }]).map(
        condition,
      ),
      measurement: measurement({
        metrics: metrics ?? { 'speedup{concurrency=15}': 2.4 },
        startedAt: dayOf(20),
        loads: loads(),
        setting: {
          workers: setting.workers.map(({ id, type, model }) => ({
            id,
            type,
            slots,
            ...(model !== undefined && { model }),
          })),
          environment: { node: 'v20', platform: 'linux', cpus: '8' },
        },
      }),
    },
    { suite: 'Scaling', test: 'three workers beat one' },
  )
}

function runNow(now?: Now, changes: Partial<RunRecord> = {}): RunRecord {
  return run([caseNow(now)], { startedAt: dayOf(20), ...changes })
}

async function pageOf(record: RunRecord): Promise<string> {
  using past = await PastRuns.open(history.file, process.cwd())
  return renderHtml(record, past)
}

/** Two levels: half of the runs at one, half at the other, with a little noise. */
function moving(count: number, before: number, after: number): HistoryCase[] {
  return Array.from({ length: count }, (_, n) => {
    const level = n < count / 2 ? before : after
    return historyCase([speedup(level + ((n * 7) % 5) * 0.01)])
  })
}

function sectionOf(page: string): string {
  return /<section class="trends".*?<\/section>/.exec(page)?.[0] ?? ''
}

function labelsIn(page: string): string[] {
  return [...sectionOf(page).matchAll(/role="img" aria-label="([^"]*)"/g)].map(
    ([, label = '']) => label,
  )
}

describe('the trend in the HTML report', () => {
  test('shows at which commit and day a level changed, and by how much', async () => {
    await history.store(moving(20, 2.9, 2.4))
    const page = await pageOf(runNow())
    expect(labelsIn(page)).toEqual([
      expect.stringMatching(
        /^speedup at concurrency 15 of three workers beat one over 21 runs: 2\.4x to 2\.94x; last 2\.4x; moved with the run of 2026-01-1[0-2] 03:00 UTC, commit \w{7} on main: 2\.92x → 2\.4\d*x, 17\.\d% lower, worse$/,
      ),
    ])
    const section = sectionOf(page)
    expect(section).toContain('The level of 1 of 1 budgeted metric moved.')
    expect(section).toMatch(/<li class="worse">.*<code>git log \w{7}\.\.\w{7}<\/code><\/li>/)
    expect(section.match(/<circle /g)).toHaveLength(21)
    expect(section).toMatch(
      /<circle class="counted now passed" [^>]*><title>[^<]* \(this run\)<\/title>/,
    )
    // The numbers behind it, the newest first.
    expect(section).toMatch(/<tbody><tr><th scope="row">2026-01-21 03:00<\/th>/)
    expect(page.indexOf('class="trends"')).toBeGreaterThan(page.indexOf('id="verdict"'))
    expect(page.indexOf('class="trends"')).toBeLessThan(page.indexOf('class="stage"'))
  })

  test('of an unchanged level reports that', async () => {
    await history.store(moving(20, 2.4, 2.4))
    const page = await pageOf(runNow())
    expect(labelsIn(page)).toEqual([expect.stringContaining('; no shift was found')])
    expect(sectionOf(page)).toContain('No shift was found.')
    expect(sectionOf(page)).not.toContain('class="moves"')
  })

  test('of few runs makes no claim', async () => {
    await history.store(moving(4, 2.9, 2.4))
    expect(sectionOf(await pageOf(runNow()))).toContain(
      'Too few runs to find a shift: 5 count, 8 are needed.',
    )
  })

  test('has a run that is stored already only once', async () => {
    await history.store([...moving(20, 2.4, 2.4), historyCase([speedup(2.4)])])
    expect(labelsIn(await pageOf(runNow()))).toEqual([expect.stringContaining('over 21 runs')])
  })

  test('ends with the reported run', async () => {
    await history.store(moving(30, 2.4, 2.4))
    const early = { startedAt: dayOf(9) }
    expect(labelsIn(await pageOf(runNow({}, early)))).toEqual([
      expect.stringMatching(/over 1[01] runs/),
    ])
  })

  test('never includes runs of another setting', async () => {
    await history.store(moving(20, 2.9, 2.4))
    expect(sectionOf(await pageOf(runNow({ slots: 6 })))).toBe('')
  })

  test('is shown for metrics with a budget only, of each member of a family', async () => {
    const share = (id: string, value: number): HistoryValue => ({
      metric: `share.${id}`,
      labels: { concurrency: 15 },
      dimension: 'percentage',
      value,
      isAsked: true,
    })
    const values = [speedup(2.4), share('w1', 40), share('w2', 60)]
    await history.store(Array.from({ length: 5 }, () => historyCase(values)))
    const conditions = [
      { metric: 'share.each', dimension: 'percentage', condition: '50% ± 20%' },
    ] as const
    const metrics = {
      'speedup{concurrency=15}': 2.4,
      'share.w1{concurrency=15}': 41,
      'share.w2{concurrency=15}': 59,
    }
    expect(labelsIn(await pageOf(runNow({ conditions, metrics }))).toSorted()).toEqual([
      expect.stringMatching(/^share\.w1 at concurrency 15 of/),
      expect.stringMatching(/^share\.w2 at concurrency 15 of/),
    ])
  })

  test('of runs that failed is distinguished from those that count', async () => {
    const cases = moving(20, 2.9, 1.4).map((each, n) => ({
      ...each,
      status: n < 10 ? ('passed' as const) : ('failed' as const),
    }))
    await history.store(cases)
    const section = sectionOf(await pageOf(runNow()))
    expect(section).toContain(', counting the runs that failed')
    expect(section.match(/class="left-out"/g)).toHaveLength(10)
  })

  test('folds unchanged metrics if there are many', async () => {
    const levels = [1, 2, 3, 4, 5, 6, 7, 8].map((level) => speedup(2.4, level))
    await history.store(Array.from({ length: 9 }, () => historyCase(levels)))
    const conditions = [{ metric: 'speedup', dimension: 'multiplier', condition: '>= 2x' }] as const
    const metrics = Object.fromEntries(
      levels.map(({ labels }) => [`speedup{concurrency=${labels.concurrency}}`, 2.4]),
    )
    const section = sectionOf(await pageOf(runNow({ conditions, metrics })))
    expect(section).toContain('<summary>8 metrics</summary>')
  })

  test('escapes markup of the history', async () => {
    const branch = '</script><script>alert(1)</script>"><img src=x>'
    await history.store(moving(20, 2.9, 2.4), () => ({ origin: { commit: commitOf(1), branch } }))
    const page = await pageOf(runNow())
    expect(labelsIn(page)).toHaveLength(1)
    expect(page).not.toMatch(/<script|<img/)
  })
})

describe('without a history', () => {
  test('there is no trend, and no note about it', async () => {
    expect(await PastRuns.open(history.file, process.cwd())).toBeUndefined()
    const page = await pageOf(runNow())
    expect(page).toBe(renderHtml(runNow()))
    expect(page).not.toContain('class="trends"')
  })

  test('that can be read, one line reports that and the rest is unchanged', async () => {
    await mkdir(dirname(history.file), { recursive: true })
    await writeFile(history.file, 'no database at all, but long enough to be looked at'.repeat(50))
    const page = await pageOf(runNow())
    const notice = /<p class="notice">.*?<\/p>/.exec(page)?.[0] ?? ''
    expect(notice).toContain('the history cannot be read: ')
    expect(notice).toContain('is not an SQLite database')
    expect(page.replace(notice, '')).toBe(renderHtml(runNow()))
  })

  test('whose pages are damaged, one line reports that as well', async () => {
    await history.store(moving(200, 2.9, 2.4))
    const { size } = await stat(history.file)
    const handle = await open(history.file, 'r+')
    await handle.write(Buffer.alloc(size - 4_096, 0xff), 0, size - 4_096, 4_096)
    await handle.close()
    const page = await pageOf(runNow())
    expect(page).toMatch(/<p class="notice">No trend is drawn[^<]*damaged/)
  })
})
