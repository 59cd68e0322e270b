import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Check } from '../../lib/checks/check.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import { baselinePath, writeBaseline } from '../../lib/record/baseline/baseline-file.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { settingOf } from '../../lib/record/setting.ts'
import { type CallingTest, clusterHandle } from '../../lib/vitest/cluster-handle.ts'
import { exampleCluster } from '../docs/examples.ts'
import { freePort } from '../e2e/free-port.ts'
import { around, benchmarkOf, ladderLoads, runOf } from '../verdict/baseline/benchmarks.ts'

const cluster = exampleCluster()

describe('a check of a TypeScript spec with conditions', () => {
  const benchmark = checkOf('benchmark') as { run: Check['run'] }
  const { run: real } = benchmark
  let folder: string
  let runs: number
  let open: (boolean | undefined)[]
  let measured: Measurement[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-judged-'))
    runs = 0
    open = []
    measured = []
  })
  afterEach(async () => {
    benchmark.run = real
    await rm(folder, { recursive: true, force: true })
  })

  function handle(changes: Partial<CallingTest> = {}) {
    return clusterHandle(cluster, {
      signal: new AbortController().signal,
      timeoutMs: 20_000,
      name: 'Speed > stays fast',
      file: join(folder, 'speed.spec.ts'),
      onMeasured: (measurement) => measured.push(measurement),
      ...changes,
    })
  }

  /** Benchmarks of these throughputs, one after the other, instead of real ones. */
  function finding(...throughputs: readonly (readonly number[])[]): void {
    benchmark.run = async (_, { isOpen }) => {
      const perSecond = throughputs[runs]
      if (!perSecond) throw new Error('it ran too often')
      runs += 1
      const { setting: _setting, ...rest } = benchmarkOf(ladderLoads({ 15: [...perSecond] }))
      const metrics = { 'success_rate{concurrency=15}': 100 }
      const result = { ...rest, metrics, durationMs: 10 }
      open.push(isOpen?.(result))
      return result
    }
  }

  async function save(perSecond: number): Promise<void> {
    const { workers } = settingOf(cluster.workers)
    const file = baselinePath(join(folder, 'speed.spec.ts'), 'Speed > stays fast')
    await writeBaseline(file, {
      schemaVersion: 1,
      suite: 'Speed',
      test: 'Speed > stays fast',
      check: 'benchmark',
      workers,
      runs: [runOf(ladderLoads({ 15: around(perSecond) }))],
    })
  }

  const regression = { metric: 'throughput', within: '5%' } as const
  const asked = { expect: [{ success_rate: '>= 95%' }, { regression }] }
  const options = { concurrency: [15] }

  test('is measured again before a regression is declared', async () => {
    await save(200)
    finding(around(150), around(151))
    const call = handle().benchmark(options, asked)
    await expect(call).rejects.toMatchObject({
      name: 'BudgetMissed',
      code: 'CLUSTERGATE_BUDGET_MISSED',
      message: expect.stringMatching(/25% below .* and a second measurement confirms it/),
    })
    expect(runs).toBe(2)
  })

  test('passes if the second measurement does not confirm the first', async () => {
    await save(200)
    finding(around(150), around(200))
    const measurement = await handle().benchmark(options, asked)
    expect(runs).toBe(2)
    expect(measurement.notes[0]).toContain('a second one does not confirm')
    expect(measured).toEqual([measurement])
  })

  test('stops as soon as its conditions are decided, and continues while they are not', async () => {
    await save(200)
    finding([150, 250, 200], around(200))
    await expect(handle().benchmark(options, asked)).rejects.toMatchObject({ name: 'Inconclusive' })
    await handle().benchmark(options, asked)
    expect(open).toEqual([true, false])
  })

  test('fails after one measurement, and reports that, if the test has no time for a second', async () => {
    await save(200)
    finding(around(150), around(200))
    const call = handle({ timeoutMs: 5 }).benchmark(options, asked)
    await expect(call).rejects.toThrow("the test's timeout leaves no time for a second measurement")
    expect(runs).toBe(1)
  })

  test('returns an undecided sample if that is only a warning', async () => {
    finding(around(200))
    const lenient = { ...asked, onInconclusive: 'warn' } as const
    expect((await handle().benchmark(options, lenient)).check).toBe('benchmark')
  })

  test('is not judged without conditions', async () => {
    finding(around(200))
    await handle().benchmark(options)
    expect(open).toEqual([undefined])
  })

  test('fails on the line of the call', async () => {
    const worker = { ...cluster.workers[0]!, host: '127.0.0.1', port: await freePort() }
    const failing = clusterHandle({ ...cluster, workers: [worker] }, caller())
    const error = await failing.workers[0]!.tcp(
      { timeout: '1s' },
      { expect: { open: true } },
    ).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ name: 'BudgetMissed' })
    expect(error).toMatchObject({ message: expect.stringContaining('open: false is not true') })
    const [frame] = (error as Error).stack!.split('\n').filter((line) => /^\s+at /.test(line))
    expect(frame).toContain('judged-checks.test.ts')
  })

  test.each<[object, string]>([
    [{ 'rtt.average': '< 1ms' }, 'unknown metric'],
    [{ 'rtt.avg': '< 5%' }, '`rtt.avg`'],
    [{ 'rtt.avg': undefined }, 'rtt.avg'],
    [{ at: { concurrency: 1 }, packet_loss: '0%' }, 'unknown label `concurrency`'],
    [{}, 'ping: '],
    [[], 'ping: '],
  ])('refuses unknown conditions of the check: %j', async (wrong, words) => {
    const [worker] = handle().workers
    const call = worker!.ping({ count: 1 }, { expect: wrong } as never)
    await expect(call).rejects.toThrow(TypeError)
    await expect(call).rejects.toThrow(words)
  })

  test('has the name of its check in camelCase', () => {
    expect(handle()).toHaveProperty('sameModel')
    expect(handle()).not.toHaveProperty('same_model')
  })
})

function caller(): CallingTest {
  const { signal } = new AbortController()
  return { signal, timeoutMs: 20_000, name: 'a', file: '/a.spec.ts' }
}
