import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject, vitestConfig } from './project.ts'

const portSpec = 'suite: N\ntests: [{ name: port open, tcp: {}, expect: { open: true } }]\n'
const failingTest = "import { expect, test } from 'vitest'\ntest('adds', () => expect(1).toBe(2))\n"
const timeoutMs = 120_000

test(
  'unit tests of a root `include` run beside the stages, once, and do not close the gate',
  async () => {
    await using project = await createProject({
      'vitest.config.ts': vitestConfig('', "include: ['src/**/*.test.ts']"),
      'src/a.test.ts': failingTest,
      'specs/network/n.spec.yaml': portSpec,
      'specs/perf/p.spec.yaml': portSpec,
    })
    const run = await project.vitest(['run'])
    expect(run.exitCode).toBe(1)
    expect(run.output.match(/src\/a\.test\.ts \(1 test/g)).toHaveLength(1)
    expect(run.output).toContain('FAIL  |unit| src/a.test.ts > adds')
    expect(run.output).toMatch(/1 failed \| 6 passed/)
    expect(run.output).toContain('target: embedded cluster, 3 simulated workers')
    expect(run.output).not.toContain('GateClosed')
  },
  timeoutMs,
)

test(
  'projects that the user defines still run beside the stages, and do not run the specs',
  async () => {
    const projects =
      "projects: [{ extends: true, test: { name: 'mine', include: ['**/*.spec.ts'] } }]"
    await using project = await createProject({
      'vitest.config.ts': vitestConfig('', projects),
      'src/a.spec.ts': failingTest,
      'specs/network/n.spec.ts':
        "import { suite } from 'clustergate'\nsuite('N', ({ eachWorker }) => eachWorker('is there', async () => undefined))\n",
    })
    const run = await project.vitest(['run'])
    expect(run.output).toContain('FAIL  |mine| src/a.spec.ts > adds')
    expect(run.output).toMatch(/1 failed \| 3 passed/)
  },
  timeoutMs,
)

test(
  'the plugin in a project of a monorepo stops the run and reports where it belongs',
  async () => {
    await using project = await createProject({
      'vitest.config.ts': "export default { test: { projects: ['packages/*'] } }",
      'packages/slo/vitest.config.ts': vitestConfig(),
      'packages/slo/specs/network/n.spec.yaml': portSpec,
    })
    const run = await project.vitest(['run'])
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain(
      `the plugin clustergate is in ${join('packages', 'slo', 'vitest.config.ts')}, the configuration of a project`,
    )
    expect(run.output).toContain("clustergate({ specs: 'packages/slo/specs' })")
  },
  timeoutMs,
)

test(
  'a run without test files reports the stages and what to do',
  async () => {
    await using project = await createProject({ 'specs/network/n.spec.yaml': portSpec })
    const run = await project.vitest(['run', 'specs/pref'])
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain(
      'The stages in specs: network (1 spec file), balancer (0 spec files), perf (0 spec files)',
    )
    expect(run.output).toContain('npx vitest run specs/network/n.spec.yaml')
  },
  timeoutMs,
)
