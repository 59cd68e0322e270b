import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRun } from '../../lib/cli/kit/open-run.ts'
import type { RunLine } from '../../lib/record/run/run-lines.ts'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { createValidator } from '../../lib/source/create-validator.ts'
import { formats } from '../../reporters/formats.ts'
import { createProject, type Project, type RunResult } from '../e2e/project.ts'
import { testWith } from '../hosts/requirements.ts'
import { contracts, runSchema } from './contract/contracts.ts'

const reporters = join(import.meta.dirname, '../../reporters')

const specs = {
  'specs/network/a.spec.yaml': `suite: Reported
tests:
  - { name: port open, tcp: {}, expect: { open: true } }
  - { name: too slow, for: sim-1, retries: 1, tcp: {}, expect: { connect_time: < 1ns } }
  - { name: later, skip: the switch is being replaced, tcp: {}, expect: { open: true } }
`,
  'specs/network/b.spec.ts': `import { expect, suite } from 'clustergate'
suite('Typed', ({ test }) => {
  test('adds up', () => expect(1).toBe(1))
})
`,
  'specs/balancer/c.spec.yaml': `suite: Balanced
tests:
  - { name: shares, balance: { requests: 30 }, expect: { success_rate: ">= 99%" } }
`,
}

/** One run with all reporters, from which every report is read. */
let project: Project
let run: RunResult
const strict = 'reports/strict.xml'
const summary = 'summary.md'

beforeAll(async () => {
  const list = contracts
    .filter(({ format }) => format !== 'junit-strict')
    .map(({ reporter, options = {} }) => [`${reporters}/${reporter}.ts`, options])
  const all = [['default', {}], [`${reporters}/terminal.ts`, {}], ...list]
  const both = [...all, [`${reporters}/junit.ts`, { dialect: 'strict', outputFile: strict }]]
  const root = join(import.meta.dirname, '../..')
  project = await createProject({
    ...specs,
    'vitest.config.ts': `
import { defineConfig } from 'vitest/config'
import clustergate from '${root}/lib/index.ts'
export default defineConfig({
  plugins: [clustergate()],
  resolve: { alias: { clustergate: '${root}/lib/index.ts' } },
  test: { reporters: ${JSON.stringify(both)} },
})
`,
  })
  run = await project.vitest(['run'], { env: { GITHUB_STEP_SUMMARY: summary } })
}, 120_000)
afterAll(() => project[Symbol.asyncDispose]())

const path = (file: string) => join(project.folder, file)
const record = async (): Promise<RunRecord> =>
  JSON.parse(await readFile(path('reports/clustergate.json'), 'utf8'))
const lines = async (): Promise<RunLine[]> =>
  (await readFile(path('reports/clustergate.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test('the real run ended as its specs expect, and named its reports', () => {
  expect(run.exitCode).toBe(1)
  expect(run.output).toContain(' report: reports/clustergate.junit.xml')
})

test('the terminal shows a table of the real run', () => {
  expect(run.stdout).toMatch(
    /Reported\n\s+open true\s+connect_time < 1ns\n\s+sim-1\s+✓ true\s+✗ [\d.]+(µs|ms)\s*\n/,
  )
})

describe('the record of the real run', () => {
  test('has every case with its position, its state and its measurements', async () => {
    const { files, ended, cluster, environment } = await record()
    expect(ended).toBe('complete')
    expect(cluster?.workers).toHaveLength(3)
    expect(environment).toMatchObject({
      node: process.version,
      vitest: expect.stringMatching(/^4\./),
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    })
    const cases = new Map(files.flatMap((file) => file.cases.map((each) => [each.name, each])))
    expect(cases.get('Reported > port open › sim-2')).toMatchObject({
      status: 'passed',
      line: 3,
      retries: 0,
      record: { verdict: { measurement: { metrics: { open: true } } } },
    })
    expect(cases.get('Reported > too slow › sim-1')).toMatchObject({
      status: 'failed',
      retries: 1,
      errors: [{ name: 'BudgetMissed' }],
      earlierErrors: [{ name: 'BudgetMissed' }],
      record: {
        verdict: {
          status: 'fail',
          conditions: [{ status: 'fail', condition: '< 1ns', place: { line: 4 } }],
        },
      },
    })
    expect(cases.get('Reported > later › sim-1')).toMatchObject({
      status: 'skipped',
      reason: 'the switch is being replaced',
    })
  })

  test('distinguishes tests behind the closed gate from others that were skipped', async () => {
    const { files } = await record()
    const balancer = files.find(({ stage }) => stage === 'balancer')
    expect(balancer).toMatchObject({
      errors: [{ name: 'GateClosed' }],
      cases: [
        {
          status: 'skipped',
          isBehindGate: true,
          reason: expect.stringContaining('gate is closed'),
        },
      ],
    })
    const others = files.filter((file) => file !== balancer).flatMap(({ cases }) => cases)
    expect(others.filter(({ isBehindGate }) => isBehindGate)).toEqual([])
  })

  test('contains nothing outside its schema', async () => {
    expect(createValidator(runSchema())(await record())).toEqual([])
  })
})

describe('the JSON lines of the real run', () => {
  test('match their schema', async () => {
    const schema = runSchema()
    const validators = new Map(
      ['start', 'cluster', 'case', 'file', 'end'].map((kind) => [
        kind,
        createValidator({ $id: `x/${kind}`, $ref: `#/$defs/${kind}_line`, $defs: schema.$defs }),
      ]),
    )
    const all = await lines()
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(validators.keys()))
    for (const line of all) expect(validators.get(line.kind)?.(line)).toEqual([])
  })

  test('begin with the start, have the cluster before the first case, and end with the end', async () => {
    const kinds = (await lines()).map(({ kind }) => kind)
    expect(kinds[0]).toBe('start')
    expect(kinds.indexOf('cluster')).toBeLessThan(kinds.indexOf('case'))
    expect(kinds.indexOf('end')).toBe(kinds.length - 1)
    expect(kinds.filter((kind) => kind === 'cluster')).toHaveLength(1)
  })

  test('contain each case once', async () => {
    const cases = (await lines()).flatMap((line) => (line.kind === 'case' ? [line.case.name] : []))
    const names = (await record()).files.flatMap((file) => file.cases.map(({ name }) => name))
    expect(cases.toSorted()).toEqual(names.toSorted())
  })
})

describe.each(contracts.map((contract) => [contract.format, contract] as const))(
  'the report as %s',
  (format, contract) => {
    const file = format === 'junit-strict' ? strict : contract.file

    testWith(contract.missing, 'is valid', async () => {
      expect(await contract.problems(path(file))).toEqual([])
    })

    test('is identical if made later from the record', async () => {
      const text = await readFile(path(file), 'utf8')
      expect(await madeOf('reports/clustergate.json', format)).toBe(text)
    })

    test('is identical if made from the JSON lines', async () => {
      const text = await madeOf('reports/clustergate.jsonl', format)
      writeFileSync(path('from-lines'), text)
      if (contract.missing.length === 0) {
        expect(await contract.problems(path('from-lines'))).toEqual([])
      }
      // The same, except for the order: here files and cases are in the order of their ends.
      expect(text.length).toBe((await readFile(path(file), 'utf8')).length)
    })
  },
)

async function madeOf(file: string, format: string): Promise<string> {
  using record = await openRun(path(file))
  const render = await formats[format]?.()
  return [...(render?.(record.run, { root: project.folder }) ?? [])].join('')
}

test('the summary of the step is the Markdown report', () => {
  expect(existsSync(path(summary))).toBe(true)
  const markdown = readFileSync(path('reports/clustergate.md'), 'utf8')
  expect(readFileSync(path(summary), 'utf8')).toBe(markdown)
})

test('HTML is made of the record and of the lines', async () => {
  for (const file of ['reports/clustergate.json', 'reports/clustergate.jsonl']) {
    const html = await madeOf(file, 'html')
    expect(html).toMatch(/^<!doctype html>/i)
    expect(html).toContain('too slow')
  }
})
