import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import type { CaseRecord, RunRecord } from '../../lib/record/run/run-record.ts'
import { createProject, type Project } from './project.ts'

const root = join(import.meta.dirname, '../..')

/** Requests that take so long that other processes on this machine hardly matter; w3 at this speed. */
function cluster(speed = 1): string {
  const pace = 'imitates: lm_studio, time_to_first_token: 150ms, token_time: 10ms'
  const workers = [1, 1, speed].map(
    (each, index) =>
      `  - { id: w${index + 1}, host: 127.0.0.1, port: 0, type: simulated, model: tiny, max_concurrent_requests: 4, simulate: { ${pace}, speed: ${each} } }`,
  )
  return `workers:\n${workers.join('\n')}\n`
}

const network = `suite: Network
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
`

// Each worker gets a third, so that the slow one is waited for.
const options =
  'requests: 24, concurrency: 12, max_tokens: 8, strategy: round_robin, repetitions: 4'

const spec = (further = '') => `suite: Speed
tests:
  - name: stays as fast
    benchmark: { ${options}, max_repetitions: 8${further} }
    expect:
      - success_rate: 100%
      - regression: { metric: throughput, within: 25%, confidence: 95% }
`

/** Runs the perf stage, and returns the outcome of its only test. */
async function runPerf(project: Project): Promise<CaseRecord & { readonly output: string }> {
  const { output } = await project.vitest(
    ['run', 'specs/perf', '--reporter=default', '--reporter=clustergate/reporters/json'],
    { env: { CLUSTERGATE_CLUSTER: 'cluster.yaml' } },
  )
  const report = await readFile(join(project.folder, 'reports/clustergate.json'), 'utf8')
  const { files } = JSON.parse(report) as RunRecord
  const [only] = files.flatMap(({ cases }) => cases)
  if (!only) throw new Error(output)
  return { ...only, output }
}

/** The build, which `npm test` makes before. */
function baseline(project: Project, ...args: string[]) {
  const command = join(root, 'dist/lib/cli/main.js')
  return execa(process.execPath, [command, 'baseline', ...args], {
    cwd: project.folder,
    reject: false,
    timeout: 30_000,
    env: { NO_COLOR: '1' },
  })
}

// Measurements in real time are disturbed now and then.
const often = { timeout: 240_000, retry: 2 }

test('a baseline is saved, is kept, and detects the worker that became slow', often, async () => {
  await using project = await createProject({
    'cluster.yaml': cluster(),
    'specs/network/a.spec.yaml': network,
    'specs/perf/speed.spec.yaml': spec(),
  })
  const first = await runPerf(project)
  expect(first.status).toBe('inconclusive')
  expect(first.output).toMatch(
    /Inconclusive: throughput: no baseline yet: `clustergate baseline save`/,
  )
  expect((await baseline(project, 'save')).stdout).toMatch(/✓ stays as fast: saved \(1 run\)/)
  const text = await readFile(
    join(project.folder, 'specs/perf/baselines/speed/stays-as-fast.json'),
    'utf8',
  )
  expect(text).toContain('{ "id": "w3", "type": "simulated", "model": "tiny", "slots": 4 }')

  expect(await runPerf(project)).toMatchObject({
    status: 'passed',
    record: { verdict: { conditions: [{}, { baseline: { outcome: 'held' } }] } },
  })
  expect((await baseline(project, 'compare')).exitCode).toBe(0)

  await project.write('cluster.yaml', cluster(0.25))
  const slow = await runPerf(project)
  expect(slow.status).toBe('failed')
  expect(slow.output).toMatch(
    /BudgetMissed: throughput: at concurrency 12: \d+% below the baseline of [\d-]+ \(.*\), 25% are allowed, and a second measurement confirms it; .*w3 takes [2-5][.\d]*x as long for a request as then/,
  )
  expect(slow.output).toMatch(/specs\/perf\/speed\.spec\.yaml:7:9/)
  expect((await baseline(project, 'compare')).exitCode).toBe(1)
  const refused = await baseline(project, 'save')
  expect(refused).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('it failed: throughput'),
  })

  await project.write('cluster.yaml', cluster())
  await project.write(
    'specs/perf/speed.spec.yaml',
    spec(', workload: { generate: { tokens: 20 } }'),
  )
  const other = await runPerf(project)
  expect(other.status).toBe('inconclusive')
  expect(other.output).toMatch(/not compared with the baseline of .*: the workload was short-chat/)
})

const code = `import { suite } from 'clustergate'
suite('Speed', ({ test }) => {
  test('stays as fast', async ({ cluster }) => {
    const regression = { metric: 'throughput', within: '60%', confidence: '90%' } as const
    await cluster.benchmark(
      { ${options.replace('round_robin', "'round_robin'").replace('max_tokens', 'maxTokens')} },
      { expect: [{ success_rate: '100%' }, { regression }] },
    )
  }, 120_000)
})
`

test('a test in TypeScript has a baseline as well', often, async () => {
  await using project = await createProject({
    'cluster.yaml': cluster(),
    'specs/network/a.spec.yaml': network,
    'specs/perf/speed.spec.ts': code,
  })
  const first = await runPerf(project)
  expect(first.status).toBe('inconclusive')
  expect(first.output).toContain('no baseline yet: `clustergate baseline save`')
  expect((await baseline(project, 'save')).stdout).toContain(
    '✓ Speed > stays as fast: saved (1 run)',
  )
  const second = await runPerf(project)
  expect(second.status).toBe('passed')
})
