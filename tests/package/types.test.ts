import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fences } from '../docs/examples.ts'

const root = join(import.meta.dirname, '../..')

/** Two compilers, by npm's aliases. */
const compilers = ['typescript@5.9.3', 'typescript7@npm:typescript@7.0.2']

const openai = 'openai@6.49.0'

/** The dependencies of a project beside the package; the one without Vitest has Jest's `expect` instead. */
const projects = {
  'Vitest 4.1': ['vitest@4.1.12', '@types/node@20.19.43', 'undici@8.13.1', openai],
  'Vitest 5.1': ['vitest@5.1.2', '@types/node@26.6.7', 'undici@7.30.0', openai],
  'no Vitest': ['expect@30.5.2', '@types/node@22.20.7', 'undici@8.13.1', openai],
} as const
type Project = keyof typeof projects

const config = `import clustergate from 'clustergate'
import { defineConfig } from 'vitest/config'
export default defineConfig({ plugins: [clustergate()] })
`

const spec = `import { expect, suite } from 'clustergate'
suite('Typed', ({ eachWorker, test }) => {
  eachWorker('answers', async (worker) => {
    const ping = await worker.ping()
    expect(ping).toMeet({ 'rtt.avg': '< 10ms' })
    expect(ping).not.toMeet({ 'rtt.avg': '> 10ms' })
    await expect(worker.tcp()).resolves.toBeOpen()
    expect(worker.id).toBe('w1')
    // @ts-expect-error a misspelt metric
    expect(ping).toMeet({ 'rtt.average': '< 10ms' })
  })
  test('is judged while it is measured', async ({ cluster }) => {
    const at = { concurrency: 15 }
    await cluster.benchmark({}, { expect: [{ success_rate: '>= 95%' }, { at, speedup: '>= 2.5x' }] })
    await cluster.sameModel({}, { expect: { same: true }, onInconclusive: 'warn' })
    // @ts-expect-error a misspelt metric
    await cluster.benchmark({}, { expect: { sped: '>= 2.5x' } })
  })
  test('reaches its speedup', async ({ cluster }) => {
    expect(await cluster.benchmark()).toReachSpeedup({ atLeast: '2.5x', at: { concurrency: 15 } })
  })
})
`

const reporter = `import { ChunkedReport, type ReportFileOptions, type RunSource } from 'clustergate/reporters'
export default class CsvReporter extends ChunkedReport {
  constructor({ outputFile }: ReportFileOptions = {}) {
    super({ name: 'csv', outputFile, defaultFile: 'reports/clustergate.csv' })
  }
  protected override *chunks(run: RunSource) {
    for (const { cases } of run.files) for (const { name, status } of cases) yield \`\${name},\${status}\\n\`
  }
}
`

const libraries = `import { Balancer, type BalancerStats, loadCluster } from 'clustergate/balancer'
import { type MeasurementOf, matchers, meet } from 'clustergate/matchers'
import { runSpec, type SpecRun, UserError } from 'clustergate/runner'
import { startSimulatedCluster } from 'clustergate/simulator'
export async function use(ping: MeasurementOf<'ping'>) {
  const { workers } = await loadCluster('cluster.json', process.env)
  const balancer = new Balancer({ workers })
  const response: Response = await balancer.fetch('http://cluster/v1/models')
  const stats: BalancerStats = balancer.stats()
  new Balancer({ workers: [{ host: '127.0.0.1', port: 1234 }] })
  // @ts-expect-error no such option
  new Balancer({ workers, retry: 1 })
  // @ts-expect-error no such option of a worker
  new Balancer({ workers: [{ host: '127.0.0.1', port: 1234, max_concurrent_requests: 5 }] })
  const run: SpecRun = await runSpec('a.spec.yaml', { cluster: { workers: [{ host: '::1', port: 1 }] } })
  if (run.gate.state === 'closed') throw new UserError([{ code: 'a', message: run.gate.reason ?? '' }])
  return [response, stats, meet(ping, { packet_loss: '0%' }).status, matchers, startSimulatedCluster]
}
`

const jest = `import { expect } from 'expect'
import { type MeasurementOf, matchers } from 'clustergate/matchers'
expect.extend(matchers)
export function hold(ping: MeasurementOf<'ping'>) {
  expect(ping).toMeet({ 'rtt.avg': '< 10ms' })
  // @ts-expect-error a misspelt metric
  expect(ping).toMeet({ 'rtt.average': '< 10ms' })
}
`

const byUndici7 = `import { Balancer } from 'clustergate/balancer'
import { interceptors, request } from 'undici'
export async function send(balancer: Balancer) {
  await request('http://cluster/v1/models', { dispatcher: balancer })
  await request('http://cluster/v1/models', { dispatcher: balancer.compose(interceptors.retry()) })
}
`

const byUndici8 = `import { Balancer } from 'clustergate/balancer'
import { type Dispatcher, request } from 'undici'
export async function send(balancer: Balancer) {
  await request('http://cluster/v1/models', { dispatcher: balancer as unknown as Dispatcher })
  // @ts-expect-error the types of undici 7: the documentation says that a cast is needed
  await request('http://cluster/v1/models', { dispatcher: balancer })
}
`

/** The first fenced block of a page with this text. */
function example(page: string, holds: string): string {
  const found = fences.find((fence) => fence.page === page && fence.text.includes(holds))
  if (!found) throw new Error(`${page} has no example with ${holds}`)
  return found.text
}

/** How the project resolves modules. */
const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
} as const

describe('a project that compiles against the packed package, the types of its dependencies included', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-types-'))
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
    const { stdout } = await execa('npm', pack, { cwd: root })
    const archive = join(folder, JSON.parse(stdout)[0].filename)
    await install('compilers', compilers)
    // One after the other, because they share npm's cache.
    for (const [name, packages] of Object.entries(projects)) {
      await install(name, [archive, ...packages])
    }
  }, 300_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function install(name: string, packages: readonly string[]): Promise<void> {
    const cwd = join(folder, name)
    await mkdir(cwd)
    await writeFile(join(cwd, 'package.json'), '{ "type": "module" }')
    const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
    await execa('npm', ['install', ...flags, ...packages], { cwd, timeout: 150_000 })
  }

  /** The compiler's messages; empty if there are none. */
  async function compile(
    project: Project,
    compiler: 'typescript' | 'typescript7',
    options: object,
    files: Readonly<Record<string, string>>,
  ): Promise<string> {
    const cwd = join(folder, project)
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
    const common = { target: 'es2023', strict: true, noEmit: true, skipLibCheck: false }
    const compilerOptions = { ...common, types: ['node'], ...options }
    const settings = { compilerOptions, files: Object.keys(files) }
    await writeFile(join(cwd, 'tsconfig.json'), JSON.stringify(settings))
    const tsc = join(folder, 'compilers/node_modules', compiler, 'bin/tsc')
    const run = await execa('node', [tsc, '-p', '.'], { cwd, reject: false, timeout: 120_000 })
    return run.exitCode === 0 ? run.stdout : run.stdout || `exit code ${run.exitCode}`
  }

  const documented = example('docs/balancer.md', 'new OpenAI(')
  const specFiles = {
    'vitest.config.mts': config,
    'typed.spec.ts': spec,
    'reporter.ts': reporter,
    'libraries.ts': libraries,
    'balancer.ts': documented,
  }

  test.each([
    ['Vitest 4.1', 'typescript', 'nodenext'],
    ['Vitest 4.1', 'typescript7', 'bundler'],
    ['Vitest 4.1', 'typescript7', 'nodenext'],
    ['Vitest 5.1', 'typescript', 'bundler'],
    ['Vitest 5.1', 'typescript7', 'bundler'],
    ['Vitest 5.1', 'typescript7', 'nodenext'],
  ] as const)(
    'has typed specs: %s, %s, %s',
    async (project, compiler, resolution) => {
      const undici = project === 'Vitest 4.1' ? byUndici8 : byUndici7
      const files = Object.assign({ 'undici.ts': undici }, specFiles)
      expect(await compile(project, compiler, resolutions[resolution], files)).toBe('')
    },
    120_000,
  )

  test('without Vitest has typed matchers, balancer and simulator, and those of Jest with the declaration of the docs', async () => {
    const files = {
      'libraries.ts': libraries,
      'jest.d.ts': example('docs/matchers.md', "declare module 'expect'"),
      'jest.test.ts': jest,
      'balancer.ts': documented,
      'undici.ts': byUndici8,
    }
    expect(await compile('no Vitest', 'typescript7', resolutions.nodenext, files)).toBe('')
    expect(await compile('no Vitest', 'typescript7', resolutions.bundler, files)).toBe('')
  }, 120_000)

  test('without Vitest runs matchers, balancer and simulator', async () => {
    const program = `
      const faces = ['matchers', 'balancer', 'runner', 'simulator']
      const loaded = await Promise.all(faces.map((face) => import('clustergate/' + face)))
      console.log(loaded.map((face) => Object.keys(face).length > 0).join())
      const { suite } = await import('clustergate')
      try { suite('S', () => {}) } catch (error) { console.log(error.message) }`
    const cwd = join(folder, 'no Vitest')
    const args = ['--input-type=module', '--eval', program]
    const { stdout } = await execa('node', args, { cwd, timeout: 30_000 })
    expect(stdout).toMatch(/^true,true,true,true\nonly tests that Vitest runs can use `suite`/)
  })
})
