import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { WorkerInput } from '../../lib/cluster/worker-input.ts'
import {
  type SimulatedCluster,
  startSimulatedCluster,
} from '../../lib/simulator/simulated-cluster.ts'
import { createProject, type Project } from '../e2e/project.ts'

const root = join(import.meta.dirname, '../..')
const examples = join(root, 'examples')

describe.each([
  ['cluster', 'cluster.json', 7 + 1],
  ['ollama', 'cluster.yaml', 3],
  ['typescript', undefined, 3 + 1],
] as const)('the example %s', (name, clusterFile, count) => {
  let simulated: SimulatedCluster | undefined
  let project: Project | undefined
  beforeAll(async () => {
    const files = filesOf(name)
    if (clusterFile) {
      simulated = await startSimulatedCluster(workersOf(files[clusterFile] ?? ''))
      files[clusterFile] = onLoopback(files[clusterFile] ?? '', simulated)
    }
    project = await createProject(files)
  }, 120_000)
  afterAll(async () => {
    await project?.[Symbol.asyncDispose]()
    await simulated?.[Symbol.asyncDispose]()
  })

  test('passes against simulated workers, unchanged from the repository', async () => {
    const args = ['run', '--reporter=json', '--outputFile=result.json']
    const { exitCode, output } = await (project as Project).vitest(args)
    expect(exitCode, output).toBe(0)
    const { numPassedTests, numTotalTests } = JSON.parse(
      readFileSync(join(project?.folder ?? '', 'result.json'), 'utf8'),
    )
    expect([numPassedTests, numTotalTests]).toEqual([count, count])
  })
})

/** The files of an example by their paths, with the sources in place of the package. */
function filesOf(name: string): Record<string, string> {
  const folder = join(examples, name)
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(?:ts|ya?ml|json)$/.test(path),
  )
  return Object.fromEntries(
    paths.map((path) => [
      path,
      readFileSync(join(folder, path), 'utf8').replaceAll(
        "from 'clustergate'",
        `from '${root}/lib/index.ts'`,
      ),
    ]),
  )
}

interface Written {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly type: 'lm_studio' | 'ollama'
  readonly model: string
  readonly max_concurrent_requests: number
}

/** Simulated workers that imitate those of a cluster file. */
function workersOf(text: string): WorkerInput[] {
  const { workers } = parse(text) as { workers: Written[] }
  return workers.map(({ id, model, type, max_concurrent_requests: maxConcurrentRequests }) => ({
    id,
    host: '127.0.0.1',
    port: 0,
    type: 'simulated',
    model,
    maxConcurrentRequests,
    simulate: { imitates: type, timeToFirstToken: '5ms' },
  }))
}

/** The cluster file with the addresses of the simulated workers. */
function onLoopback(text: string, { workers }: SimulatedCluster): string {
  let index = 0
  const ports = workers.map(({ port }) => port)
  return text
    .replaceAll(/192\.168\.1\.\d+/g, '127.0.0.1')
    .replaceAll(/("?port"?: )\d+/g, (_, key: string) => `${key}${ports[index++]}`)
}

describe('the CI examples', () => {
  const github = parse(read('ci/.github/workflows/slo.yml'))
  const gitlab = parse(read('ci/.gitlab-ci.yml'))
  const jobs: readonly string[][] = [
    github.jobs.slo.steps.flatMap(({ run }: { run?: string }) => run ?? []),
    [...gitlab.slo.before_script, ...gitlab.slo.script],
  ]

  test.each(jobs.map((commands) => [commands]))(
    'use existing commands and reporters: %s',
    (commands) => {
      expect(commands).toContain('npm ci')
      expect(commands).toContain('npx clustergate lint')
      const run = commands.find((command) => command.startsWith('npx vitest run ')) ?? ''
      const reporters = [...run.matchAll(/--reporter=clustergate\/(\S+)/g)].map(([, path]) => path)
      expect(reporters.length).toBeGreaterThan(1)
      for (const path of reporters) expect(existsSync(join(root, `${path}.ts`))).toBe(true)
    },
  )

  test('keep the reports whether the run passed or failed', () => {
    const upload = github.jobs.slo.steps.at(-1)
    expect(upload).toMatchObject({ if: 'always()', with: { path: 'reports/' } })
    expect(gitlab.slo.artifacts).toMatchObject({ when: 'always', paths: ['reports/'] })
    expect(gitlab.slo.artifacts.reports.junit).toBe('reports/clustergate.junit.xml')
  })
})

test('the examples page names every folder', () => {
  const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const named = [...read('README.md').matchAll(/^\| \[([\w-]+)\]/gm)].map(([, name]) => name)
  expect(folders.map(({ name }) => name).toSorted()).toEqual(named.toSorted())
})

function read(path: string): string {
  return readFileSync(join(examples, path), 'utf8')
}
