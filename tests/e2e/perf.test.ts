import { describe, expect, test } from 'vitest'
import { createProject, type RunResult } from './project.ts'

/** A worker on loopback with four slots; `changes` are in its `simulate` block. */
function worker(id: string, changes = ''): string {
  const simulate = `{ imitates: lm_studio, time_to_first_token: 20ms, token_time: 2ms${changes} }`
  return `  - { id: ${id}, host: 127.0.0.1, port: 0, type: simulated, model: tiny, max_concurrent_requests: 4, simulate: ${simulate} }\n`
}

const network = `suite: Network
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
`

/**
 * Enough requests that the end of the run is small; one pass, because only the form of the response is
 * tested.
 */
const speedup = `suite: Scaling
tests:
  - name: several workers beat one
    benchmark:
      requests: 120
      concurrency: 12
      repetitions: 1
      compare: { baseline: first, candidate: all }
    expect:
      - success_rate: ">= 95%"
      - at: { concurrency: 12 }
        speedup: ">= 2.2x"
`

async function runPerf(workers: string, spec = speedup): Promise<RunResult> {
  await using project = await createProject({
    'cluster.yaml': `workers:\n${workers}`,
    'specs/network/a.spec.yaml': network,
    'specs/perf/b.spec.yaml': spec,
  })
  return await project.vitest(['run', 'specs/perf'], {
    env: { CLUSTERGATE_CLUSTER: 'cluster.yaml' },
  })
}

describe('a budget for the speedup', () => {
  test('is met by three equal workers', async () => {
    const run = await runPerf(worker('w1') + worker('w2') + worker('w3', ', seed: 3'))
    expect(run.output).toMatch(/✓ several workers beat one/)
    expect(run.exitCode).toBe(0)
  })

  test('is missed by a single worker behind "all", which is reported', async () => {
    const run = await runPerf(worker('w1'))
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/BudgetMissed: speedup at concurrency 12: [\d.]+x/)
    expect(run.output).toMatch(/cause: the candidate is one worker, w1, compared with itself/)
    expect(run.output).toMatch(/specs\/perf\/b\.spec\.yaml:12:\d+/)
  })

  test('is missed if one worker is throttled, which is reported with its slowdown', async () => {
    const slow = ', seed: 3, speed: 0.25'
    const run = await runPerf(worker('w1') + worker('w2') + worker('w3', slow))
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/BudgetMissed: speedup at concurrency 12: [\d.]+x/)
    expect(run.output).toMatch(/cause: .*w3.*[\d.]+x/)
  })
})

test('a benchmark behind a failed precondition is skipped with the reason, and sends nothing', async () => {
  const run = await runPerf(
    worker('w1') + worker('w2').replace('model: tiny', 'model: other'),
    `suite: Scaling
tests:
  - name: serves the same model everywhere
    same_model: {}
    expect: { same: true }
  - name: measures
    benchmark: { requests: 10, concurrency: 1 }
    expect: { success_rate: 100% }
  - name: wants more workers
    requires: { workers: 5 }
    benchmark: { requests: 10, concurrency: 1 }
    expect: { success_rate: 100% }
`,
  )
  expect(run.exitCode).toBe(1)
  expect(run.output).toMatch(/↓ measures .*because "serves the same model everywhere" failed/)
  expect(run.output).toMatch(/↓ wants more workers .*needs 5 workers, and 2 are selected/)
})

test('a level that the benchmark does not run is an error at its line', async () => {
  const run = await runPerf(
    worker('w1'),
    speedup.replace('at: { concurrency: 12 }', 'at: { concurrency: 15 }'),
  )
  expect(run.exitCode).toBe(1)
  expect(run.output).toMatch(/b\.spec\.yaml:11:\d+/)
  expect(run.output).toMatch(/concurrency 12/)
})
