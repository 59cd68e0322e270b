import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { Cluster } from '../../lib/cluster/cluster.ts'
import { schemas } from '../../lib/generated/schemas.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { sourceModules } from '../../scripts/build/source-modules.mjs'

const temporary = join(import.meta.dirname, '../.tmp')
let folder: string
let compiled: typeof readSpec

beforeAll(async () => {
  mkdirSync(temporary, { recursive: true })
  folder = mkdtempSync(join(temporary, 'compiled-spec-'))
  const [module = ''] = await sourceModules(['lib/spec/read-spec'], folder)
  compiled = (await import(pathToFileURL(module).href)).readSpec
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const worker = { id: 'mac-1', host: '10.0.0.1', port: 1, type: 'openai', tags: [], basePath: '' }
const cluster = {
  file: '/cluster.yaml',
  workers: [{ ...worker, maxConcurrentRequests: 5 }],
  allowCommands: true,
} as unknown as Cluster

/** The spec, or its problems. */
function outcome(read: typeof readSpec, text: string): unknown {
  const environment = { cluster, catalog: checkCatalog, env: {}, root: '/p' }
  try {
    return read({ file: '/p/specs/network/a.spec.yaml', text }, environment)
  } catch (error) {
    const { problems } = error as { readonly problems?: unknown }
    if (problems === undefined) throw error
    return problems
  }
}

const one = (lines: string) => `suite: S\ntests:\n  - name: a\n${lines}`

describe.each(Object.entries(schemas.checks))('compiled for the package, %s', (kind, schema) => {
  const options = Object.entries(schema.properties)
  const [metric = ''] = Object.keys(schema.$defs.metrics.properties)
  const bodies = [
    '{}',
    '[]',
    'text',
    '{ no_such_option: 1 }',
    ...options.flatMap(([name, { examples = [] }]) =>
      [...(examples as unknown[]), -1, 'no such value', [], {}, null].map((value) =>
        JSON.stringify({ [name]: value }),
      ),
    ),
  ]
  const expectations = ['{}', '1', '[]', `{ ${metric}: '> 1 lightyear' }`, '{ no_such_metric: 1 }']

  test('has the same problems as from the sources', () => {
    const texts = [
      ...bodies.map((body) => one(`    ${kind}: ${body}\n    expect: {}`)),
      ...expectations.map((map) => one(`    ${kind}: {}\n    expect: ${map}`)),
      one(`    ${kind}: {}\n    tcp: {}\n    expect: { ${metric}: 1 }\n    no_such_key: 1`),
    ]
    for (const text of texts) expect(outcome(compiled, text)).toEqual(outcome(readSpec, text))
    const problems = texts.map((text) => outcome(readSpec, text)).filter(Array.isArray)
    expect(problems.length).toBeGreaterThan(5)
  })
})
