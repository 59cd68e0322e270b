import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyCommand } from '../../../lib/cli/history/history.ts'
import { loadSqlite } from '../../../lib/history/sqlite.ts'
import { defaultHistoryFile, defaultKeep } from '../../../lib/history/store.ts'
import type { RunRecord } from '../../../lib/record/run/run-record.ts'
import { codesInTables, fencesOf, readPage } from '../../docs/pages.ts'
import {
  createHistoryFolder,
  type HistoryFolder,
  historyCase,
  speedup,
} from '../../history/runs.ts'
import { command } from '../bench/bench-folder.ts'

const page = readPage('docs/history.md')
const fences = fencesOf(page)

describe('docs/history.md', () => {
  let history: HistoryFolder
  beforeAll(async () => {
    history = await createHistoryFolder()
    const latency = { metric: 'latency.p95', labels: {}, dimension: 'duration' } as const
    const values = [speedup(2.8, 12), { ...latency, value: 400, isAsked: true }]
    await history.store(Array.from({ length: 3 }, () => historyCase(values)))
    await mkdir(join(history.folder, 'reports'))
    await writeFile(join(history.folder, 'reports/clustergate.json'), JSON.stringify(report))
    const npx = join(history.folder, 'bin/npx')
    await mkdir(join(history.folder, 'bin'))
    await writeFile(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${command}" "$@"\n`)
    await chmod(npx, 0o755)
  })
  afterAll(() => history[Symbol.asyncDispose]())

  const report: RunRecord = {
    schemaVersion: 1,
    startedAt: '2026-11-24T15:30:03.000Z',
    durationMs: 9,
    errors: [],
    files: [
      {
        file: 'specs/perf/a.spec.yaml',
        stage: 'perf',
        durationMs: 9,
        errors: [],
        cases: [
          {
            file: 'specs/perf/a.spec.yaml',
            name: 'S > t',
            status: 'passed',
            durationMs: 9,
            retries: 0,
            errors: [],
            record: {
              schemaVersion: 1,
              stage: 'perf',
              suite: 'S',
              test: 't',
              subject: 'cluster',
              check: 'batch',
              verdict: {
                status: 'pass',
                conditions: [],
                measurement: {
                  check: 'batch',
                  subject: { name: 'cluster' },
                  metrics: { makespan: 8 },
                  evidence: [],
                  notes: [],
                  startedAt: '2026-11-24T15:30:04.000Z',
                  durationMs: 8,
                },
              },
            },
          },
        ],
      },
    ],
  }

  // In the order of the page.
  test.each(
    fences.filter(({ language }) => language === 'sh').map(({ line, text }) => [line, text]),
  )('the commands on line %i run', async (_, text) => {
    const { stderr } = await execa('sh', ['-e', '-c', String(text)], {
      cwd: history.folder,
      timeout: 50_000,
      env: {
        NO_COLOR: '1',
        CI: '',
        PATH: `${join(history.folder, 'bin')}${delimiter}${process.env.PATH}`,
      },
    })
    expect(stderr).toBe('')
  })

  test('the query finds the runs', async () => {
    const query = fences.find(({ language }) => language === 'sql')?.text ?? ''
    const openSqlite = await loadSqlite()
    const database = openSqlite(history.file, { isReadOnly: true })
    const rows = database.prepare(query).all()
    database.close()
    expect(rows).toHaveLength(3)
    expect(rows[0]).toEqual(expect.objectContaining({ value: 2.8 }))
  })

  test('lists all options', () => {
    const listed = codesInTables(page).filter((code) => code.startsWith('--'))
    const flags = historyCommand(() => undefined).options.map((option) => option.flags)
    expect(listed).toEqual(flags)
  })

  test('lists the other commands', () => {
    const names = historyCommand(() => undefined).commands.map((each) => each.name())
    const listed = codesInTables(page).map((code) => code.split(' ')[0])
    expect(listed).toEqual(expect.arrayContaining(names))
  })

  test('and docs of the reporter name the defaults', () => {
    expect(page.text).toContain(`\`${defaultHistoryFile}\``)
    const { text } = readPage('docs/reporters/history.md')
    expect(text).toContain(
      `| \`file\` | the database, relative to Vitest's root | \`${defaultHistoryFile}\` |`,
    )
    expect(text).toContain(`| \`keep\` | number of newest runs to keep | \`${defaultKeep}\` |`)
  })
})
