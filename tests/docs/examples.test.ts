import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import { parseCluster } from '../../lib/cluster/load-cluster.ts'
import { parseSource } from '../../lib/source/document.ts'
import { UserError } from '../../lib/source/user-error.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { createProject, type Project } from '../e2e/project.ts'
import { missingTools, testWith } from '../hosts/requirements.ts'
import {
  clusterText,
  environment,
  exampleCluster,
  examples,
  fences,
  fileOf,
  isRun,
  stageOf,
} from './examples.ts'
import type { Fence } from './pages.ts'

function withPlaces(members: readonly Fence[]): [string, Fence][] {
  return members.map((fence) => [`${fence.page}:${fence.line}`, fence])
}

function read(fence: Fence, file = join('/docs', fileOf(fence))) {
  const specEnvironment = { cluster: exampleCluster(), catalog: checkCatalog, env: environment }
  return readSpec({ file, text: fence.text }, specEnvironment)
}

describe('examples in the documentation', () => {
  test('are many, and only a few are not run', () => {
    const specs = examples('spec', 'module')
    expect(specs.length).toBeGreaterThan(20)
    expect(specs.filter((fence) => !isRun(fence)).length).toBeLessThan(9)
  })

  test.each(withPlaces(examples('cluster')))('the cluster file of %s is valid', (_, fence) => {
    const document = parseSource(fence.text, `/docs/cluster.${fence.language}`)
    expect(parseCluster(document, environment).workers.length).toBeGreaterThan(0)
  })

  test.each(withPlaces(examples('spec')))('the spec of %s is valid', (_, fence) => {
    expect(read(fence).tests.length).toBeGreaterThan(0)
  })

  test.each(withPlaces(examples('mistake')))(
    'the mistakes of %s are reported as the page shows',
    (_, fence) => {
      const reported = fences[fences.indexOf(fence) + 1]?.text.trimEnd()
      expect(() => read(fence, 'specs/network/first.spec.yaml')).toThrow(UserError)
      expect(() => read(fence, 'specs/network/first.spec.yaml')).toThrow(
        expect.objectContaining({ message: reported }),
      )
    },
  )
})

/** Specs that open the gate to the other stages. */
const gateText = `suite: Gate
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
`

/** The result of a file in Vitest's JSON reporter. */
interface FileResult {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly assertionResults: readonly {
    readonly fullName: string
    readonly status: string
    readonly failureMessages: readonly string[]
  }[]
}

/** Separately for each stage: behind the gate, an example would wait for all others of the network. */
describe.each(['network', 'balancer'])('examples of the stage %s, run by Vitest', (stage) => {
  const specs = examples('spec', 'module').filter(
    (fence) => isRun(fence) && stageOf(fence) === stage,
  )
  let project: Project
  let results: ReadonlyMap<string, FileResult>

  beforeAll(async () => {
    const files = Object.fromEntries(specs.map((fence) => [fileOf(fence), fence.text]))
    const gate = { 'specs/network/gate.spec.yaml': gateText }
    project = await createProject({ ...gate, ...files, 'cluster.yaml': clusterText })
    const args = [
      'run',
      '--maxWorkers=4',
      '--testTimeout=30000',
      '--reporter=json',
      '--outputFile=results.json',
    ]
    const env = {
      ...environment,
      CLUSTERGATE_CLUSTER: 'cluster.yaml',
      CLUSTERGATE_ALLOW_COMMANDS: '1',
    }
    const run = await project.vitest(args, { env })
    const json = await readFile(join(project.folder, 'results.json'), 'utf8').catch(() => {
      throw new Error(`Vitest left no results; it said:\n${run.output}`)
    })
    const { testResults } = JSON.parse(json) as { testResults: FileResult[] }
    results = new Map(
      testResults.map((each) => [each.name.replace(/^.*\/specs\//, 'specs/'), each]),
    )
    // Those of the balancer send real loads, one after the other.
  }, 120_000)
  afterAll(() => project[Symbol.asyncDispose]())

  describe.each(withPlaces(specs))('%s', (_, fence) => {
    testWith(usesPath(fence) ? missingTools('ping') : [], 'passes', () => expectPassed(fence))
  })

  function expectPassed(fence: Fence): void {
    const result = results.get(fileOf(fence))
    const cases = result?.assertionResults ?? []
    const failures = cases.flatMap(({ fullName, failureMessages }) =>
      failureMessages.map((message) => `${fullName}: ${message}`),
    )
    expect([result?.message, ...failures].filter(Boolean)).toEqual([])
    expect(result?.status).toBe('passed')
    expect(cases.filter(({ status }) => status === 'passed')).not.toHaveLength(0)
  }
})

/** Hops are found by `ping` alone. */
function usesPath({ text }: Fence): boolean {
  return /^ +path:|\.path\(/m.test(text)
}
