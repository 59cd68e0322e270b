import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { execa, type Options } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HistoryCase, HistoryStatus } from '../../../lib/record/history.ts'
import type { RunRecord } from '../../../lib/record/run/run-record.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import {
  commitOf,
  createHistoryFolder,
  type HistoryFolder,
  historyCase,
  setting,
  speedup,
} from '../../history/runs.ts'
import { command } from '../bench/bench-folder.ts'

let history: HistoryFolder
beforeEach(async () => {
  history = await createHistoryFolder()
})
afterEach(() => history[Symbol.asyncDispose]())

async function run(args: readonly string[], options: Options = {}) {
  const { stdout, stderr, exitCode } = await execa(
    process.execPath,
    [command, 'history', ...args],
    {
      cwd: history.folder,
      reject: false,
      timeout: 50_000,
      ...options,
      env: { NO_COLOR: '1', FORCE_COLOR: undefined, CI: '', ...options.env },
    },
  )
  return { stdout: String(stdout), stderr: String(stderr), exitCode }
}

/** This many values around a level, with a spread of 1 %. */
function around(level: number, count: number, seed = 1): number[] {
  const random = seededRandom(seed)
  const noise = () => (random() + random() + random() - 1.5) * 2
  return Array.from({ length: count }, () => level * (1 + 0.01 * noise()))
}

const casesOf = (values: readonly number[], status: HistoryStatus = 'passed') =>
  values.map((value) => historyCase([speedup(value)], { status }))

/** A history whose level changes in the middle. */
let slower: HistoryFolder
beforeAll(async () => {
  slower = await createHistoryFolder()
  await slower.store(casesOf([...around(2.8, 40), ...around(2.4, 40, 2)]))
})
afterAll(() => slower[Symbol.asyncDispose]())

describe('`clustergate history`', () => {
  test('lists the measured metrics, with the last value and whether the level changed', async () => {
    const latency = { metric: 'latency.p95', labels: {}, dimension: 'duration' } as const
    const unasked = { metric: 'latency.p99', labels: {}, dimension: 'duration' } as const
    const cases = [...around(2.8, 40), ...around(2.4, 40, 2)].map((value) =>
      historyCase([
        speedup(value),
        { ...latency, value: 412, isAsked: true },
        { ...unasked, value: 500, isAsked: false },
      ]),
    )
    await history.store(cases)
    const { stdout, exitCode } = await run([])
    expect(stdout).toMatch(
      /^80 runs, the last one of 2026-03-21 03:00 UTC, commit 000004f on main\n/,
    )
    expect(stdout).toMatch(/\nScaling › three workers beat one\n/)
    expect(stdout).toMatch(/latency\.p95\s+412ms {2}→ no shift found .*80 runs/)
    expect(stdout).toMatch(
      /speedup at concurrency 15\s+2\.[34]\dx {2}↓ 14\.\d% lower, worse since 2026-02-1\d .*80 runs/,
    )
    expect(stdout).not.toContain('latency.p99')
    expect(exitCode).toBe(0)
    expect((await run(['--metrics'])).stdout).toContain('latency.p99')
    expect((await run(['--last', '5'])).stdout).toMatch(/^the last 5 of 80 runs,/)
  })

  test('plots a metric, and finds the run, commit and day at which its level changed', async () => {
    const { stdout, exitCode } = await run(['speedup', '--db', slower.file])
    expect(stdout).toMatch(/^ +2\.8\dx ┤•?/m)
    expect(stdout).toMatch(/^ +└─+▲─+$/m)
    const found =
      /▲ (2026-02-\d\d) 03:00 UTC, commit (\w+) on main: 2\.8\d?x → 2\.4\d?x, 14\.\d% lower, worse \(p = 0\.001\)\n +the run before it: .*; `git log \w+\.\.(\w+)`/
    const [, day, commit, range] = found.exec(stdout) ?? []
    // The 40th run, or one beside it: noise can hide which of them was the first.
    expect([39, 40, 41].map((n) => commitOf(n).slice(0, 7))).toContain(commit)
    expect(['2026-02-09', '2026-02-10', '2026-02-11']).toContain(day)
    expect(range).toBe(commit)
    expect(stdout.match(/▲ 2026/g)).toHaveLength(1)
    expect(exitCode).toBe(0)
  })

  test('`--json` prints the same for machines', async () => {
    const { stdout } = await run(['speedup', '--db', slower.file, '--json'])
    const { schema_version: version, series } = JSON.parse(stdout)
    expect(version).toBe(1)
    expect(series).toHaveLength(1)
    expect(series[0]).toMatchObject({
      suite: 'Scaling',
      metric: 'speedup',
      labels: { concurrency: 15 },
      better: 'higher',
      dimension: 'multiplier',
      left_out: {},
      changes_among_failed: [],
      not_mixed_in: [],
      setting: { workload: { name: 'short-chat' } },
    })
    expect(series[0].runs).toHaveLength(80)
    expect(series[0].runs[3]).toMatchObject({
      run_id: 'run-3',
      started_at: '2026-01-04T03:00:00.000Z',
      branch: 'main',
      dirty: false,
      commit: commitOf(3),
      status: 'passed',
      counted: true,
    })
    expect(series[0].changes).toEqual([
      expect.objectContaining({ effect: 'worse', change_percent: expect.closeTo(-14.3, 0) }),
    ])
  })

  test('filters by test and level', async () => {
    const test = 'five workers'
    await history.store([
      historyCase([speedup(1, 5), speedup(2.8, 15)]),
      historyCase([speedup(4.2, 15)], { test }),
    ])
    const all = (await run(['speedup'])).stdout
    expect(all.match(/^speedup at concurrency/gm)).toHaveLength(3)
    const one = (await run(['speedup', '--at', 'concurrency=15', '--test', 'five'])).stdout
    expect(one).toMatch(/^Scaling › five workers\nspeedup at concurrency 15/)
    expect(one.match(/^speedup at concurrency/gm)).toHaveLength(1)
    const keyed = (await run(['speedup{concurrency=5}'])).stdout
    expect(keyed.match(/^speedup at concurrency 5 /gm)).toHaveLength(1)
  })

  test('prints one line each if there are too many series to plot', async () => {
    await history.store([historyCase([1, 2, 5, 10, 15].map((level) => speedup(1, level)))])
    const { stdout } = await run(['speedup'])
    expect(stdout).not.toContain('┤')
    expect(stdout.match(/speedup at concurrency \d+/g)).toEqual(
      [1, 2, 5, 10, 15].map((level) => `speedup at concurrency ${level}`),
    )
    expect(stdout).toContain('`--test` and `--at` choose which to plot')
  })

  test('never mixes runs of another workload, model or cluster, and reports that', async () => {
    const [first, ...others] = setting.workers
    const model = { ...setting, workers: [{ ...first, model: 'llama' }, ...others] }
    const cases: HistoryCase[] = [
      ...around(2.8, 20).map((value) =>
        historyCase([speedup(value)], { setting: model as HistoryCase['setting'] }),
      ),
      ...casesOf(around(1.4, 20)),
    ]
    await history.store(cases)
    const { stdout } = await run(['speedup'])
    expect(stdout).toContain('20 runs\n  no shift was found')
    expect(stdout).toContain(
      'not mixed in: 20 runs until 2026-01-20: the model of w1 was llama, and is mistral-7b-instruct-v0.2',
    )
    const both = await run(['speedup', '--every-setting'])
    expect(both.stdout.match(/^speedup at/gm)).toHaveLength(2)
    expect((await run([])).stdout).toContain('separate series: `--every-setting`')
  })

  test('leaves out failed and void runs, reports that, and still reports a level that failed', async () => {
    await history.store([
      ...casesOf(around(2.8, 40)),
      ...casesOf([9, 9], 'void'),
      ...casesOf(around(2, 40, 2), 'failed'),
    ])
    const { stdout } = await run(['speedup'])
    expect(stdout).toContain('left out (x): 2 void, 40 failed; `--all` counts them')
    expect(stdout).toContain('the last 42 runs are left out: the trend ends before')
    expect(stdout).toMatch(
      /counting the runs that failed, it shifted:\n +x 2026-02-1.*lower, worse/,
    )
    expect((await run(['speedup', '--all'])).stdout).not.toContain('left out')
  })

  test('fails for a changed level only if configured, and not for an improvement', async () => {
    expect((await run(['speedup', '--db', slower.file])).exitCode).toBe(0)
    const failed = await run(['speedup', '--db', slower.file, '--fail-on-change'])
    expect(failed.exitCode).toBe(1)
    expect(failed.stderr).toContain('1 of 1 series shifted without improving')
    expect(
      (await run(['speedup', '--db', slower.file, '--fail-on-change', '--last', '30'])).exitCode,
    ).toBe(0)
    expect(
      (await run(['speedup', '--db', slower.file, '--fail-on-change', '--min-change', '20%']))
        .exitCode,
    ).toBe(0)
    const improved = join(history.folder, 'better.db')
    await using other = await createHistoryFolder()
    await other.store(casesOf([...around(2.4, 40), ...around(2.8, 40, 2)]))
    await writeFile(improved, await readFile(other.file))
    const better = await run(['speedup', '--db', 'better.db', '--fail-on-change'])
    expect(better.stdout).toContain('higher, better')
    expect(better.exitCode).toBe(0)
  })

  test('has colours if wanted, and none with NO_COLOR', async () => {
    const paint = '\u001b['
    expect((await run(['speedup', '--db', slower.file])).stdout).not.toContain(paint)
    const coloured = await run(['speedup', '--db', slower.file], {
      env: { NO_COLOR: undefined, FORCE_COLOR: '1' },
    })
    expect(coloured.stdout).toContain(paint)
    const piped = await run(['speedup', '--db', slower.file], {
      env: { NO_COLOR: undefined, FORCE_COLOR: undefined },
    })
    expect(piped.stdout).not.toContain(paint)
  })

  test('filters by branch', async () => {
    await history.store(casesOf([1, 2, 3, 4]), (n) => ({
      origin: { branch: n % 2 === 0 ? 'main' : 'fix' },
    }))
    const { stdout } = await run(['speedup', '--branch', 'fix', '--json'])
    const [{ runs }] = JSON.parse(stdout).series
    expect(runs.map(({ value }: { value: number }) => value)).toEqual([2, 4])
  })

  test.each([
    [
      'a metric',
      ['speedpu'],
      /no run measured the metric `speedpu`[\s\S]*did you mean `speedup`\?/,
    ],
    ['a level', ['speedup', '--at', 'concurrency=9'], /not measured at concurrency 9[\s\S]*15/],
    ['a level', ['speedup', '--at', '15'], /`15` must be a level, such as `concurrency=15`/],
    ['a test', ['speedup', '--test', 'two'], /no test whose name contains `two`[\s\S]*three work/],
    ['a branch', ['speedup', '--branch', 'x'], /no run of x/],
    ['a number', ['--last', '0'], /`0` must be a whole number from 1/],
    ['an option', ['--lsat', '5'], /unknown option '--lsat'/],
    ['an option', ['prune', '--keep', '5', '--al'], /unknown option '--al'/],
    ['a file', ['--db', 'other.db'], /there is no history in other\.db: the reporter/],
  ])('exits with 2 for %s that does not exist: %j', async (_, args, words) => {
    await history.store(casesOf([2.8]))
    const { stderr, exitCode } = await run(args)
    expect(stderr).toMatch(words)
    expect(stderr).not.toContain('    at ')
    expect(exitCode).toBe(2)
  })

  test('exits with 2 for a file that is not a history, and leaves it unchanged', async () => {
    const file = join(history.folder, 'notes.db')
    await writeFile(file, 'notes of mine\n'.repeat(500))
    for (const args of [[], ['prune', '--keep', '1'], ['export', '--csv']]) {
      const { stderr, exitCode } = await run([...args, '--db', 'notes.db'])
      expect(stderr).toBe(
        'notes.db is not an SQLite database, so it was not changed: name another file for the history',
      )
      expect(exitCode).toBe(2)
    }
    expect(await readFile(file, 'utf8')).toBe('notes of mine\n'.repeat(500))
  })
})

/** The JSON report of a run with one benchmark. */
function report(changes: { readonly startedAt?: string; readonly stage?: string } = {}): RunRecord {
  const { startedAt = '2026-11-24T15:30:04.000Z', stage = 'perf' } = changes
  return {
    schemaVersion: 1,
    startedAt,
    durationMs: 9,
    errors: [],
    files: [
      {
        file: 'specs/perf/a.spec.yaml',
        stage,
        durationMs: 9,
        errors: [],
        cases: [
          {
            file: 'specs/perf/a.spec.yaml',
            name: 'Scaling > beats one',
            status: 'passed',
            durationMs: 1,
            retries: 0,
            errors: [],
            record: {
              schemaVersion: 1,
              suite: 'Scaling',
              test: 'beats one',
              subject: 'cluster',
              check: 'benchmark',
              stage: stage as 'perf',
              verdict: {
                status: 'pass',
                conditions: [],
                measurement: {
                  check: 'benchmark',
                  subject: { name: 'cluster' },
                  evidence: [],
                  notes: [],
                  startedAt,
                  durationMs: 1_000,
                  metrics: { 'speedup{concurrency=15}': 2.7 },
                },
              },
            },
          },
        ],
      },
    ],
  }
}

describe('`clustergate history record`', () => {
  const write = (name: string, content: unknown) =>
    writeFile(
      join(history.folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    )

  test('stores a run from its JSON report, once', async () => {
    await write('run.json', report())
    const first = await run(['record', 'run.json', '--commit', commitOf(7), '--branch', 'main'])
    expect(first.stdout).toBe(
      'run.json: the run of 2026-11-24 15:30 UTC, 1 values, is in .clustergate/history.db now (1 run)',
    )
    expect(first.exitCode).toBe(0)
    const again = await run(['record', 'run.json'])
    expect(again.stdout).toContain('is in .clustergate/history.db already')
    expect(again.exitCode).toBe(0)
    const { stdout } = await run(['speedup', '--json'])
    expect(JSON.parse(stdout).series[0].runs).toMatchObject([
      { commit: commitOf(7), branch: 'main', dirty: false, value: 2.7 },
    ])
  })

  test('keeps a number of runs, and reports a run that is older than all of them', async () => {
    for (const day of ['20', '21', '22', '01']) {
      await write(`${day}.json`, report({ startedAt: `2026-11-${day}T15:30:04.000Z` }))
    }
    for (const day of ['20', '21', '22']) await run(['record', `${day}.json`, '--keep', '2'])
    const { stdout } = await run(['record', '01.json', '--keep', '2'])
    expect(stdout).toContain('was not stored: .clustergate/history.db keeps 2 newer ones')
    expect((await run([`--metrics`])).stdout).toMatch(/^2 runs, the last one of 2026-11-22/)
  })

  test('uses the checked-out commit, unless it is newer than the run', async () => {
    const git = (...args: string[]) =>
      execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: history.folder,
      })
    await git('init', '--quiet', '--initial-branch', 'trunk')
    await git('commit', '--quiet', '--allow-empty', '--message', 'now')
    const { stdout: commit } = await git('rev-parse', 'HEAD')
    const later = new Date(Date.now() + 60_000).toISOString()
    await write('new.json', report({ startedAt: later }))
    await write('old.json', report())
    expect((await run(['record', 'new.json'])).stdout).not.toContain('younger')
    expect((await run(['record', 'old.json'])).stdout).toContain(
      `the commit here, ${commit.slice(0, 7)}, is younger than the run, so it was left out`,
    )
    const { stdout } = await run(['speedup', '--json'])
    const runs = JSON.parse(stdout).series[0].runs
    expect(runs.map(({ commit: each }: { commit?: string }) => each).toSorted()).toEqual([
      commit,
      undefined,
    ])
  })

  test.each([
    ['a file that is not JSON', 'workers: []', /not valid JSON/],
    ['another file', { workers: [] }, /not a report of a run/],
    [
      'a report with something missing',
      { ...report(), files: [{ cases: [{ file: 'a' }] }] },
      /run\.json: .*must have required property/,
    ],
    ['a report without a time', { ...report(), startedAt: 'today' }, /`startedAt` must match/],
    [
      'a run of another stage',
      report({ stage: 'network' }),
      /no test of the stage perf measured anything in this run[\s\S]*other `--stages`/,
    ],
  ])('exits with 2 for %s', async (_, content, words) => {
    await write('run.json', content)
    const { stderr, exitCode } = await run(['record', 'run.json'])
    expect(stderr).toMatch(words)
    expect(stderr).not.toContain('    at ')
    expect(exitCode).toBe(2)
  })

  test('stores other stages with an option', async () => {
    await write('run.json', report({ stage: 'network' }))
    expect((await run(['record', 'run.json', '--stages', 'network'])).exitCode).toBe(0)
    expect((await run(['record', 'run.json', '--stages', 'netwrok'])).exitCode).toBe(2)
  })
})

describe('the other subcommands of `clustergate history`', () => {
  test('`prune` removes all but the newest runs', async () => {
    await history.store(casesOf([1, 2, 3, 4]))
    const { stdout } = await run(['prune', '--keep', '3'])
    expect(stdout).toBe('1 run removed from .clustergate/history.db, 3 left')
    expect((await run(['prune'])).exitCode).toBe(2)
    expect((await run([])).stdout).toMatch(/^3 runs/)
  })

  test('`export --csv` prints a line for every value', async () => {
    const interval = { low: 2.7, high: 2.9, confidence: 0.95 }
    const test = 'says "hello, cluster"'
    await history.store([
      historyCase([{ ...speedup(2.8), interval }, speedup(1, 5)], { test }),
      historyCase([speedup(3)], { status: 'void' }),
    ])
    const { stdout, exitCode } = await run(['export', '--csv'])
    expect(exitCode).toBe(0)
    const rows = parse<Record<string, string>>(stdout, { columns: true })
    expect(rows).toHaveLength(3)
    expect(rows.find(({ labels }) => labels === 'concurrency=15')).toMatchObject({
      run_id: 'run-0',
      started_at: '2026-01-01T03:00:00.000Z',
      commit: commitOf(0),
      test,
      dirty: 'false',
      stage: 'perf',
      check: 'benchmark',
      status: 'passed',
      value: '2.8',
      low: '2.7',
      high: '2.9',
      confidence: '0.95',
      workload: 'short-chat',
      asked: 'true',
    })
    expect(rows[2]).toMatchObject({ run_id: 'run-1', status: 'void', low: '' })
  })

  test('`export` ends silently if its output is closed', async () => {
    const values = Array.from({ length: 2_000 }, (_, n) => speedup(n, n))
    await history.store([historyCase(values), historyCase(values)])
    const { stdout, stderr } = await execa(
      'sh',
      ['-c', `"${process.execPath}" "${command}" history export --csv | head -n 1`],
      { cwd: history.folder, timeout: 30_000 },
    )
    expect(stdout).toMatch(/^run_id,started_at,/)
    expect(stderr).toBe('')
  })
})
