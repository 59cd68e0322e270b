import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject, type RunResult } from './project.ts'

/** A worker on loopback; `changes` are in its `simulate` block. */
function worker(id: string, changes = ''): string {
  const simulate = `{ imitates: lm_studio, time_to_first_token: 10ms, token_time: 1ms${changes} }`
  return `  - { id: ${id}, host: 127.0.0.1, port: 0, type: simulated, model: tiny, max_concurrent_requests: 4, simulate: ${simulate} }\n`
}

/** Only the subject of this file: the network of loopback is assumed to work. */
const network = `suite: Network
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
`

async function runBalancer(workers: string, spec: string): Promise<RunResult & { json: unknown }> {
  await using project = await createProject({
    'cluster.yaml': `balancer: { slow_start: 200ms, circuit: { open_for: 300ms } }\nworkers:\n${workers}`,
    'specs/network/a.spec.yaml': network,
    'specs/balancer/b.spec.yaml': spec,
  })
  const run = await project.vitest(
    ['run', 'specs/balancer', '--reporter=default', '--reporter=json', '--outputFile=out.json'],
    { env: { CLUSTERGATE_CLUSTER: 'cluster.yaml' } },
  )
  const json = JSON.parse(await readFile(join(project.folder, 'out.json'), 'utf8'))
  return { ...run, json }
}

const equal = worker('w1') + worker('w2') + worker('w3', ', seed: 3')

test('a load over a worker with a third of the speed misses an even share, on its own line, by name', async () => {
  const run = await runBalancer(
    worker('w1') + worker('w2') + worker('w3', ', speed: 0.33'),
    `suite: Share
tests:
  - name: spreads evenly
    balance: { requests: 200 }
    expect:
      success_rate: 100%
      share.each: 33% ± 5%
  - name: follows the capacity
    balance: { requests: 300 }
    expect:
      share_to_capacity.each: 1x ± 40%
      slots_exceeded: 0
`,
  )
  expect(run.exitCode).toBe(1)
  expect(run.output).toMatch(/BudgetMissed: share\.each: .*w3: [\d.]+%.* is outside 33% ± 5%/)
  expect(run.output).toMatch(/specs\/balancer\/b\.spec\.yaml:7:\d+/)
  expect(run.output).toMatch(/✓ follows the capacity/)
})

test('a worker killed in the middle of 1,000 requests loses none, and the run shows how long failover took', async () => {
  const run = await runBalancer(
    equal,
    `suite: Failover
tests:
  - name: loses nothing
    failover: { requests: 1000, back_after: 400ms }
    expect: { lost: 0, time_to_eject: < 5s, time_to_return: < 10s, slots_exceeded: 0 }
`,
  )
  expect(run.output).toMatch(/✓ loses nothing/)
  expect(run.exitCode).toBe(0)
  expect(JSON.stringify(run.json)).toMatch(/"time_to_eject":\d/)
})

test('a worker with fewer slots than claimed is reported with both numbers', async () => {
  const run = await runBalancer(
    worker('w1', ', slots: 2'),
    `suite: Slots
tests:
  - name: has its slots
    slots: {}
    expect: { slots: ">= 4", claim_holds: true }
`,
  )
  expect(run.exitCode).toBe(1)
  expect(run.output).toMatch(/slots: 2 is not >= 4/)
  expect(run.output).toMatch(/claim_holds: false is not true/)
})

test('a share over too few requests is inconclusive, not a pass', async () => {
  const run = await runBalancer(
    equal,
    `suite: Share
tests:
  - name: spreads evenly
    balance: { requests: 9, warmup: 0, strategy: p2c, concurrency: 3 }
    expect: { share.each: 33% ± 3% }
`,
  )
  expect(run.exitCode).toBe(1)
  expect(run.output).toMatch(/Inconclusive: share\.each|BudgetMissed: share\.each/)
})
