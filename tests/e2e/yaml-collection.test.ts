import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { vitestMajor } from './toolchain.ts'

const spec = `suite: Collected
stage: network
tests:
  - name: port open
    for: each worker
    tcp: {}
    expect:
      open: true
  - name: lives in the past
    for: [sim-1]
    tcp: {}
    expect:
      connect_time: < 1ns
      state: refused
      open: true
`

describe('YAML specs under Vitest', () => {
  let project: Project

  beforeAll(async () => {
    project = await createProject({ 'specs/network/collected.spec.yaml': spec })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  test('each worker is a test of its own, on the embedded cluster', async () => {
    const run = await project.vitest([
      'run',
      'specs/network',
      '-t',
      'port open',
      '--reporter=verbose',
    ])
    const place = vitestMajor < 5 ? '4:5' : '4'
    for (const id of ['sim-1', 'sim-2', 'sim-3'])
      expect(run.output).toContain(
        `✓ |network| specs/network/collected.spec.yaml:${place} > Collected > port open › ${id}`,
      )
    expect(run.output).toContain('3 passed | 1 skipped')
    expect(run.exitCode).toBe(0)
  })

  test('a failed test names each missed expectation, with a code frame of the YAML line of the first', async () => {
    const run = await project.vitest(['run', 'specs/network'])
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(
      /❯ specs\/network\/collected\.spec\.yaml:13:7[\s\S]*13\|\s+connect_time: < 1ns\n\s+\|\s+\^/,
    )
    expect(run.output).toMatch(/BudgetMissed: connect_time: .*\nstate: open is not refused\n/)
    expect(run.output).not.toContain('collected.spec.yaml:15:')
    expect(run.output).not.toMatch(/❯ .*lib\//)
  })

  test('a line number selects the test on that line', async () => {
    const run = await project.vitest(['run', 'specs/network/collected.spec.yaml:4'])
    expect(run.output).toContain('3 passed | 1 skipped')
    expect(run.exitCode).toBe(0)
  })

  test('`vitest list` names file, suite, test and worker', async () => {
    const run = await project.vitest(['list'])
    expect(run.stdout).toContain(
      'specs/network/collected.spec.yaml > Collected > port open › sim-2',
    )
  })

  test("Vitest's own reporters show the tests with their states", async () => {
    const args = [
      'run',
      '--reporter=junit',
      '--outputFile.junit=junit.xml',
      '--reporter=json',
      '--outputFile.json=out.json',
    ]
    await project.vitest(args)
    const junit = await readFile(`${project.folder}/junit.xml`, 'utf8')
    expect(junit).toContain('name="Collected &gt; port open › sim-3"')
    expect(junit).toContain('<property name="tcp.open" value="true">')
    const json = JSON.parse(await readFile(`${project.folder}/out.json`, 'utf8'))
    expect(json).toMatchObject({ numTotalTests: 4, numFailedTests: 1, numPassedTests: 3 })
  })
})
