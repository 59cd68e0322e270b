import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { declarationOf } from '../../lib/history/declaration-of.ts'
import { type Series, seriesOf } from '../../lib/history/series.ts'
import { HistoryStore } from '../../lib/history/store.ts'
import { command } from '../cli/bench/bench-folder.ts'
import { createProject, type Project } from './project.ts'

const key = 'sk-live-history-1'

const worker = (id: string) =>
  `  - { id: ${id}, host: 127.0.0.1, port: 0, type: simulated, model: tiny, max_concurrent_requests: 4, api_key: "\${HISTORY_KEY}", simulate: { time_to_first_token: 20ms, token_time: 1ms } }\n`

const files = {
  'cluster.yaml': `workers:\n${worker('w1')}${worker('w2')}`,
  'specs/network/a.spec.yaml':
    'suite: Network\ntests:\n  - { name: port open, tcp: {}, expect: { open: true } }\n',
  'specs/perf/b.spec.yaml': `suite: Scaling
tests:
  - name: two beat one
    benchmark:
      requests: 30
      concurrency: 8
      repetitions: 1
      max_repetitions: 1
      compare: { baseline: first, candidate: all }
    on_inconclusive: warn
    expect:
      - at: { concurrency: 8 }
        speedup: "> 0x"
  - name: is far too slow
    batch: { tasks: 8 }
    expect: { makespan: < 1ns }
`,
}

/** The current content of the project's history. */
async function series({ folder }: Project): Promise<readonly Series[]> {
  using store = await HistoryStore.open(join(folder, '.clustergate/history.db'), 'read')
  return seriesOf(store.rowsOfLast(100, 'all'), declarationOf)
}

describe('the history of real runs', () => {
  let project: Project
  const run = (...args: string[]) =>
    project.vitest(
      ['run', ...args, '--reporter=default', '--reporter=clustergate/reporters/history'],
      {
        env: { CLUSTERGATE_CLUSTER: 'cluster.yaml', HISTORY_KEY: key },
      },
    )
  beforeAll(async () => {
    project = await createProject(files)
    await execa('git', ['init', '--quiet', '--initial-branch', 'trunk'], { cwd: project.folder })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  test('has every number of every case of the perf stage, and of no other', async () => {
    const args = ['--reporter=clustergate/reporters/json']
    const { output, exitCode } = await run(...args)
    expect(exitCode).toBe(1)
    expect(output).toMatch(/ history: \.clustergate\/history\.db \(1 run\)/)
    const stored = await series(project)
    const report = JSON.parse(
      await readFile(join(project.folder, 'reports/clustergate.json'), 'utf8'),
    )
    const cases = report.files
      .filter(({ stage }: { stage: string }) => stage === 'perf')
      .flatMap((file: { cases: unknown[] }) => file.cases)
    const numbers = cases.flatMap(
      (each: { record: { verdict: { measurement: { metrics: Record<string, unknown> } } } }) =>
        Object.values(each.record.verdict.measurement.metrics).filter(
          (value) => typeof value === 'number',
        ),
    )
    expect(numbers.length).toBeGreaterThan(30)
    expect(stored.flatMap(({ points }) => points.map(({ value }) => value)).toSorted()).toEqual(
      numbers.toSorted(),
    )
    const speedup = stored.find(({ metric }) => metric === 'speedup')
    expect(speedup).toMatchObject({
      suite: 'Scaling',
      test: 'two beat one',
      subject: 'cluster',
      check: 'benchmark',
      labels: { concurrency: 8 },
      isAsked: true,
      better: 'higher',
      dimension: 'multiplier',
      setting: { workers: [{ id: 'w1', model: 'tiny' }, { id: 'w2' }] },
    })
    expect(speedup?.points[0]).toMatchObject({
      environment: { node: process.version },
      origin: { branch: 'trunk', isDirty: false },
    })
    // Whatever this machine was busy with: a void run is stored as such.
    expect(['passed', 'void', 'inconclusive']).toContain(speedup?.points[0]?.status)
    const slow = stored.find(({ metric, test }) => metric === 'makespan' && test.includes('slow'))
    expect(['failed', 'void']).toContain(slow?.points[0]?.status)
  })

  test('grows by one run each time, and not when a report is repeated', async () => {
    expect((await run()).output).toContain('history.db (2 runs)')
    const speedup = (await series(project)).find(({ metric }) => metric === 'speedup')
    expect(speedup?.points).toHaveLength(2)
    const { stdout } = await execa(process.execPath, [command, 'history', 'record'], {
      cwd: project.folder,
    })
    expect(stdout).toMatch(/is in \.clustergate\/history\.db already/)
  })

  test('is what `clustergate history` shows', async () => {
    const { stdout } = await execa(process.execPath, [command, 'history', '--all'], {
      cwd: project.folder,
      env: { NO_COLOR: '1' },
    })
    expect(stdout).toMatch(/^2 runs, the last one of [\d-]+ [\d:]+ UTC on trunk\n/)
    expect(stdout).toMatch(/Scaling › two beat one\n +speedup at concurrency 8 +[\d.]+x/)
    expect(stdout).toMatch(/Scaling › is far too slow\n +makespan +[\d.]+(ms|s)/)
  })

  test('contains no secret and no address', async () => {
    const bytes = await readFile(join(project.folder, '.clustergate/history.db'))
    expect(bytes.includes('mac') || bytes.includes('w1')).toBe(true)
    expect(bytes.includes(key)).toBe(false)
    expect(bytes.includes('HISTORY_KEY')).toBe(false)
    expect(bytes.includes('127.0.0.1')).toBe(false)
  })

  test('has nothing of a run that measured nothing, and leaves no files', async () => {
    const { output, exitCode } = await run('specs/network')
    expect(exitCode).toBe(0)
    expect(output).not.toContain('history:')
    expect((await series(project)).every(({ points }) => points.length === 2)).toBe(true)
    expect(await readdir(join(project.folder, '.clustergate'))).toEqual(['history.db'])
  })

  test('that cannot be used fails no test, and is left unchanged', async () => {
    const file = join(project.folder, '.clustergate/history.db')
    await writeFile(file, 'notes of mine')
    const { output, exitCode } = await run('-t', 'two beat one')
    expect(output).toMatch(/history: .*is not an SQLite database, so it was not changed/)
    expect(output).toMatch(/✓ .*two beat one/)
    expect(exitCode).toBe(0)
    expect(await readFile(file, 'utf8')).toBe('notes of mine')
  })
})

test('invalid options of the history reporter stop the run', async () => {
  await using project = await createProject({
    'specs/network/a.spec.yaml': files['specs/network/a.spec.yaml'],
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import clustergate from 'clustergate'
export default defineConfig({
  plugins: [clustergate()],
  test: { reporters: [['clustergate/reporters/history', { keep: 0 }]] },
})`,
  })
  const { output, exitCode } = await project.vitest(['run'])
  expect(output).toContain('history: `keep` is 0, and must be a whole number above 0')
  expect(exitCode).toBe(1)
})
