import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { packageFolder, vitestMajor } from './toolchain.ts'

const spec = `suite: Inputs
tests:
  - { name: "is in \${CLUSTERGATE_PLACE:-Bern}", tcp: {}, expect: { open: true } }
  - name: sends it
    balance: { requests: 3, warmup: 0, workload: own }
    expect: { requests: 3 }
`
const own = `import { expect, suite } from 'clustergate'
suite('Own', ({ eachWorker }) => {
  eachWorker('answers', async (worker) => { expect(await worker.tcp()).toBeOpen() })
})
`
const files = {
  'cluster.json': cluster('a'),
  'config/workloads/own.yaml': 'prompts: { file: questions.txt }\n',
  'config/workloads/questions.txt': 'Why?\n',
  'specs/network/inputs.spec.yaml': spec,
  'specs/network/own.spec.ts': own,
}

function cluster(...ids: string[]): string {
  const worker = { host: '127.0.0.1', port: 0, type: 'simulated', model: 'tiny' }
  return JSON.stringify({ workers: ids.map((id) => ({ id, ...worker })) })
}

/** Vitest 5 keeps modules on disk by default; 4.1 does so if configured. */
const cached: readonly string[] = vitestMajor < 5 ? ['--experimental.fsModuleCache'] : []

/** With the flag, 4.1.12 cannot print an error of a TypeScript source that its main process loaded. */
const withErrors: readonly string[] = []

describe('a second run, with the module cache of the first', () => {
  let project: Project
  const run = (env: Record<string, string> = {}, flags = cached) =>
    project.vitest(['run', '--reporter=verbose', ...flags], {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json', ...env },
    })

  beforeAll(async () => {
    project = await createProject(files)
    const first = await run()
    expect(first.output).toContain('3 passed (3)')
    expect(first.output).toContain('is in Bern › a')
  }, 120_000)
  afterAll(() => project[Symbol.asyncDispose]())

  test('tests a worker that was added to the cluster file', async () => {
    await project.write('cluster.json', cluster('a', 'b'))
    const { output } = await run()
    const listed = await project.vitest(['list', ...cached], {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
    })
    await project.write('cluster.json', files['cluster.json'])
    expect(output).toContain('is in Bern › b')
    expect(output).toContain('5 passed (5)')
    expect(listed.stdout).toContain('Own > answers › b')
  })

  test('reads variables of the environment again', async () => {
    const { output } = await run({ CLUSTERGATE_PLACE: 'Basel' })
    expect(output).toContain('is in Basel › a')
  })

  test('fails for a workload that has become invalid', async () => {
    await project.write('config/workloads/own.yaml', 'promts: [a]\n')
    const { exitCode, output } = await run({}, withErrors)
    await project.write('config/workloads/own.yaml', files['config/workloads/own.yaml'])
    expect(output).toContain('unknown key `promts`')
    expect(exitCode).toBe(1)
  })

  test('fails for a prompt file that has become empty', async () => {
    await project.write('config/workloads/questions.txt', '\n')
    const { exitCode, output } = await run({}, withErrors)
    await project.write('config/workloads/questions.txt', files['config/workloads/questions.txt'])
    expect(output).toContain('own.yaml')
    expect(exitCode).toBe(1)
  })
})

test("`vitest list` names each worker's test of YAML and TypeScript specs, also with quotes in a title", async () => {
  await using project = await createProject({
    'cluster.json': cluster('a', "b's"),
    'specs/network/own.spec.ts': own.replace("'answers'", '`says "yes"`'),
    'specs/network/quoted.spec.yaml':
      'suite: A "suite"\ntests:\n  - { name: it\'s open, tcp: {}, expect: { open: true } }\n',
  })
  const { stdout, exitCode } = await project.vitest(['list'], {
    env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
  })
  expect(exitCode).toBe(0)
  expect(stdout.trim().split('\n').sort()).toEqual([
    '[network] specs/network/own.spec.ts > Own > says "yes" › a',
    '[network] specs/network/own.spec.ts > Own > says "yes" › b\'s',
    '[network] specs/network/quoted.spec.yaml > A "suite" > it\'s open › a',
    '[network] specs/network/quoted.spec.yaml > A "suite" > it\'s open › b\'s',
  ])
})

test('a second run replays a trace that has become longer', async () => {
  await using project = await createProject({
    'cluster.json': cluster('a'),
    'trace.csv': 'timestamp\n0\n0.01\n',
    // The result of the load on a busy machine does not matter here.
    'specs/network/trace.spec.yaml': `suite: Trace
on_inconclusive: warn
tests: [{ name: replays it, load: { trace: trace.csv }, expect: { requests: ">= 2" } }]
`,
  })
  const run = () =>
    project.vitest(['run', '--reporter=verbose', ...cached], {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
    })
  expect((await run()).output).toMatch(/load\.requests\s+↳ 2\n/)
  await project.write('trace.csv', 'timestamp\n0\n0.01\n0.02\n')
  expect((await run()).output).toMatch(/load\.requests\s+↳ 3\n/)
})

test('a second run transforms specs with the version of this package that is installed by then', async () => {
  await using project = await createProject({
    // Without it, Node resolves the name `clustergate` to the repository around it.
    'package.json': '{ "private": true }',
    'vitest.config.mjs': `
      import clustergate from 'clustergate'
      export default { plugins: [clustergate()] }
    `,
    'cluster.json': cluster('a'),
    'specs/network/inputs.spec.yaml':
      'suite: S\ntests: [{ name: is open, tcp: {}, expect: { open: true } }]\n',
    'specs/network/own.spec.ts': own,
  })
  await project.remove('vitest.config.ts')
  const installed = join(project.folder, 'node_modules/clustergate')
  for (const part of ['package.json', 'dist', 'schemas', 'config', 'specs']) {
    await cp(join(packageFolder, part), join(installed, part), { recursive: true })
  }
  const options = { env: { CLUSTERGATE_CLUSTER: 'cluster.json' } }
  const run = () => project.vitest(['run', '--reporter=verbose', ...cached], options)
  expect((await run()).output).toContain('is open › a')
  // The package is plain ASCII.
  const arrow = '} \\u203a ${'
  const titled: string[] = []
  for (const file of await readdir(join(installed, 'dist'), { recursive: true })) {
    if (!file.endsWith('.js')) continue
    const text = await readFile(join(installed, 'dist', file), 'utf8')
    if (!text.includes(arrow)) continue
    titled.push(file)
    await project.write(
      join('node_modules/clustergate/dist', file),
      text.replaceAll(arrow, '} at ${'),
    )
  }
  expect(titled.length).toBeGreaterThan(0)
  const { output, exitCode } = await run()
  expect(output).toContain('is open at a')
  expect(output).toContain('answers at a')
  expect(exitCode).toBe(0)
})
