import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BenchmarkFile } from '../../../lib/cli/bench/benchmark-file.ts'
import { createValidator } from '../../../lib/source/create-validator.ts'
import { freePort } from '../../e2e/free-port.ts'
import { type BenchFolder, createBenchFolder, isEndOf, simulated } from './bench-folder.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../schemas/benchmark-file.schema.json'), 'utf8'),
)

/** Escape sequences and carriage returns redraw a line; a file must have none of them. */
const redrawn = /[\u001b\r]/

describe('`clustergate bench`', () => {
  let folder: BenchFolder
  beforeAll(async () => {
    folder = await createBenchFolder()
    await folder.cluster('three.json', simulated('w1'), simulated('w2'), simulated('w3'))
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  describe('of three equal workers against the first one', () => {
    let run: { readonly stdout: string; readonly stderr: string; readonly exitCode?: number }
    let results: BenchmarkFile
    beforeAll(async () => {
      const args = ['--concurrency-levels', '4,12', '--requests', '60', '--compare-first']
      run = (await folder.run([
        ...['bench', '-c', 'three.json', '-o', 'results.json'],
        ...args,
      ])) as typeof run
      results = await folder.results()
    })

    test('the results have what the guide extracts from them', () => {
      const taken = results.concurrency_benchmark.map((level) => ({
        concurrency: level.concurrency,
        rps: level.requests_per_second,
      }))
      expect(taken.map(({ concurrency }) => concurrency)).toEqual([4, 12])
      expect(taken.every(({ rps }) => rps > 0)).toBe(true)
    })

    test('the results match their schema', () => {
      expect(createValidator(schema)(results)).toEqual([])
    })

    test('every request is counted once, in total and by worker', () => {
      for (const level of results.concurrency_benchmark) {
        expect(level).toMatchObject({ workers: 3, total_requests: 60, failed: 0 })
        const requests = level.per_worker.map(({ total_requests: count }) => count)
        expect(requests.reduce((sum, count) => sum + count, 0)).toBe(60)
        const shares = level.per_worker.map(({ load_percentage: share = 0 }) => share)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 6)
        expect(level.baseline).toMatchObject({ workers: 1, total_requests: 60 })
        expect(level.baseline?.per_worker.map(({ id }) => id)).toEqual(['w1'])
      }
    })

    test('the figures are consistent with each other and with the service time', () => {
      for (const level of results.concurrency_benchmark) {
        const perSecond = (level.total_requests / level.duration_ms) * 1_000
        expect(level.requests_per_second).toBeCloseTo(perSecond, 6)
        // 40 ms to the first of 16 tokens: no response can be faster.
        expect(level.p50_response_time_ms).toBeGreaterThan(40)
        expect(level.p99_response_time_ms).toBeGreaterThanOrEqual(level.p95_response_time_ms ?? 0)
        const ratio = level.requests_per_second / (level.baseline?.requests_per_second ?? 0)
        expect(level.speedup).toBeCloseTo(ratio, 6)
      }
    })

    test('three workers are faster if one has too few slots', () => {
      // Three times as many slots, so three times as fast in theory.
      expect(results.concurrency_benchmark[1]?.speedup).toBeGreaterThan(1.5)
    })

    test('the report has the format of the guide', () => {
      expect(run.stdout).toMatch(
        /^Single worker \(w1\):\n {2}Concurrency 4: [\d.]+ req\/s .*\n {2}Concurrency 12: [\d.]+ req\/s .*\n\n3 workers:\n {2}Concurrency 4: [\d.]+ req\/s .*\n {2}Concurrency 12: [\d.]+ req\/s .*\n\nSpeedup Calculation:\n {2}Concurrency 4: [\d.]+x speedup\n/,
      )
      expect(run.stdout).toMatch(
        /\n {2}Concurrency 12: [\d.]+x speedup \(expected: 2\.5x to 2\.8x\)/,
      )
    })

    test('progress is printed beside the report, a line for each level that has ended', () => {
      expect(run.stderr).toMatch(
        /^target: .*, 3 simulated workers\nnote: .*\nnetwork gate open: 3 tests\nconcurrency 4: 128 requests in .*\nconcurrency 12: 144 requests in .*, 100% of all\nresults: results\.json$/,
      )
      expect(run.stdout + run.stderr).not.toMatch(redrawn)
    })

    test('the exit code and the results agree', () => {
      expect(run.exitCode).toBe(isEndOf(results))
      expect(results).toMatchObject({ gate: 'open', interrupted: false, schema_version: 1 })
      expect(results.verdict).toBe(run.exitCode === 0 ? 'pass' : 'inconclusive')
    })
  })

  test('`--mode scaling` measures numbers of workers at all of their slots', async () => {
    const { stdout, stderr, exitCode } = await folder.run([
      ...['bench', '-c', 'three.json', '--mode', 'scaling', '--worker-counts', '1', '3', '5'],
      ...['--requests', '60', '-o', 'results.json'],
    ])
    const results = await folder.results()
    expect(stderr).toContain('there are 3 workers: 5 of --worker-counts became 3')
    expect(results.concurrency_benchmark).toEqual([])
    expect(results.scaling_benchmark).toMatchObject([
      { workers: 1, concurrency: 4, optimal_concurrency: 4, total_requests: 60 },
      { workers: 3, concurrency: 12, optimal_concurrency: 12, total_requests: 60 },
    ])
    const [, three] = results.scaling_benchmark
    expect(three?.speedup).toBeGreaterThan(1.5)
    expect(three?.efficiency).toBeCloseTo(((three?.speedup ?? 0) / 3) * 100, 6)
    expect(stdout).toMatch(/\n {2}Concurrency 12, 3 workers: [\d.]+x speedup \(expected:/)
    expect(createValidator(schema)(results)).toEqual([])
    expect(exitCode).toBe(isEndOf(results))
  })

  test('`--mode both` measures both, with streams if configured', async () => {
    await folder.run([
      ...['bench', '-c', 'three.json', '--mode', 'both', '--concurrency-levels', '2', '4'],
      ...['--worker-counts', '2', '--requests', '20', '--repetitions', '3', '--stream', '--quiet'],
      ...['--max-tokens', 'none', '-o', 'results.json'],
    ])
    const results = await folder.results()
    expect(results.concurrency_benchmark.map(({ concurrency }) => concurrency)).toEqual([2, 4])
    expect(results.scaling_benchmark).toMatchObject([{ workers: 2, total_requests: 60 }])
    expect(results.scaling_benchmark[0]?.speedup_interval?.low).toBeGreaterThan(0)
    expect(results.concurrency_benchmark[0]?.p50_ttft_ms).toBeGreaterThan(40)
    expect(results.options).toMatchObject({ mode: 'both', max_tokens: 'none', repetitions: 3 })
    expect(Object.keys(results.measurement)).toEqual(['concurrency', 'scaling'])
    expect(createValidator(schema)(results)).toEqual([])
  })

  test('a speedup that is too low is reported with its loss and the responsible worker', async () => {
    const slow = simulated('slow', { speed: 0.2 })
    await folder.cluster('slow.json', simulated('w1'), simulated('w2'), slow)
    const { stdout } = await folder.run([
      ...['bench', '-c', 'slow.json', '--concurrency-levels', '12', '--requests', '90'],
      ...['--compare-first', '-o', 'results.json', '--quiet'],
    ])
    const results = await folder.results()
    const [level] = results.concurrency_benchmark
    // Two workers and a fifth against one.
    expect(level?.speedup).toBeLessThan(2.5)
    expect(level?.loss?.workers).toBeGreaterThan(1)
    expect(stdout).toMatch(/\n {4}of 3x; lost: .*\d+% slower workers/)
    // A void result is not explained, because nothing is concluded from it.
    const reported =
      results.unfit.length > 0 ? /Not judged: / : /slow takes [\d.]+x as long.*\n {2}cause: /
    expect(stdout).toMatch(reported)
    const blamed = results.diagnoses.filter(({ symptom }) => symptom.includes('slow takes'))
    expect(blamed).toHaveLength(results.unfit.length > 0 ? 0 : 1)
  })

  test('`--json` prints the results, and nothing else on standard output', async () => {
    const { stdout, stderr } = await folder.run([
      ...['bench', '-c', 'three.json', '--concurrency-levels', '4', '--requests', '12'],
      ...['--json', '--quiet'],
    ])
    expect(stderr).toBe('')
    expect(createValidator(schema)(JSON.parse(String(stdout)))).toEqual([])
  })

  test('keys of the cluster file are used and never shown', async () => {
    const worker = { ...simulated('w1'), api_key: '${BENCH_KEY}' }
    await folder.cluster('key.json', worker)
    const { stdout, stderr } = await folder.run([
      ...['bench', '-c', 'key.json', '--concurrency-levels', '4', '--requests', '12', '--json'],
    ])
    const results: BenchmarkFile = JSON.parse(String(stdout))
    expect(results.concurrency_benchmark).toMatchObject([{ total_requests: 12, failed: 0 }])
    expect(`${stdout}${stderr}`).not.toContain('sk-live-bench-1')
  })

  describe('behind a closed gate', () => {
    let paths: string[]
    const server = createServer((request, response) => {
      paths.push(`${request.method} ${request.url}`)
      response.end('{"object":"list","data":[{"id":"tiny"}]}')
    })
    beforeAll(async () => {
      paths = []
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const real = { host: '127.0.0.1', type: 'openai', model: 'tiny' }
      await folder.cluster(
        'half.json',
        { ...real, id: 'alive', port },
        { ...real, id: 'dead', port: await freePort() },
      )
      await folder.cluster('forced.json', simulated('alive'), {
        ...real,
        id: 'dead',
        port: await freePort(),
      })
    })
    afterAll(() => server.close())

    test('nothing is sent, the cause is named and the exit code is 3', async () => {
      const { stdout, stderr, exitCode } = await folder.run([
        ...['bench', '-c', 'half.json', '-o', 'closed.json'],
      ])
      expect(exitCode).toBe(3)
      expect(stderr).toMatch(/network gate closed: 1 of 2 [\s\S]*port open › dead[\s\S]*refused/)
      expect(stderr).toMatch(/cause: the server on dead is not running/)
      expect(stdout).toBe('')
      expect(paths.filter((path) => path.startsWith('POST'))).toEqual([])
      await expect(folder.results('closed.json')).rejects.toThrow('ENOENT')
    })

    test('`--force` measures, and the results report that', async () => {
      const { stderr, exitCode } = await folder.run([
        ...['bench', '-c', 'forced.json', '--concurrency-levels', '4', '--requests', '20'],
        ...['--force', '-o', 'forced-results.json'],
      ])
      const results = await folder.results('forced-results.json')
      expect(stderr).toContain('--force: measuring although the gate is closed; the results say so')
      expect(results.gate).toBe('forced')
      expect(results.gate_reason).toMatch(/port open › dead/)
      expect(results.concurrency_benchmark[0]?.total_requests).toBe(20)
      expect(createValidator(schema)(results)).toEqual([])
      expect([0, 4]).toContain(exitCode)
    })
  })
})
