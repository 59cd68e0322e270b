import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { createProject } from '../e2e/project.ts'
import { describeWith } from '../hosts/requirements.ts'
import { givenUrls, missingForEngine, startEngines } from './engines.ts'

const balancer = `
suite: Balancer
tests:
  - name: spreads the load
    balance: { requests: 120, max_tokens: 8 }
    expect: { success_rate: 100%, slots_exceeded: 0, "share.each": "> 20%" }
  - name: loses nothing when a worker is drained
    failover: { requests: 200, by: drain, max_tokens: 8 }
    expect: { lost: 0, slots_exceeded: 0 }
`
const perf = `
suite: Benchmark
tests:
  - name: responds with tokens that the engine counted
    # Engines and load generator share this machine; what is asked for is counted below.
    on_inconclusive: warn
    benchmark:
      requests: 40
      concurrency: [1, 4]
      repetitions: 1
      stream: true
      max_tokens: 8
      compare: { baseline: first, candidate: all }
    expect:
      success_rate: 100%
      slots_exceeded: 0
      tokens_per_second.output: "> 1/s"
      ttft.p50: < 30s
  - name: serves one model
    same_model: {}
    expect: { same: true }
`

describeWith(missingForEngine(), 'two workers with llama.cpp behind them', () => {
  test('pass the gate, the balancer and a benchmark, with nothing simulated', async () => {
    await using project = await createProject({
      'specs/balancer/a.spec.yaml': balancer,
      'specs/perf/a.spec.yaml': perf,
    })
    await using engines = await startEngines([{ slots: 2 }, { slots: 2 }], project.folder)
    await project.write('cluster.json', JSON.stringify({ workers: engines.workers }))
    const args = [
      'run',
      '--reporter=default',
      `--reporter=${join(import.meta.dirname, '../../reporters/json.ts')}`,
    ]
    const { exitCode, output } = await project.vitest(args, {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
      timeout: 300_000,
    })
    expect(output).not.toMatch(/FAIL/)
    expect(exitCode).toBe(0)
    const report = await readFile(join(project.folder, 'reports/clustergate.json'), 'utf8')
    const cases = (JSON.parse(report) as RunRecord).files.flatMap((file) => file.cases)
    const benchmark = cases.find(({ record }) => record?.check === 'benchmark')
    const loads = benchmark?.record?.verdict.measurement?.loads ?? []
    const candidates = loads.filter(({ labels }) => labels?.side === 'candidate')
    expect(candidates.length).toBeGreaterThanOrEqual(2)
    for (const { total } of candidates) {
      expect(total.ok).toBe(40)
      // Every token is the engine's own count: the tiny model never ends before `max_tokens`.
      if (givenUrls.length === 0) expect(total.outputTokens).toBe(40 * 8)
    }
  }, 320_000)

  test('and a missing model is reported with the models that the engine lists', async () => {
    await using project = await createProject({
      'specs/network/a.spec.yaml':
        'suite: N\ntests:\n  - { name: lists its model, for: each worker, model: { completion: false }, expect: { listed: true } }\n',
    })
    await using engines = await startEngines([{ slots: 1 }], project.folder)
    const workers = engines.workers.map((worker) => ({ ...worker, model: 'no-such-model' }))
    await project.write('cluster.json', JSON.stringify({ workers }))
    const { exitCode, output } = await project.vitest(['run'], {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
    })
    expect(exitCode).toBe(1)
    expect(output).toContain('listed: false is not true')
    if (givenUrls.length === 0) expect(output).toContain('tiny-random')
  })
})
