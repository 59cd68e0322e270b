import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject } from '../e2e/project.ts'

const reporters = join(import.meta.dirname, '../../reporters')

test('a run leaves a JUnit and a JSON report with every verdict, and prints a table', async () => {
  await using project = await createProject({
    'specs/network/a.spec.yaml': `suite: Reported
tests:
  - { name: port open, tcp: {}, expect: { open: true } }
  - { name: too slow, for: sim-1, tcp: {}, expect: { connect_time: < 1ns } }
  - { name: later, skip: the switch is being replaced, tcp: {}, expect: { open: true } }
`,
    'specs/perf/b.spec.yaml':
      'suite: Load\ntests:\n  - { name: answers, model: {}, expect: { answers: true } }\n',
  })
  const args = ['terminal', 'junit', 'json'].map((name) => `--reporter=${reporters}/${name}.ts`)
  const run = await project.vitest(['run', ...args])
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toMatch(
    /Reported\n\s+open true\s+connect_time < 1ns\n\s+sim-1\s+✓ true\s+✗ [\d.]+(µs|ms)\s*\n/,
  )

  const json = JSON.parse(await readFile(join(project.folder, 'reports/clustergate.json'), 'utf8'))
  expect(json.cluster.workers).toHaveLength(3)
  const [network, perf] = json.files
  const byName = Object.fromEntries(
    network.cases.map((each: { name: string }) => [each.name, each]),
  )
  expect(byName['Reported > port open › sim-2']).toMatchObject({
    status: 'passed',
    line: 3,
    record: { verdict: { measurement: { metrics: { open: true } } } },
  })
  expect(byName['Reported > too slow › sim-1']).toMatchObject({
    status: 'failed',
    record: {
      verdict: {
        status: 'fail',
        conditions: [{ status: 'fail', condition: '< 1ns', place: { line: 4 } }],
      },
    },
  })
  expect(byName['Reported > later › sim-1']).toMatchObject({
    status: 'skipped',
    reason: 'the switch is being replaced',
  })
  expect(perf).toMatchObject({
    errors: [{ name: 'GateClosed' }],
    cases: [{ status: 'skipped', reason: expect.stringContaining('gate is closed') }, {}, {}],
  })

  const junit = await readFile(join(project.folder, 'reports/clustergate.junit.xml'), 'utf8')
  expect(junit).toContain('<testsuites name="clustergate" tests="11" failures="1" errors="1"')
  expect(junit).toMatch(
    /<failure message="connect_time: .* is not &lt; 1ns" type="BudgetMissed">[\s\S]*&gt; 4 \|/,
  )
})
