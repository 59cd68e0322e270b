import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  dayOf,
  maxBaselineRuns,
  slimLoads,
  withRun,
} from '../../../lib/record/baseline/baseline.ts'
import {
  BaselineFileError,
  baselineName,
  baselinePath,
  readBaseline,
  writeBaseline,
} from '../../../lib/record/baseline/baseline-file.ts'
import { loadLevels } from '../../../lib/record/load-levels.ts'
import { settingOf } from '../../../lib/record/setting.ts'
import { around, baselineOf, ladderLoads, runOf } from '../../verdict/baseline/benchmarks.ts'

const loads = ladderLoads({ 5: around(80, 2), 15: around(200, 2) })

describe('the runs of a baseline', () => {
  test('are the last five, in the order in which they were saved', () => {
    const days = ['01', '02', '03', '04', '05', '06'].map((day) => `2026-11-${day}`)
    const [first = '', ...others] = days
    const start = baselineOf(runOf(loads, first))
    const all = others.reduce((baseline, day) => withRun(baseline, runOf(loads, day)), start)
    expect(all.runs).toHaveLength(maxBaselineRuns)
    expect(all.runs.map(({ startedAt }) => startedAt.slice(0, 10))).toEqual(days.slice(1))
    expect(dayOf(all)).toBe('2026-11-06')
  })
})

describe('the loads of a baseline', () => {
  const open = { ...loads[0], labels: { concurrency: 5, load: 70 } } as (typeof loads)[number]
  const other = ladderLoads({ 5: [40] }, { side: 'baseline' })
  const slim = slimLoads([...loads, open, ...other])

  test('are closed loops only, without timelines', () => {
    expect(slim).toHaveLength(5)
    expect(slim.every(({ timeline }) => timeline.length === 0)).toBe(true)
  })

  test('have the latency distribution of all requests, and the mean duration of each worker', () => {
    const [first] = slim
    expect(Object.keys(first?.total.times ?? {})).toEqual(['latency'])
    expect(Object.keys(first?.workers.w1?.times ?? {})).toEqual(['service_time'])
    expect(slim.at(-1)?.total.times).toEqual({})
    expect(slim.at(-1)?.total.ok).toBe(100)
  })

  test('report the same values of each level as before', () => {
    const levels = loadLevels(slim)
    expect(levels.map(({ level }) => level)).toEqual([{ concurrency: 5 }, { concurrency: 15 }])
    expect(levels[0]?.candidate).toHaveLength(2)
    expect(levels[0]?.baseline).toHaveLength(1)
  })

  test('have their keys in one order, whatever order they were measured in', () => {
    const [first] = loads
    if (!first) throw new Error('no load')
    const reversed = Object.fromEntries(Object.entries(first).reverse()) as typeof first
    const workers = Object.fromEntries(Object.entries(first.workers).reverse())
    const shuffled = { ...reversed, workers, labels: { side: 'candidate', ...first.labels } }
    expect(JSON.stringify(slimLoads([shuffled]))).toBe(JSON.stringify(slimLoads([first])))
  })
})

describe('the file of a baseline', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-baseline-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('is beside the spec, in a folder with its name', () => {
    expect(baselinePath('/p/specs/perf/scaling.spec.yaml', 'three workers beat one')).toBe(
      '/p/specs/perf/baselines/scaling/three-workers-beat-one.json',
    )
    expect(baselineName('answers', 'w1')).toBe('answers › w1')
    expect(baselineName('answers', undefined)).toBe('answers')
  })

  test('has a unique name for each test, in letters that every file system supports', () => {
    const names = [
      'p95 < 1s',
      'p95 > 1s',
      'P95 1s',
      'p95 1s',
      'p95-1s',
      '速い',
      'x'.repeat(300),
      'a › b',
    ]
    const files = names.map((name) => baselinePath('/a.spec.ts', name).split('/').at(-1) ?? '')
    expect(new Set(files).size).toBe(names.length)
    for (const file of files) expect(file).toMatch(/^[a-z0-9-]{1,100}\.json$/)
    expect(files[3]).toBe('p95-1s.json')
  })

  test('is read unchanged, and can be reviewed line by line', async () => {
    const file = join(folder, 'deep/a.json')
    const baseline = baselineOf(runOf(slimLoads(loads)))
    await writeBaseline(file, baseline)
    expect(readBaseline(file)?.runs[0]?.loads).toHaveLength(4)
    const text = await readFile(file, 'utf8')
    expect(text).toContain(
      '\n    { "id": "w1", "type": "simulated", "model": "tiny", "slots": 4 },\n',
    )
    expect(text.endsWith('}\n')).toBe(true)
    await writeBaseline(file, baseline)
    expect(await readFile(file, 'utf8')).toBe(text)
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.json'])
    // Seven digits are enough: written once more, nothing changes.
    const again = readBaseline(file)
    if (again) await writeBaseline(file, again)
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test('may be missing', () => {
    expect(readBaseline(join(folder, 'none.json'))).toBeUndefined()
  })

  test.each([
    ['{ "schemaVersion": 1, ', 'not valid JSON'],
    ['{ "schemaVersion": 2 }', '`schemaVersion` is 2, not 1'],
    ['[]', '`schemaVersion` is nothing'],
    ['null', '`schemaVersion` is nothing'],
    ['{ "schemaVersion": 1, "suite": "s" }', 'it has no `test`'],
    [JSON.stringify({ ...baselineOf(), runs: [] }), 'a run has no loads'],
    [JSON.stringify({ ...baselineOf(), runs: [{ startedAt: 'x' }] }), 'a run has no loads'],
  ])('%s is reported with its name', async (text, words) => {
    const file = join(folder, 'broken.json')
    await writeFile(file, text)
    expect(() => readBaseline(file)).toThrow(BaselineFileError)
    expect(() => readBaseline(file)).toThrow(file)
    expect(() => readBaseline(file)).toThrow(words)
  })

  test('that is a device or a link to itself is reported, and not waited for', async () => {
    await symlink('/dev/zero', join(folder, 'zero.json'))
    await symlink('loop.json', join(folder, 'loop.json'))
    expect(() => readBaseline(join(folder, 'zero.json'))).toThrow(/is a device or pipe/)
    expect(() => readBaseline(join(folder, 'loop.json'))).toThrow(/a link that leads to itself/)
  })

  test('that is not JSON is reported with line and column, and without its content', async () => {
    const file = join(folder, 'secret.json')
    await writeFile(file, '{\n"a": PASSPHRASE=hunter2')
    expect(() => readBaseline(file)).toThrow(/secret\.json:2:6: not valid JSON/)
    expect(() => readBaseline(file)).not.toThrow(/hunter2/)
  })

  test('that is a folder is reported with its name', () => {
    expect(() => readBaseline(folder)).toThrow(
      /^the file .*clustergate-baseline-.* is a directory, not a file$/,
    )
  })
})

test('the setting of a baseline names workers without their addresses and keys', () => {
  const worker = { id: 'w1', type: 'openai', maxConcurrentRequests: 4, host: 'h', apiKey: 'secret' }
  const { workers, environment } = settingOf([worker])
  expect(workers).toEqual([{ id: 'w1', type: 'openai', slots: 4 }])
  expect(environment.node).toBe(process.version)
  expect(JSON.stringify(workers)).not.toContain('secret')
})
