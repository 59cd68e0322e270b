import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject } from './project.ts'

const root = join(import.meta.dirname, '../..')

/**
 * A real undecided load is random, so here a check returns a sample that decides nothing, and from the n-th
 * time on one that does.
 */
const config = (decidedFrom: number) => `
import { defineConfig } from 'vitest/config'
import clustergate from '${join(root, 'lib/index.ts')}'
const sample = \`
let times = 0
check.run = async () => {
  times += 1
  const high = times < ${decidedFrom} ? 120 : 90
  return {
    check: 'tcp', subject: { name: 'w' }, evidence: [], notes: [],
    metrics: { success_rate: 80 }, intervals: { success_rate: { low: 70, high, confidence: 0.95 } },
    startedAt: new Date().toISOString(), durationMs: 1,
  }
}
\`
export default defineConfig({
  plugins: [
    clustergate(),
    {
      name: 'sample',
      enforce: 'pre',
      transform: (code, id) => (id.endsWith('/lib/checks/tcp.ts') ? code + sample : undefined),
    },
  ],
})
`

const spec = (keys: string) => `suite: Samples
tests:
  - { name: succeeds, for: sim-1, ${keys} tcp: {}, expect: { success_rate: < 95% } }
  - { name: answers behind it, for: sim-1, http: { path: /v1/models }, expect: { status: 200 } }
`

async function runWith(keys: string, decidedFrom: number) {
  await using project = await createProject({
    'vitest.config.ts': config(decidedFrom),
    'specs/network/a.spec.yaml': spec(keys),
  })
  const reporters = ['default', 'terminal', 'junit', 'json'].map((name) =>
    name === 'default' ? '--reporter=default' : `--reporter=${root}/reporters/${name}.ts`,
  )
  const run = await project.vitest(['run', ...reporters])
  const read = (name: string) => readFile(join(project.folder, 'reports', name), 'utf8')
  const { files } = JSON.parse(await read('clustergate.json'))
  return { ...run, cases: files[0].cases, junit: await read('clustergate.junit.xml') }
}

test('a sample that does not decide fails as inconclusive, at its line', async () => {
  const { exitCode, output, cases } = await runWith('', 100)
  expect(exitCode).toBe(1)
  expect(output).toMatch(
    /Inconclusive: success_rate: 80% \(70% to 120% at 95%\) straddles < 95%: [\s\S]*a\.spec\.yaml:3/,
  )
  expect(cases[0]).toMatchObject({ status: 'inconclusive' })
})

test('`on_inconclusive: warn` lets an undecided sample pass after its retries, and every report shows it', async () => {
  const { exitCode, stdout, cases, junit } = await runWith(
    'retries: 1, on_inconclusive: warn,',
    100,
  )
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/\? succeeds › sim-1: success_rate is inconclusive: 80% \(70% to 120%/)
  expect(junit).toContain('<property name="inconclusive" value="success_rate: 80% (70% to 120%')
  expect(cases).toMatchObject([
    { status: 'passed', retries: 1, record: { verdict: { status: 'inconclusive' } } },
    { status: 'passed' },
  ])
})

test('a retry may decide what the first sample left undecided', async () => {
  const { exitCode, cases } = await runWith('retries: 3, on_inconclusive: warn,', 2)
  expect(exitCode).toBe(0)
  expect(cases[0]).toMatchObject({
    status: 'passed',
    retries: 1,
    record: { verdict: { status: 'pass' } },
  })
})
