import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunLog } from '../../lib/record/run/run-log.ts'
import { contracts } from './contract/contracts.ts'
import { everyOutcome, largeRun } from './records.ts'

const command = join(import.meta.dirname, '../../dist/lib/cli/main.js')
const cases = 100_000
/** The record has five times as many; Node itself and the schema need about a third of it. */
const heapMegabytes = 128

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-large-'))
  writeLines(join(folder, 'run.jsonl'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** As a run with very many cases would write it. */
function writeLines(path: string): void {
  const { startedAt, environment, cluster } = everyOutcome
  if (!environment || !cluster) throw new Error('the record has both')
  const run = largeRun(cases)
  using log = new RunLog(path)
  log.write({ kind: 'start', schemaVersion: 1, startedAt, environment })
  log.write({ kind: 'cluster', cluster })
  for (const { cases: members, ...file } of run.files) {
    for (const each of members) {
      log.write({ kind: 'case', atMs: 1, stage: file.stage, case: { ...each, file: file.file } })
    }
    log.write({ kind: 'file', atMs: 2, file })
  }
  log.write({ kind: 'end', durationMs: 1_000, ended: 'complete', errors: [] })
}

describe(`a run of ${cases} cases`, () => {
  test.each(contracts.map((contract) => [contract.format, contract] as const))(
    `is reported as %s with a heap of ${heapMegabytes} MB`,
    async (format, { missing, problems }) => {
      const limit = `--max-old-space-size=${heapMegabytes}`
      const args = ['report', 'run.jsonl', '--format', format, '--output', 'report']
      const run = await execa('node', [limit, command, ...args], {
        cwd: folder,
        reject: false,
        timeout: 240_000,
      })
      expect(run.stderr).toBe('report: report')
      expect(run.exitCode).toBe(0)
      if (missing.length === 0) expect(await problems(join(folder, 'report'))).toEqual([])
    },
    300_000,
  )
})
