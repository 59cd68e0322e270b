import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BenchFolder, createBenchFolder, simulated } from './bench-folder.ts'

describe('the end of `clustergate bench`', () => {
  let folder: BenchFolder
  beforeAll(async () => {
    folder = await createBenchFolder()
    await folder.cluster('three.json', simulated('w1'), simulated('w2'), simulated('w3'))
    const failing = { faults: [{ kind: 'error' }] }
    await folder.cluster('failing.json', simulated('w1', failing), simulated('w2', failing))
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  type Running = ReturnType<BenchFolder['run']>

  /** Waits until a running command has printed something on standard error. */
  function said(running: Running, wanted: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      let text = ''
      running.stderr?.on('data', (data) => {
        text += data
        if (wanted.test(text)) resolve()
      })
      running.stderr?.once('end', () => reject(new Error(`it ended without ${wanted}:\n${text}`)))
    })
  }

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in the middle reports and writes the measurements so far, and exits with 130',
    async (signal) => {
      const file = `stopped-${signal}.json`
      const running = folder.run([
        ...['bench', '-c', 'three.json', '--concurrency-levels', '12', '1', '--requests', '400'],
        ...['--warmup', '0', '-o', file],
      ])
      // The first level has ended; the second one takes eight seconds.
      await said(running, /concurrency 12: 400 requests/)
      running.kill(signal)
      const { stdout, stderr, exitCode } = await running
      expect(exitCode).toBe(130)
      const results = await folder.results(file)
      expect(results).toMatchObject({ interrupted: true, verdict: 'interrupted' })
      expect(results.concurrency_benchmark[0]).toMatchObject({
        concurrency: 12,
        total_requests: 400,
        failed: 0,
      })
      expect(results.concurrency_benchmark[0]?.cut_short).toBeUndefined()
      const [, second] = results.concurrency_benchmark
      if (second) {
        expect(second).toMatchObject({ concurrency: 1, failed: 0, cut_short: true })
        expect(second.total_requests).toBeLessThan(400)
      }
      expect(stdout).toMatch(/^3 workers:\n {2}Concurrency 1/)
      expect(stderr).toMatch(/stopping with the results so far[\s\S]*so far$/m)
      expect(await readdir(folder.path)).not.toContainEqual(expect.stringMatching(/\.tmp$/))
    },
  )

  test('SIGINT in the first level shows the side that was measured', async () => {
    const second = { time_to_first_token: '1s' }
    await folder.cluster('second.json', simulated('w1', second), simulated('w2', second))
    const running = folder.run([
      ...['bench', '-c', 'second.json', '--compare-first', '--concurrency-levels', '2'],
      ...['--requests', '100', '--warmup', '0', '-o', 'side.json'],
    ])
    await said(running, /network gate open/)
    // The first worker alone takes fifty seconds.
    await sleep(6_000)
    running.kill('SIGINT')
    const { stdout, exitCode } = await running
    expect(exitCode).toBe(130)
    expect(stdout).toMatch(/^Single worker \(w1\):\n {2}Concurrency 2: .*success 100%/i)
    const [level] = (await folder.results('side.json')).concurrency_benchmark
    expect(level).toMatchObject({ workers: 1, concurrency: 2, failed: 0, cut_short: true })
    expect(level?.total_requests).toBeGreaterThan(0)
    expect(level?.speedup).toBeUndefined()
  })

  test('Ctrl-C before anything was measured leaves an earlier file unchanged', async () => {
    await folder.write('earlier.json', '"earlier"')
    // So slow that the warm-up does not end.
    await folder.cluster('slow.json', simulated('w1', { time_to_first_token: '30s' }))
    const running = folder.run([
      ...['bench', '-c', 'slow.json', '--concurrency-levels', '1', '-o', 'earlier.json'],
    ])
    await said(running, /network gate open/)
    await sleep(300)
    running.kill('SIGINT')
    const { stdout, stderr, exitCode } = await running
    expect(exitCode).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toContain('interrupted before anything was measured')
    expect(await folder.results('earlier.json')).toBe('earlier')
  })

  test('failed requests miss the budget: exit code 1, with the level and the cause', async () => {
    const { stdout, stderr, exitCode } = await folder.run([
      ...['bench', '-c', 'failing.json', '--concurrency-levels', '4', '--requests', '20'],
      ...['-o', 'failed.json'],
    ])
    const results = await folder.results('failed.json')
    expect(results.concurrency_benchmark[0]).toMatchObject({
      total_requests: 20,
      failed: 20,
      success_rate: 0,
      requests_per_second: 0,
    })
    expect(stdout).toMatch(/Concurrency 4: 0 req\/s +success 0%/)
    expect(stderr).toMatch(/missed: success_rate: .*0% is not >= 95%/)
    expect(results.verdict).toBe('fail')
    expect(exitCode).toBe(1)
  })

  test('`--min-success-rate` sets how many may fail', async () => {
    const { exitCode } = await folder.run([
      ...['bench', '-c', 'failing.json', '--concurrency-levels', '4', '--requests', '20'],
      ...['--min-success-rate', '0%', '--quiet'],
    ])
    expect([0, 4]).toContain(exitCode)
  })

  test('a blocked load generator voids the result: exit code 4, with the reason', async () => {
    const running = folder.run([
      ...['bench', '-c', 'three.json', '--concurrency-levels', '4', '--requests', '200'],
      ...['-o', 'void.json'],
    ])
    await said(running, /network gate open/)
    // Blocked half of the time, for longer than the allowed delay of its event loop.
    while (running.exitCode === null) {
      running.kill('SIGSTOP')
      await sleep(100)
      running.kill('SIGCONT')
      await sleep(100)
    }
    const { stdout, exitCode } = await running
    expect(stdout).toMatch(/Not judged: the load generator was the limit at concurrency 4: /)
    expect((await folder.results('void.json')).unfit).not.toEqual([])
    expect(exitCode).toBe(4)
  })

  test.each([
    [['--requests', '0'], '`0` must be a whole number from 1 to 1000000'],
    [['--concurrency-levels', '5', '15x'], '`15x` must be a whole number from 1 to 100000'],
    [['--concurrency-levels', '5,,15'], '`` must be a whole number'],
    [['--concurrency-levels', Array.from({ length: 51 }, (_, i) => i + 1).join()], 'At most 50.'],
    [['--mode', 'fast'], 'Allowed choices are concurrency, scaling, both'],
    [['--mode', 'scaling', '--concurrency-levels', '5'], '--concurrency-levels has no meaning'],
    [['--worker-counts', '3'], '--worker-counts has no meaning with --mode concurrency'],
    [['--min-success-rate', '101'], 'a percentage from 0 to 100'],
    [['--workload', 'short-chta'], 'did you mean `short-chat`?'],
    [['-o', 'nowhere/results.json'], 'the folder nowhere does not exist'],
    [['-o', 'specs'], 'it is a folder, a device or a pipe'],
    [['-c', 'nowhere.json'], 'nowhere.json does not exist'],
    [['--concurency-levels', '5'], "unknown option '--concurency-levels'"],
    [['results.json'], 'too many arguments'],
  ])('%s exits with 2 and the reason', async (args, words) => {
    const { stderr, stdout, exitCode } = await folder.run(['bench', '-c', 'three.json', ...args])
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
    expect(stdout).toBe('')
    expect(exitCode).toBe(2)
  })

  test('`validate` exits with 4 if everything that did not pass is inconclusive', async () => {
    const spec = `suite: S
stage: network
tests:
  - { name: port open, tcp: {}, expect: { open: true } }
  - name: shares
    balance: { requests: 6, warmup: 0, concurrency: 1, strategy: round_robin }
    expect: { share.each: 33% ± 10% }
`
    await folder.write('undecided/network/a.spec.yaml', spec)
    const { stdout, exitCode } = await folder.run([
      ...['validate', '-c', 'three.json', '--specs', 'undecided'],
    ])
    expect(stdout).toMatch(/gate closed: 1 of \d tests? were inconclusive|1 of \d network tests/)
    expect(exitCode).toBe(4)
  })
})
