import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BenchmarkFile } from '../../../lib/cli/bench/benchmark-file.ts'
import type { ComparedFigures } from '../../../lib/cli/bench/compared-figures.ts'
import { type BenchFolder, createBenchFolder } from './bench-folder.ts'

function level(concurrency: number, perSecond: number, changes: Partial<ComparedFigures> = {}) {
  return {
    concurrency,
    workers: 1,
    requests_per_second: perSecond,
    success_rate: 100,
    total_requests: 100,
    failed: 0,
    retries: 0,
    duration_ms: 1_000,
    per_worker: [],
    p95_response_time_ms: 120,
    ...changes,
  }
}

function results(
  levels: readonly ComparedFigures[],
  changes: Partial<BenchmarkFile> = {},
): BenchmarkFile {
  const worker = { host: '192.168.1.105', port: 1234, type: 'lm_studio', model: 'mistral' }
  return {
    schema_version: 1,
    environment: {
      date: '2026-11-24T10:00:00.000Z',
      clustergate: '0.1.0',
      node: 'v20.19.0',
      platform: 'linux x64',
      cpus: 8,
      cpu_model: 'any',
    },
    gate: 'open',
    interrupted: false,
    unfit: [],
    verdict: 'pass',
    diagnoses: [],
    cluster: { workers: [{ ...worker, id: 'mac-studio-1', max_concurrent_requests: 5 }] },
    workload: { name: 'short-chat', hash: 'abc' },
    options: { mode: 'concurrency', requests: 100, repetitions: 1, min_success_rate: 95 },
    concurrency_benchmark: levels,
    scaling_benchmark: [],
    measurement: {},
    ...changes,
  }
}

const single = results([level(5, 8.2), level(15, 10.5), level(20, 10.6)])
const multiple = results([level(5, 8.5), level(15, 28.3, { p95_response_time_ms: 1_500 })])

describe('`clustergate compare`', () => {
  let folder: BenchFolder
  beforeAll(async () => {
    folder = await createBenchFolder()
    await folder.write('single.json', single)
    await folder.write('multiple.json', multiple)
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  const compare = (...args: string[]) => folder.run(['compare', ...args])

  /** Of `single` and a changed `multiple`. */
  async function compareWith(changes: Partial<BenchmarkFile>, ...args: string[]) {
    await folder.write('changed.json', { ...multiple, ...changes })
    return compare('single.json', 'changed.json', ...args)
  }

  test('compares the levels that both runs have', async () => {
    const { stdout, exitCode } = await compare('single.json', 'multiple.json')
    expect(stdout).toMatch(/^A: single\.json \(1 worker: mac-studio-1; 2026-11-24 10:00 UTC\)\nB: /)
    expect(stdout).toMatch(/\n5 +8\.2 req\/s +8\.5 req\/s +1\.04x +120ms +120ms +100% +100%\n/)
    expect(stdout).toMatch(/\n15 +10\.5 req\/s +28\.3 req\/s +2\.70x +120ms +1\.5s +100% +100%\n/)
    expect(stdout).not.toMatch(/\n20 /)
    expect(exitCode).toBe(0)
  })

  test('`--json` prints the same comparison for machines', async () => {
    const { stdout } = await compare('single.json', 'multiple.json', '--json')
    const { levels, a } = JSON.parse(String(stdout))
    expect(levels[1]).toMatchObject({ concurrency: 15, a: { requests_per_second: 10.5 } })
    expect(levels[1].speedup).toBeCloseTo(28.3 / 10.5, 9)
    expect(a).toMatchObject({ file: 'single.json', caveats: [] })
  })

  test.each<[string, Partial<BenchmarkFile>, string]>([
    [
      'the workload',
      { workload: { name: 'long-context', hash: 'def' } },
      'workload differ: short-chat in A, long-context in B',
    ],
    [
      'the content of a workload of the same name',
      { workload: { name: 'short-chat', hash: 'def' } },
      'workload differ: both are `short-chat`, and send other requests',
    ],
    [
      'the number of requests',
      { options: { ...multiple.options, requests: 10 } },
      'requests differ: 100 in A, 10 in B',
    ],
    [
      'the models',
      { cluster: { workers: multiple.cluster.workers.map((w) => ({ ...w, model: 'llama' })) } },
      'models differ: mistral in A, llama in B',
    ],
  ])('refuses a difference in %s, unless forced', async (_, changes, words) => {
    const refused = await compareWith(changes)
    expect(refused.stderr).toContain(words)
    expect(refused.stdout).toBe('')
    expect(refused.exitCode).toBe(2)
    const forced = await compareWith(changes, '--force')
    expect(forced.stdout).toContain(`forced: ${words}`)
    expect(forced.stdout).toMatch(/\n15 +10\.5 req\/s/)
    expect(forced.exitCode).toBe(0)
  })

  test.each<[string, Partial<BenchmarkFile>, string, number]>([
    ['void', { unfit: ['the client was slow'] }, 'B is void: the client was slow', 4],
    ['forced', { gate: 'forced' }, 'B is forced: measured behind a closed network gate', 0],
    ['interrupted', { interrupted: true }, 'B is interrupted: it has the results until then', 0],
  ])('reports that one is %s', async (_, changes, words, code) => {
    const { stdout, exitCode } = await compareWith(changes)
    expect(stdout).toContain(words)
    expect(exitCode).toBe(code)
  })

  test('leaves out a truncated level', async () => {
    const levels = [level(5, 8.5), level(15, 2, { cut_short: true })]
    const { stdout } = await compareWith({ concurrency_benchmark: levels, interrupted: true })
    expect(stdout).toContain('left out: concurrency 15 was cut short')
    expect(stdout).not.toMatch(/\n15 /)
  })

  test('has no speedup over a side without a successful response', async () => {
    const dead = { success_rate: 0, failed: 100, p95_response_time_ms: undefined }
    await folder.write('dead.json', results([level(5, 0, dead as Partial<ComparedFigures>)]))
    const { stdout } = await compare('dead.json', 'multiple.json')
    expect(stdout).toMatch(/\n5 +0 req\/s +8\.5 req\/s +no data +no data +120ms +0% +100%\n/)
  })

  test('exits with 2 if no level is in common', async () => {
    const { stderr, exitCode } = await compareWith({ concurrency_benchmark: [level(7, 3)] })
    expect(stderr).toContain('no level of concurrency in common: 5, 15, 20 in A, 7 in B')
    expect(exitCode).toBe(2)
  })

  test.each([
    ['is missing', 'singel.json', undefined, 'the file singel.json does not exist'],
    ['is not JSON', 'a.yaml', 'workers: []', 'a.yaml:1:1: not valid JSON: '],
    [
      'is of another kind',
      'a.json',
      '{"workers":[]}',
      "must have required property 'schema_version'",
    ],
    [
      'lacks a figure',
      'b.json',
      JSON.stringify({
        ...single,
        concurrency_benchmark: [{ ...level(5, 8), requests_per_second: '8' }],
      }),
      'b.json: `concurrency_benchmark.0.requests_per_second` must be number',
    ],
    [
      'is of a later version',
      'c.json',
      JSON.stringify({ ...single, schema_version: 2 }),
      'c.json: `schema_version` must be equal to constant',
    ],
  ])('exits with 2 if a file %s', async (_, file, content, words) => {
    if (content !== undefined) await folder.write(file, content)
    const { stderr, exitCode } = await compare('single.json', file)
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
    expect(exitCode).toBe(2)
  })

  test('requires two files', async () => {
    expect(await compare('single.json')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("missing required argument 'b'"),
    })
  })
})
