import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { regressionCondition } from '../../../lib/conditions/regression-budget.ts'
import type { Baseline } from '../../../lib/record/baseline/baseline.ts'
import {
  baselinePath,
  readBaseline,
  writeBaseline,
} from '../../../lib/record/baseline/baseline-file.ts'
import type { Measurement } from '../../../lib/record/measurement.ts'
import type { CaseRecord, RunRecord } from '../../../lib/record/run/run-record.ts'
import type { Verdict } from '../../../lib/record/verdict.ts'
import { judge } from '../../../lib/verdict/judge.ts'
import {
  around,
  baselineOf,
  benchmarkOf,
  budget,
  ladderLoads,
  runOf,
} from '../../verdict/baseline/benchmarks.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(import.meta.dirname, '../../../dist/lib/cli/main.js')

const spec = 'specs/perf/speed.spec.yaml'
const code = 'specs/perf/speed.spec.ts'

/** A measurement of a day in December, so that each is a separate run. */
function measuredOn(day: number, perSecond: number, plan = {}): Measurement {
  const startedAt = `2026-12-${String(day).padStart(2, '0')}T08:00:00.000Z`
  return { ...benchmarkOf(ladderLoads({ 15: around(perSecond) }, plan)), startedAt }
}

function caseOf(test: string, verdict: Verdict): CaseRecord {
  const status = { pass: 'passed', fail: 'failed', skipped: 'skipped' } as const
  return {
    file: spec,
    name: `Speed > ${test}`,
    durationMs: 1,
    retries: 0,
    errors: verdict.conditions.flatMap(({ metric, status: found, reason }) =>
      found === 'pass' ? [] : [{ name: 'Inconclusive', message: `${metric}: ${reason}` }],
    ),
    status: verdict.status in status ? status[verdict.status as 'pass'] : 'inconclusive',
    record: {
      schemaVersion: 1,
      suite: 'Speed',
      stage: 'perf',
      test,
      subject: 'cluster',
      check: 'benchmark',
      verdict,
    },
  }
}

/** The case of a test that requires throughput within 5 % of this baseline. */
function compared(test: string, measurement: Measurement, baseline: Baseline | undefined) {
  const condition = regressionCondition(budget)
  const asked = { metric: 'throughput', dimension: 'percentage', condition, regression: budget }
  return caseOf(test, judge([asked as never], measurement, { file: 'x', baseline }))
}

function passed(test: string, measurement: Measurement): CaseRecord {
  return caseOf(test, { status: 'pass', conditions: [], measurement })
}

describe('clustergate baseline', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-baselines-'))
    await mkdir(join(folder, 'specs/perf'), { recursive: true })
    await mkdir(join(folder, 'reports'))
    for (const file of [spec, code]) await writeFile(join(folder, file), '')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const run = (...args: string[]) =>
    execa(process.execPath, [command, 'baseline', ...args], {
      cwd: folder,
      reject: false,
      timeout: 30_000,
      env: { NO_COLOR: '1' },
    })

  async function report(...cases: CaseRecord[]) {
    const record: RunRecord = {
      schemaVersion: 1,
      startedAt: '2026-12-01T08:00:00.000Z',
      durationMs: 1,
      errors: [],
      files: [{ file: spec, stage: 'perf', durationMs: 1, errors: [], cases }],
    }
    await writeFile(join(folder, 'reports/clustergate.json'), JSON.stringify(record))
  }

  const fileOf = (name: string, of = spec) => baselinePath(join(folder, of), name)
  const saved = (name: string, of = spec) => readBaseline(fileOf(name, of))

  test('`save` creates a baseline from a run that passed, and adds the next one to it', async () => {
    await report(passed('stays fast', measuredOn(1, 200)))
    expect(await run('save')).toMatchObject({
      exitCode: 0,
      stdout: '✓ stays fast: saved (1 run)  specs/perf/baselines/speed/stays-fast.json',
    })
    await report(passed('stays fast', measuredOn(2, 201)))
    expect((await run('save', 'reports/clustergate.json')).stdout).toContain('saved (2 runs)')
    expect((await run('save')).stdout).toContain('has this run already (2 runs)')
    expect(saved('stays fast')).toMatchObject({
      suite: 'Speed',
      test: 'stays fast',
      check: 'benchmark',
      workers: [{ id: 'w1' }, { id: 'w2' }],
      runs: [{ startedAt: '2026-12-01T08:00:00.000Z' }, { startedAt: '2026-12-02T08:00:00.000Z' }],
    })
  })

  test('`save` creates the first baseline of a test that only lacked one', async () => {
    await report(compared('stays fast', measuredOn(1, 200), undefined))
    expect(await run('save')).toMatchObject({ exitCode: 0 })
    expect(saved('stays fast')?.runs).toHaveLength(1)
  })

  test('`save` leaves out failed, void, undecided or truncated results, and reports each', async () => {
    const before = baselineOf(runOf(ladderLoads({ 15: around(200) })))
    const good = measuredOn(1, 200)
    const cut = { ...good, loads: good.loads?.map((load) => ({ ...load, isCutShort: true })) }
    const noisy = { ...good, loads: ladderLoads({ 15: [120, 300, 200] }) }
    await report(
      compared('failed', measuredOn(1, 100), before),
      passed('void', { ...good, unfit: ['the client was the limit'] }),
      compared('open', noisy, before),
      passed('cut', cut),
      passed('broken', { ...good, error: { code: 'X', message: 'no such worker' } }),
    )
    const { exitCode, stdout } = await run('save')
    expect(exitCode).toBe(1)
    const lines = stdout.split('\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^- failed: not saved, since it failed: throughput: .*50% below/)
    expect(lines[1]).toBe('- void: not saved, since it is void: the client was the limit')
    expect(lines[2]).toMatch(/^- open: not saved, since it is inconclusive: throughput: /)
    expect(lines[3]).toBe('- cut: not saved, since it was cut short')
    expect(lines[4]).toMatch(/^- broken: not saved, since it could not be measured: no such worker/)
    expect(saved('failed')).toBeUndefined()
  })

  test('`save` refuses another workload and a level that is far better: they need `accept`', async () => {
    const before = baselineOf(runOf(ladderLoads({ 15: around(200) })))
    await writeBaseline(fileOf('a'), before)
    await writeBaseline(fileOf('b'), before)
    await report(
      passed('a', measuredOn(1, 200, { hash: 'b2' })),
      compared('b', measuredOn(1, 260), before),
    )
    const { exitCode, stdout } = await run('save')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(
      /- a: .* the workload was chat \(a1\), and is chat \(b2\) \(`clustergate/,
    )
    expect(stdout).toMatch(/- b: .* throughput is 30% above the baseline, .*accept --test "b"`/)
    expect(saved('a')?.runs).toHaveLength(1)
  })

  test('`accept` replaces the baseline even if the test failed, but not with a void run', async () => {
    const before = baselineOf(runOf(ladderLoads({ 15: around(200) })))
    await writeBaseline(fileOf('a'), before)
    await report(
      compared('a', measuredOn(1, 100), before),
      passed('b', { ...measuredOn(1, 200), unfit: ['the run drifted'] }),
    )
    const { exitCode, stdout } = await run('accept', '--all')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      /✓ a: accepted, replacing that of 2026-11-20, although it failed: throughput: /,
    )
    expect(stdout).toContain('- b: not saved, since it is void: the run drifted')
    expect(saved('a')?.runs.map(({ startedAt }) => startedAt)).toEqual(['2026-12-01T08:00:00.000Z'])
    expect(saved('b')).toBeUndefined()
  })

  test('`accept` requires test names', async () => {
    await report(passed('stays fast', measuredOn(1, 200)), passed('other', measuredOn(1, 200)))
    expect(await run('accept')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('`--test <name>`, or `--all`?'),
    })
    const { exitCode, stderr } = await run('accept', '--test', 'stay fast')
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('did you mean `stays fast`?'),
    })
    expect((await run('accept', '--test', 'other')).exitCode).toBe(0)
    expect(saved('stays fast')).toBeUndefined()
  })

  test('`list` shows the baselines', async () => {
    expect(await run('list')).toMatchObject({ exitCode: 0, stdout: 'no baselines in specs' })
    await writeBaseline(
      fileOf('stays fast'),
      baselineOf(runOf(ladderLoads({ 5: around(80), 15: around(200) }))),
    )
    const { exitCode, stdout } = await run('list')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      /^Speed > stays fast {2}specs\/perf\/baselines\/speed\/stays-fast\.json$/m,
    )
    expect(stdout).toContain('1 run, the last of 2026-11-20; w1, w2; chat')
    expect(stdout).toMatch(/concurrency 15 +200\/s +75(\.0)?ms +75(\.0)?ms/)
    expect(JSON.parse((await run('list', '--json')).stdout)).toHaveLength(1)
    expect((await run('list', '--specs', 'nowhere')).exitCode).toBe(2)
  })

  test('`compare` reports each level, and exits with 1 if one regressed', async () => {
    const before = baselineOf(runOf(ladderLoads({ 5: around(80), 15: around(200) })))
    await writeBaseline(fileOf('stays fast'), before)
    const now = {
      ...measuredOn(1, 0),
      loads: ladderLoads({ 5: around(80), 15: around(150) }),
    }
    await report(compared('stays fast', now, before))
    const { exitCode, stdout } = await run('compare')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/concurrency 5 +throughput +80(\.0)?\/s +80(\.0)?\/s +0% above .* held/)
    expect(stdout).toMatch(
      /concurrency 15 +throughput +200\/s +150\/s +25% below \(\d+% to \d+% at 99%\) +regressed/,
    )
    expect((await run('compare', '--within', '40%')).exitCode).toBe(0)
    const json = JSON.parse((await run('compare', '--json', '--metric', 'latency.p95')).stdout)
    expect(json.rows).toMatchObject([
      { metric: 'latency.p95', level: { concurrency: 5 }, outcome: 'held' },
      {
        metric: 'latency.p95',
        level: { concurrency: 15 },
        outcome: 'regressed',
        now: expect.closeTo(100, 1),
      },
    ])
  })

  test('`compare` exits with 4 if something is undecided, and does not compare a run with itself', async () => {
    await report(passed('stays fast', measuredOn(1, 200)))
    expect(await run('compare')).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('absent: no baseline yet'),
    })
    await run('save')
    expect(await run('compare')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('this run is the baseline'),
    })
    await report(passed('stays fast', measuredOn(2, 200, { hash: 'b2' })))
    expect(await run('compare')).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('not comparable: the workload was'),
    })
    const { exitCode, stderr } = await run('compare', '--metric', 'troughput')
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('did you mean `throughput`?'),
    })
  })

  test('a test in TypeScript has the name that Vitest gives it', async () => {
    const base = { file: code, name: 'Speed > in code', durationMs: 1, retries: 0 } as const
    const measurements = [measuredOn(1, 200)]
    const message = 'throughput: inconclusive: no baseline yet: ...'
    const errors = [{ name: 'Error', message }]
    await report(
      { ...base, status: 'failed', errors, measurements },
      {
        ...base,
        name: 'Speed > two',
        status: 'passed',
        errors: [],
        measurements: [...measurements, ...measurements],
      },
      {
        ...base,
        name: 'Speed > bad',
        status: 'failed',
        errors: [...errors, { name: 'E', message: 'boom' }],
        measurements,
      },
    )
    const { exitCode, stdout } = await run('save')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('✓ Speed > in code: saved (1 run)')
    expect(stdout).toContain('- Speed > two: not saved, since it measures 2 benchmarks')
    expect(stdout).toContain('- Speed > bad: not saved, since it failed: boom')
    expect(saved('Speed > in code', code)?.suite).toBe('Speed')
  })

  test.each([
    ['a missing file', undefined, /reports\/clustergate\.json/],
    ['a file that is not JSON', '{', /not valid JSON/],
    ['a file that is not a report', '{}', /not a report of a run/],
    ['a report that lost a part', '{ "schemaVersion": 1, "files": [] }', /must have required/],
  ])('%s exits with 2 and the reason', async (_, text, words) => {
    if (text !== undefined) await writeFile(join(folder, 'reports/clustergate.json'), text)
    const { exitCode, stderr } = await run('save')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(words)
    expect(stderr).not.toContain('    at ')
  })

  test('an unreadable baseline exits with 2 and its name, and is left unchanged', async () => {
    await mkdir(join(folder, 'specs/perf/baselines/speed'), { recursive: true })
    await writeFile(fileOf('stays fast'), '{')
    await report(passed('stays fast', measuredOn(1, 200)))
    for (const name of ['save', 'compare', 'list']) {
      const { exitCode, stderr } = await run(name)
      expect({ name, exitCode }).toEqual({ name, exitCode: 2 })
      expect(stderr).toContain('stays-fast.json:1:2: not valid JSON')
    }
    expect(await readFile(fileOf('stays fast'), 'utf8')).toBe('{')
  })

  test('a report that is read elsewhere creates no files there', async () => {
    await report({ ...passed('stays fast', measuredOn(1, 200)), file: 'other/a.spec.yaml' })
    expect((await run('save')).stdout).toContain(
      'its spec other/a.spec.yaml is not here: run this in the folder that Vitest ran in',
    )
  })

  test('wrong usage exits with 2', async () => {
    expect((await run('sav')).exitCode).toBe(2)
    expect((await run('save', '--al')).exitCode).toBe(2)
    expect((await run('compare', '--within', 'much')).exitCode).toBe(2)
  })
})
