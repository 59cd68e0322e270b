import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { Check } from '../../lib/checks/check.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import type { Baseline } from '../../lib/record/baseline/baseline.ts'
import { baselinePath, writeBaseline } from '../../lib/record/baseline/baseline-file.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { settingOf } from '../../lib/record/setting.ts'
import { baselineOfTest } from '../../lib/runner/baseline-of-test.ts'
import { maxMeasurements, runCase } from '../../lib/runner/run-case.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { exampleCluster } from '../docs/examples.ts'
import { around, benchmarkOf, ladderLoads, runOf } from '../verdict/baseline/benchmarks.ts'
import { startTestCluster } from './balancer-cluster.ts'
import { runPerfCheck } from './run-perf-check.ts'

const cluster = exampleCluster()
const text = `suite: Speed
stage: perf
tests:
  - name: stays fast
    benchmark: { concurrency: 15 }
    expect:
      - success_rate: ">= 95%"
      - regression: { metric: throughput, within: 5% }
`

/** The result of a benchmark with this throughput; a real one would be random. */
function found(perSecond: number, successRate = 100): Measurement {
  const { setting: _, ...measured } = benchmarkOf(ladderLoads({ 15: around(perSecond) }))
  return { ...measured, metrics: { 'success_rate{concurrency=15}': successRate } }
}

describe('a test with a regression', () => {
  const benchmark = checkOf('benchmark') as { run: Check['run'] }
  const { run: real } = benchmark
  let folder: string
  let runs: number
  /** The undecided conditions when the check asked, at each of its runs. */
  let open: (boolean | undefined)[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-case-'))
  })
  afterEach(async () => {
    benchmark.run = real
    await rm(folder, { recursive: true, force: true })
  })

  /** The verdict if the runs of the check find this, one after the other. */
  async function verdictOn(...results: readonly Measurement[]) {
    runs = 0
    open = []
    benchmark.run = async (_, { isOpen }) => {
      const result = results[runs]
      if (!result) throw new Error('it ran too often')
      runs += 1
      open.push(isOpen?.(result))
      return result
    }
    const [specTest] = readSpec(
      { file: join(folder, 'speed.spec.yaml'), text },
      { cluster, catalog: checkCatalog, env: {} },
    ).tests
    if (!specTest) throw new Error('no test')
    const environment = { cluster, signal: AbortSignal.timeout(20_000), secrets: ['sk-secret'] }
    return runCase(specTest, cluster.workers, environment)
  }

  const file = () => baselinePath(join(folder, 'speed.spec.yaml'), 'stays fast')

  async function save(perSecond: number, changes: Partial<Baseline> = {}) {
    const { workers } = settingOf(cluster.workers)
    await writeBaseline(file(), {
      schemaVersion: 1,
      suite: 'Speed',
      test: 'stays fast',
      check: 'benchmark',
      workers,
      runs: [runOf(ladderLoads({ 15: around(perSecond) }))],
      ...changes,
    })
  }

  test('without a baseline is inconclusive, and is not repeated for that', async () => {
    const { status, conditions } = await verdictOn(found(200))
    expect(status).toBe('inconclusive')
    expect(conditions[1]?.reason).toMatch(/^no baseline yet: `clustergate baseline save`/)
    expect(open).toEqual([false])
  })

  test('within its tolerance passes after one run, and reports what was measured', async () => {
    await save(200)
    const { status, measurement } = await verdictOn(found(199))
    expect({ status, runs }).toEqual({ status: 'pass', runs: 1 })
    expect(measurement?.setting?.workers.map(({ id }) => id)).toEqual(
      cluster.workers.map(({ id }) => id),
    )
  })

  test('is measured again before a regression is declared', async () => {
    await save(200)
    const { status, conditions } = await verdictOn(found(150), found(151))
    expect({ status, runs }).toEqual({ status: 'fail', runs: 2 })
    expect(conditions[1]?.reason).toMatch(/25% below .* and a second measurement confirms it/)
  })

  test('passes if the second measurement finds nothing, and reports the first one', async () => {
    await save(200)
    const { status, measurement } = await verdictOn(found(150), found(200))
    expect(status).toBe('pass')
    expect(measurement?.notes[0]).toMatch(
      /25% below .* in a first measurement, and a second one does not confirm/,
    )
  })

  test('is not measured again if something else fails', async () => {
    await save(200)
    const { status } = await verdictOn(found(150, 80))
    expect({ status, runs }).toEqual({ status: 'fail', runs: 1 })
  })

  test('is judged by the second measurement in everything else', async () => {
    await save(200)
    const { status, conditions } = await verdictOn(found(150), found(200, 80))
    expect({ status, runs }).toEqual({ status: 'fail', runs: 2 })
    expect(conditions.map((each) => each.status)).toEqual(['fail', 'pass'])
  })

  test('against a baseline of another cluster is inconclusive, and not repeated', async () => {
    await save(200, { workers: [{ id: 'other', type: 'openai', slots: 1 }] })
    const { status, conditions } = await verdictOn(found(100))
    expect({ status, runs }).toEqual({ status: 'inconclusive', runs: 1 })
    expect(conditions[1]?.reason).toContain('the set of workers was other, and is mac-studio-1')
    expect(open).toEqual([false])
  })

  test('stays undecided while its repetitions do not decide', async () => {
    await save(200)
    const noisy = benchmarkOf(ladderLoads({ 15: [150, 250, 200] }))
    await verdictOn({ ...noisy, metrics: { 'success_rate{concurrency=15}': 100 } })
    expect(open).toEqual([true])
  })

  test('with an unreadable baseline is an error that names the file, and sends nothing', async () => {
    await mkdir(dirname(file()), { recursive: true })
    await writeFile(file(), '{')
    const { status, reason, diagnosis } = await verdictOn()
    expect(status).toBe('error')
    expect(reason).toContain(`${file()}:1:2: not valid JSON`)
    expect(diagnosis).toMatchObject({ code: 'baseline_unreadable' })
    expect(runs).toBe(0)
  })

  test('may take the time of two measurements, another test that of one', () => {
    const other = text.replace('- regression: { metric: throughput, within: 5% }', '')
    const count = (spec: string) => {
      const environment = { cluster, catalog: checkCatalog, env: {} }
      const [specTest] = readSpec({ file: '/a/perf/a.spec.yaml', text: spec }, environment).tests
      if (!specTest) throw new Error('no test')
      return [maxMeasurements(specTest), baselineOfTest(specTest, cluster.workers) !== undefined]
    }
    expect(count(text)).toEqual([2, true])
    expect(count(other)).toEqual([1, false])
  })
})

test('a benchmark repeats until its regression is decided', async () => {
  await using workers = await startTestCluster([{}, {}])
  const asked: (number | undefined)[] = []
  const options = { requests: 6, concurrency: 2, repetitions: 3, max_repetitions: 9 }
  const { loads } = await runPerfCheck(workers, 'benchmark', options, {
    isOpen: (sofar) => asked.push(sofar.loads?.length) < 2,
  })
  // Unfit ones, on a busy machine, are ignored.
  expect(asked).toEqual([3, 4].slice(0, asked.length))
  expect(loads).toHaveLength(asked.length < 2 ? 3 : 4)
})
