import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { createProject, type Project } from './project.ts'

const yaml = `
suite: Network
tests:
  - name: port open
    for: each worker
    tcp: {}
    expect: { open: true, connect_time: < 1s }
`
const typescript = `
import { expect, suite } from 'clustergate'
suite('In TypeScript', ({ eachWorker }) => {
  eachWorker('is open', async (worker) => {
    expect(await worker.tcp()).toBeOpen()
  })
})
`

describe('failures of several tests with one cause', () => {
  let project: Project
  beforeAll(async () => {
    const ports = await Promise.all([freePort(), freePort()])
    const workers = ports.map((port, index) => ({ id: `w${index + 1}`, host: '127.0.0.1', port }))
    project = await createProject({
      'cluster.json': JSON.stringify({ workers }),
      'specs/network/a.spec.yaml': yaml,
      'specs/network/b.spec.ts': typescript,
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  const run = (...args: string[]) =>
    project.vitest(['run', ...args], {
      env: { CLUSTERGATE_CLUSTER: join(project.folder, 'cluster.json') },
    })
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

  test.each(['default', 'dot', 'tree'])(
    'the %s reporter prints cause and remedy once, below the names of all tests',
    async (reporter) => {
      const { output, exitCode } = await run(`--reporter=${reporter}`, 'specs/network/a.spec.yaml')
      expect(exitCode).toBe(1)
      expect(output).toMatch(
        /FAIL .* port open › w1\n FAIL .* port open › w2\nBudgetMissed: 2 tests failed for the same reason\n {2}port open › w1: open: false is not true\n/,
      )
      expect(count(output, /\n {2}cause: /g)).toBe(1)
      expect(count(output, /the server on w1 is not running/g)).toBe(1)
      expect(count(output, /the server on w2 is not running/g)).toBe(1)
      expect(count(output, /if it listens on 127\.0\.0\.1 only, bind it/g)).toBe(1)
      // The frame of the YAML file is still there.
      expect(output).toMatch(/❯ specs\/network\/a\.spec\.yaml:7:15\n[\s\S]*> {0,1}|\^/)
    },
  )

  test('annotations of failed tests are not printed', async () => {
    const { output } = await run('--reporter=default', 'specs/network/a.spec.yaml')
    expect(output).not.toContain('tcp.connect_time')
    expect(output).not.toMatch(/↳/)
  })

  test('a test in TypeScript refers to the remedy that was printed before', async () => {
    const { output } = await run('--reporter=default')
    expect(count(output, /the server on w1 is not running/g)).toBe(2)
    expect(count(output, /if it listens on 127\.0\.0\.1 only, bind it/g)).toBe(1)
    expect(count(output, /\n {2}remedy: as above/g)).toBe(2)
  })

  test('a JUnit report of the same run has cause and remedy in every test', async () => {
    const { exitCode } = await run(
      '--reporter=default',
      '--reporter=junit',
      '--outputFile=junit.xml',
      'specs/network/a.spec.yaml',
    )
    expect(exitCode).toBe(1)
    const report = await readFile(join(project.folder, 'junit.xml'), 'utf8')
    expect(report).not.toContain('tests failed for the same reason')
    for (const worker of ['w1', 'w2']) {
      expect(report).toMatch(
        new RegExp(`port open › ${worker}"[\\s\\S]*the server on ${worker} is`),
      )
    }
    expect(count(report, /<property name="tcp\.open"/g)).toBe(2)
  })
})
