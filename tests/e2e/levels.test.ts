import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject } from './project.ts'

const root = join(import.meta.dirname, '../..')

/** The stages have no setup files, so Vite loads the sample instead of the check. */
const config = (unfit: readonly string[]) => `
import { defineConfig } from 'vitest/config'
import clustergate from '${join(root, 'lib/index.ts')}'
const sample = {
  name: 'sample',
  enforce: 'pre',
  load: (id) => id === '${join(root, 'lib/checks/benchmark.ts')}' ? ${JSON.stringify(sample(unfit))} : undefined,
}
export default defineConfig({ plugins: [sample, clustergate()] })
`

/** A benchmark that takes no time and always has the same result: that of a real one is random. */
const sample = (unfit: readonly string[]) => `
export const check = {
  kind: 'benchmark',
  scope: 'cluster',
  behind: [],
  run: async () => ({
    check: 'benchmark', subject: { name: 'cluster' }, evidence: [], notes: [],
    metrics: {
      'success_rate{concurrency=5}': 100, 'success_rate{concurrency=15}': 100,
      'baseline.success_rate{concurrency=5}': 100, 'baseline.success_rate{concurrency=15}': 100,
      'latency.p95{concurrency=5}': 50, 'latency.p95{concurrency=15}': 2000,
      'speedup{concurrency=5}': 1.04, 'speedup{concurrency=15}': 2.7,
    },
    ...(${unfit.length} > 0 && { unfit: ${JSON.stringify(unfit)} }),
    startedAt: new Date().toISOString(), durationMs: 1,
  }),
}
`

const spec = (keys = '', at15 = 15) => `suite: Scaling
tests:
  - name: three workers beat one
    ${keys}
    benchmark: { concurrency: [5, 15] }
    expect:
      - latency.p95: < 1s
      - at: { concurrency: ${at15} }
        speedup: ">= 2.5x"
      - at: { concurrency: 5 }
        speedup: ">= 2x"
`

async function runWith(text: string, unfit: readonly string[] = []) {
  await using project = await createProject({
    'vitest.config.ts': config(unfit),
    'specs/network/a.spec.yaml': text,
  })
  const reporters = ['terminal', 'junit', 'json'].map(
    (name) => `--reporter=${root}/reporters/${name}.ts`,
  )
  const args = ['run', '--reporter=default', ...reporters]
  const run = await project.vitest(args)
  const read = (name: string) => readFile(join(project.folder, 'reports', name), 'utf8')
  const { files } = JSON.parse(await read('clustergate.json'))
  return { ...run, file: files[0], junit: await read('clustergate.junit.xml') }
}

test('each level is judged separately, and named in every report', async () => {
  const { exitCode, output, stdout, file, junit } = await runWith(spec())
  expect(exitCode).toBe(1)
  expect(output).toMatch(
    /BudgetMissed: latency\.p95: at concurrency 15: 2s is not < 1s[\s\S]*a\.spec\.yaml:7/,
  )
  expect(output).toMatch(/\nspeedup at concurrency 5: 1\.04x is not >= 2x\n/)
  expect(stdout).toMatch(/\n\s+cluster by concurrency +all +5 +15\n/)
  expect(stdout).toMatch(/\n\s+speedup +✗ 1\.04x \(>= 2x\) +✓ 2\.7x \(>= 2\.5x\) *\n/)

  expect(junit).toContain('speedup at concurrency 5: 1.04x is not >= 2x')
  expect(junit).toContain('<property name="benchmark.speedup{concurrency=15}" value="2.7"/>')
  expect(file.cases[0].record.verdict.conditions).toMatchObject([
    { metric: 'latency.p95', status: 'fail', level: { concurrency: 15 } },
    { metric: 'speedup', at: { concurrency: 15 }, status: 'pass', measured: 2.7 },
    { metric: 'speedup', at: { concurrency: 5 }, status: 'fail', place: { line: 11, column: 9 } },
  ])
})

test('a level that the test does not run is reported before anything is measured', async () => {
  const { exitCode, output, file } = await runWith(spec('', 50))
  expect(exitCode).toBe(1)
  expect(output).toContain(
    'a.spec.yaml:8:28: no level `concurrency: 50`: this benchmark runs concurrency 5 and 15',
  )
  expect(file.cases).toEqual([])
})

const unfit = ['the client was the limit', 'the run drifted']

test('a measurement that is unfit is inconclusive, whatever it found', async () => {
  const { exitCode, output, file } = await runWith(spec(), unfit)
  expect(exitCode).toBe(1)
  expect(output).toMatch(
    /Inconclusive: not judged: the client was the limit; the run drifted\n[\s\S]*?speedup at concurrency 15: inconclusive: not judged: the client was the limit\n/,
  )
  expect(output).not.toContain('BudgetMissed')
  expect(file.cases[0]).toMatchObject({
    status: 'inconclusive',
    record: { verdict: { reason: 'not judged: the client was the limit; the run drifted' } },
  })
})

test('with `on_inconclusive: warn` an unfit measurement passes, and every report shows it', async () => {
  const { exitCode, stdout, file, junit } = await runWith(spec('on_inconclusive: warn'), unfit)
  expect(exitCode).toBe(0)
  expect(stdout).toContain(
    '? three workers beat one › cluster is not judged: the client was the limit; the run drifted',
  )
  expect(junit).toContain('<property name="not_judged" value="the run drifted"/>')
  expect(file.cases[0]).toMatchObject({
    status: 'passed',
    record: { verdict: { status: 'inconclusive' } },
  })
})
