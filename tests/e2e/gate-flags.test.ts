import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject } from './project.ts'

const passingSpec = `
suite: Network
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
`

/** Ends late and fails: anything that does not wait for it sends. */
const failingSpec = `
import { expect, suite } from 'clustergate'
suite('Own network', ({ test }) => {
  test('holds', async ({ cluster }) => {
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await cluster.worker('w').tcp({ port: 9 })).toBeOpen()
  })
})
`

const loadSpec = `
suite: Load
tests:
  - name: load is answered
    http: { path: /load }
    expect: { status: 200 }
`

interface CountingWorker extends AsyncDisposable {
  readonly port: number
  /** Requests of the stages behind the gate, by its own count. */
  loads(): number
}

async function startCountingWorker(): Promise<CountingWorker> {
  let count = 0
  const server = createServer((request, response) => {
    if (request.url === '/load') count += 1
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    loads: () => count,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A worker and a project that all runs share, one after the other. */
async function createGatedProject(networkSpec: string, yamlSpec = passingSpec) {
  const worker = await startCountingWorker()
  const workers = [{ id: 'w', host: '127.0.0.1', port: worker.port, type: 'openai' }]
  const project = await createProject({
    'cluster.json': JSON.stringify({ workers }),
    ...(yamlSpec !== '' && { 'specs/network/port.spec.yaml': yamlSpec }),
    'specs/network/own.spec.ts': networkSpec,
    'specs/balancer/load.spec.yaml': loadSpec,
    'specs/perf/load.spec.yaml': loadSpec,
  })
  return {
    run: async (args: readonly string[]) => {
      const before = worker.loads()
      const env = { CLUSTERGATE_CLUSTER: 'cluster.json' }
      const run = await project.vitest(['run', ...args], { env })
      return { ...run, loads: worker.loads() - before }
    },
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]()
      await worker[Symbol.asyncDispose]()
    },
  }
}

/** Options of `vitest run` that affect order, selection, isolation or the ends of tests. */
const flags: readonly string[][] = [
  [],
  ['--sequence.seed=1'],
  ['--sequence.shuffle.files'],
  ['--sequence.shuffle.tests'],
  ['--sequence.concurrent'],
  ['--sequence.hooks=parallel'],
  ['--sequence.setupFiles=list'],
  ['--project', 'perf'],
  ['--project', '!network'],
  ['--shard=1/2'],
  ['--shard=2/2'],
  ['-t', 'load is answered'],
  ['specs/perf'],
  ['specs/perf/load.spec.yaml:4'],
  ['--exclude', '**/own.spec.ts'],
  ['--dir', 'specs/perf'],
  ['--changed'],
  ['--root', '.', '--config', 'vitest.config.ts', '--mode', 'production'],
  ['--pool=forks'],
  ['--pool=vmThreads'],
  ['--pool=vmForks'],
  ['--isolate'],
  ['--no-isolate'],
  ['--maxWorkers=1'],
  ['--maxWorkers=4', '--fileParallelism'],
  ['--no-file-parallelism'],
  ['--maxConcurrency=1'],
  ['--bail=1'],
  ['--retry=1'],
  ['--testTimeout=100'],
  ['--hookTimeout=1'],
  ['--passWithNoTests', '--allowOnly', '--run', '--globals'],
  ['--standalone'],
  ['--dangerouslyIgnoreUnhandledErrors', '--silent', '--reporter=json'],
  ['--experimental.preParse'],
]

/** They run no test here. */
const runNothing = ['--changed', '--standalone']

const timeoutMs = 120_000

describe('a network spec in TypeScript that fails keeps the gate closed', () => {
  let project: Awaited<ReturnType<typeof createGatedProject>>
  beforeAll(async () => {
    project = await createGatedProject(failingSpec)
  })
  afterAll(() => project[Symbol.asyncDispose]())

  test.for(flags.map((args) => [args.join(' '), args] as const))(
    'with `vitest run %s`',
    { timeout: timeoutMs },
    async ([, args]) => {
      const run = await project.run(args)
      expect({ loads: run.loads, output: run.output }).toMatchObject({ loads: 0 })
      if (args.some((flag) => runNothing.includes(flag))) return
      expect(run.exitCode).toBe(1)
      // Not for another reason, such as Vitest not starting.
      expect(run.output).toMatch(/network gate is closed|Own network/)
    },
  )
})

describe('a network spec in TypeScript that passes opens the gate', () => {
  let project: Awaited<ReturnType<typeof createGatedProject>>
  beforeAll(async () => {
    project = await createGatedProject(failingSpec.replace('tcp({ port: 9 })', 'tcp()'))
  })
  afterAll(() => project[Symbol.asyncDispose]())

  test.for([
    ['', 2],
    ['--sequence.shuffle.files', 2],
    ['specs/perf', 1],
    ['--project perf --reporter=json', 1],
    ['-t answered', 2],
  ] as const)('with `vitest run %s`', { timeout: timeoutMs }, async ([args, loads]) => {
    const run = await project.run(args.split(' ').filter(Boolean))
    const { exitCode, output } = run
    expect({ loads: run.loads, exitCode, output }).toMatchObject({ loads, exitCode: 0 })
  })
})

test('the gate stays closed if all network specs are TypeScript, and skipped', async () => {
  const skipped = failingSpec.replace("test('", "test.skip('")
  expect(skipped).not.toBe(failingSpec)
  await using project = await createGatedProject(skipped, '')
  const { loads, exitCode, output } = await project.run([])
  expect({ loads, exitCode }).toEqual({ loads: 0, exitCode: 1 })
  expect(output).toContain(
    'preflight: the network gate is closed until the network stage has passed',
  )
  expect(output).toContain('no test of the network stage was run')
})
