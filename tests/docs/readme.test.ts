import { describe, expect, test } from 'vitest'
import { exitCodes } from '../../lib/cli/kit/exit-codes.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import { runCase } from '../../lib/runner/run-case.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { freePort } from '../e2e/free-port.ts'
import { fencesOf, readPage } from './pages.ts'

const readme = readPage('README.md')
const shipped = readPage('docs/shipped-specs.md')
const checklist = readPage('specs/network/checklist.spec.yaml').text

describe('the README', () => {
  test('begins with the commands that lead from an empty folder to a green network stage', () => {
    const [first] = fencesOf(readme)
    expect(first?.text).toMatch(
      /^npm i -D clustergate vitest\S*\nnpx clustergate init\nnpx vitest run specs\/network\n$/,
    )
  })

  test('names the two commands of a clone', () => {
    const commands = fencesOf(readme).find(({ text }) => text.startsWith('npm ci'))
    expect(commands?.text).toContain('npm ci && npm run specs')
    expect(commands?.text).toContain('npm ci && npm test')
  })

  test('shows the message of a refused port as it is reported', async () => {
    const shown = fencesOf(readme).find(({ note }) => note === 'the failure of a refused port')
    const reported = await messageOfRefusedPort()
    expect(withoutTimes(shown?.text ?? '')).toContain(withoutTimes(reported))
  })

  test('quotes lines of the checklist as they are', () => {
    const frames = fencesOf(readme).flatMap(({ text }) => [
      ...text.matchAll(/^ +(\d+)\|(?: (.*))?$/gm),
    ])
    const lines = checklist.split('\n')
    expect(frames.length).toBeGreaterThan(3)
    for (const [, line, text = ''] of frames) expect(lines[Number(line) - 1]).toBe(text)
  })

  test('lists the exit codes of the command', () => {
    const listed = [...readme.text.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
    expect(listed).toEqual(Object.values(exitCodes))
  })
})

describe('the page of the shipped specs', () => {
  test('names a line of the checklist for each item of the guide', () => {
    const table = /<!-- the checklist -->\n\n((?:\|.*\n)+)/.exec(shipped.text)?.[1] ?? ''
    const conditions = [...table.matchAll(/`([\w.]+: [^`]+)`/g)].map(([, condition]) => condition)
    expect(conditions.length).toBeGreaterThan(8)
    expect(conditions.filter((condition) => !checklist.includes(`      ${condition}\n`))).toEqual(
      [],
    )
  })

  test('names conditions of the balancer that its specs assert', () => {
    const table =
      /<!-- what specs\/balancer asserts -->\n\n((?:\|.*\n)+)/.exec(shipped.text)?.[1] ?? ''
    const conditions = [...table.matchAll(/`([\w.]+: [^`]+)`/g)].map(([, condition]) => condition)
    const files = ['share', 'faults', 'slots'].map((name) => `specs/balancer/${name}.spec.yaml`)
    const specs = files.map((file) => readPage(file).text).join('\n')
    expect(conditions.length).toBeGreaterThan(10)
    expect(conditions.filter((condition) => !specs.includes(`      ${condition}\n`))).toEqual([])
  })

  test('names conditions of performance that its specs assert', () => {
    const table = /<!-- what specs\/perf asserts -->\n\n((?:\|.*\n)+)/.exec(shipped.text)?.[1] ?? ''
    const conditions = [...table.matchAll(/`([\w.]+: [^`]+)`/g)].map(([, condition]) => condition)
    const files = ['scaling', 'latency', 'batch'].map((name) => `specs/perf/${name}.spec.yaml`)
    const specs = files.map((file) => readPage(file).text).join('\n')
    expect(conditions.length).toBeGreaterThan(8)
    expect(conditions.filter((condition = '') => !specs.includes(condition))).toEqual([])
  })
})

/**
 * The message of a real connect to a port of this host where nothing listens, as if it were the README's
 * worker.
 */
async function messageOfRefusedPort(): Promise<string> {
  const worker: Worker = {
    id: 'mac-studio-1',
    host: '127.0.0.1',
    port: await freePort(),
    type: 'lm_studio',
    maxConcurrentRequests: 5,
    tags: [],
    basePath: '',
  }
  const place = { file: '', line: 1, column: 1 }
  const expectation = (metric: string, dimension: 'boolean' | 'duration', text: unknown) => {
    const parsed = parseCondition(text, dimension)
    if (!parsed.ok) throw new Error(parsed.message)
    return { metric, dimension, condition: parsed.condition, place, frame: '' }
  }
  const verdict = await runCase(
    {
      name: 'port open',
      place,
      check: 'tcp',
      options: { count: 1, interval: '200ms', timeout: '4s' },
      runs: 'each',
      workerIds: [worker.id],
      timeoutMs: 10_000,
      expectations: [
        expectation('open', 'boolean', true),
        expectation('connect_time', 'duration', '< 100ms'),
      ],
    },
    [worker],
    {
      cluster: { file: '', workers: [worker], allowCommands: false },
      signal: new AbortController().signal,
      secrets: [],
    },
  )
  return explain(verdict).replaceAll(String(worker.port), '1234')
}

function withoutTimes(text: string): string {
  return text.replaceAll(/after [\d.]+(?:ms|µs|s)/g, 'after a while')
}
