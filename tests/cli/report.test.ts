import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wholeRun } from '../../lib/record/run/run-record.ts'
import { jsonChunks } from '../../reporters/json.ts'
import { writeReport } from '../../reporters/kit/write-report.ts'
import { everyOutcome, largeRun } from '../reporters/records.ts'

const command = join(import.meta.dirname, '../../dist/lib/cli/main.js')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-report-'))
  writeReport(join(folder, 'reports/clustergate.json'), jsonChunks(everyOutcome))
})
afterAll(() => rmSync(folder, { recursive: true }))

function report(...args: string[]) {
  return execa('node', [command, 'report', ...args], {
    cwd: folder,
    reject: false,
    timeout: 60_000,
  })
}

describe('clustergate report', () => {
  test('prints a report of the default record, and exits with 0 even if tests failed', async () => {
    const { stdout, stderr, exitCode } = await report('--format', 'tap')
    expect(stdout).toMatch(/^TAP version 14\n[\s\S]*\n1\.\.12$/)
    expect([stderr, exitCode]).toEqual(['', 0])
  })

  test('writes it to a file', async () => {
    const args = ['reports/clustergate.json', '-f', 'markdown', '-o', 'comment.md']
    const { stdout, stderr, exitCode } = await report(...args)
    expect([stdout, stderr, exitCode]).toEqual(['', 'report: comment.md', 0])
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(/^## ❌ Clustergate: 3 failed/)
  })

  test('ends silently if its output is closed', async () => {
    writeReport(join(folder, 'long.json'), jsonChunks(wholeRun(largeRun(3_000))))
    const shell = `node ${command} report long.json --format json | head -n 1`
    const { stdout, stderr } = await execa('sh', ['-c', shell], { cwd: folder })
    expect([stdout, stderr]).toEqual(['{', ''])
  })

  test('lists the formats for an unknown one, and suggests the nearest', async () => {
    const { stderr, exitCode } = await report('--format', 'junt')
    expect(exitCode).toBe(2)
    expect(stderr).toBe(`there is no format \`junt\`
  expected: ctrf, github, html, json, junit, junit-strict, markdown, openmetrics, tap
  did you mean \`junit\`?`)
  })

  test.each([
    ['a file that is not there', 'reports/clustergate.jsn', 'does not exist'],
    ['JSON of something else', 'other.json', 'other.json: not a report of a run'],
    ['a file that is not JSON', 'text.json', 'text.json:1:1: not valid JSON'],
    ['an incomplete record', 'half.json', 'half.json: `files.0` must have required property'],
    ['lines of something else', 'other.jsonl', 'other.jsonl:1:1: must have required property'],
    [
      'a line that is broken',
      'broken.jsonl',
      'broken.jsonl:2:9: not valid JSON: it ends too early',
    ],
    ['a line of another kind', 'odd.jsonl', 'odd.jsonl:2:1: not a line of a run'],
    [
      'a later version',
      'later.jsonl',
      'later.jsonl:1:1: `schemaVersion` must be equal to constant',
    ],
  ])('refuses %s', async (_, file, words) => {
    const environment = everyOutcome.environment
    const start = {
      kind: 'start',
      schemaVersion: 1,
      startedAt: everyOutcome.startedAt,
      environment,
    }
    const line = JSON.stringify(start)
    const files: Readonly<Record<string, string>> = {
      'other.json': '{"name":"clustergate"}',
      'text.json': 'hello',
      'half.json': JSON.stringify({ ...everyOutcome, files: [{ file: 'a' }] }),
      'other.jsonl': '{"kind":"start"}\n',
      'broken.jsonl': `${line}\n{"kind":\n`,
      'odd.jsonl': `${line}\n{"kind":"odd"}\n`,
      'later.jsonl': `${JSON.stringify({ ...start, schemaVersion: 2 })}\n`,
    }
    const text = files[file]
    if (text !== undefined) writeFileSync(join(folder, file), text)
    const { stderr, stdout, exitCode } = await report(file, '--format', 'json')
    expect(stderr).toContain(words)
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  test('refuses an output that cannot be written before it reads', async () => {
    const { stderr, exitCode } = await report('-f', 'json', '-o', 'none/report.json')
    expect(stderr).toContain('the file none/report.json cannot be written')
    expect(exitCode).toBe(2)
  })
})
