import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../e2e/free-port.ts'
import { type BenchFolder, createBenchFolder, isEndOf, simulated } from './bench-folder.ts'

describe('`clustergate quick`', () => {
  let folder: BenchFolder
  beforeAll(async () => {
    folder = await createBenchFolder()
    await folder.cluster('three.json', simulated('w1'), simulated('w2'), simulated('w3'))
    await folder.cluster('one.json', simulated('w1'))
    const dead = { id: 'w2', host: '127.0.0.1', port: await freePort(), type: 'openai', model: 'm' }
    await folder.cluster('dead.json', simulated('w1'), dead)
    const larger = { ...simulated('w3'), model: 'larger' }
    await folder.cluster('models.json', simulated('w1'), simulated('w2'), larger)
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  test('prints the output of the guide, and that it is only an impression', async () => {
    const { stdout, stderr, exitCode } = await folder.run([
      ...['quick', '-c', 'three.json', '-o', 'results.json'],
    ])
    expect(stdout).toMatch(
      /^Single worker \(w1\):\n {2}Concurrency 5: [\d.]+ req\/s.*\n {2}Concurrency 15: [\d.]+ req\/s.*\n\n3 workers:\n {2}Concurrency 5: [\d.]+ req\/s.*\n {2}Concurrency 15: [\d.]+ req\/s.*\n\nSpeedup Calculation:\n {2}Concurrency 5: [\d.]+x speedup\n/,
    )
    expect(stderr).toMatch(
      /^target: three\.json, 3 simulated workers\n[\s\S]*network gate open: 3 tests\n/,
    )
    expect(stderr).toContain('10 requests are an impression, not a verdict: `clustergate bench`')
    const results = await folder.results()
    expect(results.concurrency_benchmark).toMatchObject([
      { concurrency: 5, total_requests: 10, baseline: { workers: 1, total_requests: 10 } },
      { concurrency: 15, total_requests: 10, baseline: { workers: 1, total_requests: 10 } },
    ])
    expect(exitCode).toBe(isEndOf(results))
  })

  test('reports what so few requests can show, and has no expectations', async () => {
    const { stdout } = await folder.run(['quick', '-c', 'three.json', '--quiet'])
    // Of 12 slots, 10 are used, against the 4 of one worker.
    expect(stdout).toMatch(
      /Concurrency 15: [\d.]+x speedup\n {4}10 requests do not fill 12 slots: about 2\.5x is the most\n/,
    )
    expect(stdout).not.toContain('expected')
  })

  test('of a single worker compares nothing', async () => {
    const { stdout, stderr } = await folder.run(['quick', '-c', 'one.json', '--requests', '20'])
    expect(stderr).toContain('w1 is the only worker: there is no other worker to compare it with')
    expect(stdout).toMatch(/^Single worker \(w1\):\n {2}Concurrency 5: /)
    expect(stdout).not.toContain('Speedup')
  })

  test('sends nothing behind a closed gate, and exits with 3', async () => {
    const { stdout, stderr, exitCode } = await folder.run(['quick', '-c', 'dead.json'])
    expect(stderr).toMatch(/network gate closed: 1 of 2 [\s\S]*port open › w2/)
    expect(stdout).toBe('')
    expect(exitCode).toBe(3)
  })

  test('compares the models that the workers serve, which these network specs do not test', async () => {
    const { stdout, stderr, exitCode } = await folder.run(['quick', '-c', 'models.json'])
    expect(stderr).toContain('the workers serve different models: tiny, larger; w3 differs')
    expect(stdout).toBe('')
    expect(exitCode).toBe(3)
  })
})
