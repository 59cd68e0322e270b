import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import { RunLog } from '../../lib/record/run/run-log.ts'
import type { CaseRecord } from '../../lib/record/run/run-record.ts'
import { sourceModules } from '../../scripts/build/source-modules.mjs'
import { condition, judged, measurement } from './html-records.ts'
import { everyOutcome } from './records.ts'

const built = join(import.meta.dirname, '../../node_modules/.tmp/large-page')
/** As for the other formats: Node itself needs about a third of it. */
const heapMegabytes = 128

/** Reads the lines of a run and writes its page, like `clustergate report`. */
const child = `
import { openSync } from 'node:fs'
import { RunLineFile } from '${built}/lib/record/run/run-line-file.js'
import { htmlChunks } from '${built}/reporters/html.js'
import { writeReport } from '${built}/reporters/kit/write-report.js'
const record = new RunLineFile(openSync('run.jsonl', 'r'), () => undefined)
writeReport('page.html', htmlChunks(record.run))
`

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-large-page-'))
  const paths = ['lib/record/run/run-line-file', 'reporters/html', 'reporters/kit/write-report']
  await sourceModules(paths, built)
})
afterAll(() => {
  for (const each of [folder, built]) rmSync(each, { recursive: true })
})

/** The page of very many cases in one file. */
async function pageOf(count: number, caseOf: (index: number) => CaseRecord): Promise<string> {
  writeLines(count, caseOf)
  const args = [`--max-old-space-size=${heapMegabytes}`, '--input-type=module', '--eval', child]
  const { stderr, exitCode } = await execa('node', args, {
    cwd: folder,
    reject: false,
    timeout: 240_000,
  })
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  return readFileSync(join(folder, 'page.html'), 'utf8')
}

function writeLines(count: number, caseOf: (index: number) => CaseRecord): void {
  const { startedAt, environment, cluster } = everyOutcome
  if (!environment || !cluster) throw new Error('the record has both')
  rmSync(join(folder, 'run.jsonl'), { force: true })
  using log = new RunLog(join(folder, 'run.jsonl'))
  log.write({ kind: 'start', schemaVersion: 1, startedAt, environment })
  log.write({ kind: 'cluster', cluster })
  for (let index = 0; index < count; index++) {
    log.write({ kind: 'case', atMs: 1, stage: 'perf', case: caseOf(index) })
  }
  const file = { file: 'specs/perf/a.spec.yaml', stage: 'perf', durationMs: 1, errors: [] }
  log.write({ kind: 'file', atMs: 2, file })
  log.write({ kind: 'end', durationMs: 1_000, ended: 'complete', errors: [] })
}

const evidence = Array.from({ length: 12 }, (_, index) => ({
  attempt: `TCP connect ${index} to 10.0.0.1:1234`,
  outcome: 'ok',
  detail: 'open',
  afterMs: 1,
})) as never

function caseAt(
  index: number,
  changes: { status: 'pass' | 'fail'; isOneTest: boolean },
): CaseRecord {
  const { status, isOneTest } = changes
  const own = judged(
    {
      status,
      conditions: [condition({ status, measured: index, formatted: `${index}ms` })],
      measurement: measurement({ metrics: { 'latency.p95': index }, evidence }),
    },
    isOneTest ? { test: 'answers', subject: `w${index}` } : { test: `answers ${index}` },
  )
  return status === 'pass'
    ? own
    : {
        ...own,
        errors: [{ name: 'BudgetMissed', message: `${index}ms is not < 1s\n${'x'.repeat(500)}` }],
      }
}

describe('a run of 100,000 cases in one file', () => {
  test('of as many tests shows what did not pass and how many others are left out', async () => {
    const isBad = (index: number) => index % 25_000 === 24_999
    const page = await pageOf(100_000, (index) =>
      caseAt(index, { status: isBad(index) ? 'fail' : 'pass', isOneTest: false }),
    )
    expect(page.match(/<details class="test failed"/g)).toHaveLength(4)
    expect(page.match(/<details class="test passed"/g)).toHaveLength(996)
    expect(page.includes('and 99,000 more test cases in the run record')).toBe(true)
    expect(page.includes('Of 100,000 test cases, 4 failed.')).toBe(true)
    expect(page.length).toBeLessThan(8e6)
  }, 300_000)

  test('of one test shows the range of all of them', async () => {
    const page = await pageOf(100_000, (index) =>
      caseAt(index, { status: index < 1_000 ? 'pass' : 'fail', isOneTest: true }),
    )
    expect(page.includes('1,000 of 100,000 passed')).toBe(true)
    const [, extent] = /aria-label="latency\.p95: ([^"]*), budget/.exec(page) ?? []
    expect(extent).toBe('0ms to 1m39.999s in 100,000 values')
    expect(page.includes('and 99,800 more in the run record')).toBe(true)
    expect(page.length).toBeLessThan(4e6)
  }, 300_000)

  test('that all failed, each in its own way, shows the first and counts the others', async () => {
    const page = await pageOf(100_000, (index) =>
      caseAt(index, { status: 'fail', isOneTest: false }),
    )
    expect(page.match(/<article class="finding/g)).toHaveLength(300)
    expect(
      page.includes('and 99,700 more that went wrong in further ways, in the run record'),
    ).toBe(true)
    expect(
      page.includes('and 99,000 more test cases, 99,000 of them not passed, in the run record'),
    ).toBe(true)
  }, 300_000)
})

test('the loads of many benchmarks are drawn as far as there is room', async () => {
  const part = {
    ended: 9,
    ok: 9,
    outputTokens: 9,
    latencyAvgMs: 5,
    latencyP95Ms: 9,
    inFlightMean: 4,
    queuedMean: 2,
  }
  const timeline = Array.from({ length: 120 }, (_, index) => ({ ...part, atMs: index * 100 }))
  const loads = Array.from({ length: 20 }, (_, repetition) => load({ repetition }, timeline))
  const page = await pageOf(1_000, (index) =>
    judged(
      { conditions: [condition()], measurement: measurement({ loads }) },
      { test: `benchmark ${index}` },
    ),
  )
  expect(statSync(join(folder, 'run.jsonl')).size).toBeGreaterThan(heapMegabytes * 1e6)
  expect(page.match(/<b>Over time<\/b>/g)).toHaveLength(40)
  expect(page.match(/<details class="test passed"/g)).toHaveLength(1_000)
}, 300_000)

function load(labels: LoadRecord['labels'], timeline: LoadRecord['timeline']): LoadRecord {
  const total = {
    ended: 10,
    ok: 10,
    faults: {},
    inputTokens: 0,
    outputTokens: 0,
    inFlightMax: 5,
    times: {},
  }
  return {
    labels,
    driver: 'closed',
    workload: { name: 'short-chat', hash: 'x' },
    timeline,
    total,
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 12_000,
    started: 10,
    dropped: 0,
    retries: 0,
    slotsExceeded: 0,
    isCutShort: false,
    workers: {},
    busySlots: { mean: 4, untilLastStart: 4.5, most: 5 },
    client: {
      eventLoopDelayP99Ms: 1,
      eventLoopDelayMaxMs: 1,
      eventLoopUtilization: 0.1,
      cpuCores: 0.1,
      lateStartP99Ms: 0,
      lateStartMaxMs: 0,
      inFlightMean: 5,
      limitedBy: [],
    },
  }
}
