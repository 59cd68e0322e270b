import { existsSync } from 'node:fs'
import { HistoryError } from '../../history/history-error.ts'
import { defaultHistoryFile, type HistoryRow, HistoryStore } from '../../history/store.ts'
import { usualRunFile } from '../../record/run/run-files.ts'
import type { RunSource } from '../../record/run/run-record.ts'
import {
  addRun,
  LastVerdicts,
  recordedTests,
  type VerdictWord,
  worst,
} from '../../slo/last-verdicts.ts'
import type { PageVerdicts } from '../../slo/page/page.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { openRun } from '../kit/open-run.ts'
import { printAside } from '../kit/print.ts'

interface OpenVerdicts extends AsyncDisposable {
  readonly verdicts: PageVerdicts
}

/** How many older runs are searched for a test that was not in the last run. */
const maxRuns = 100

/**
 * The last verdicts of the tests: from the record of the last run, and for other tests from the history.
 * Missing files are not a mistake, unless the user named them.
 * @throws UserError if a file is not a record of a run, or the history cannot be read
 */
export async function openVerdicts(named: {
  readonly run?: string
  readonly history?: string
}): Promise<OpenVerdicts> {
  const last = new LastVerdicts()
  const sources: string[] = []
  const historyFile = named.history ?? defaultHistoryFile
  if (named.history !== undefined || existsSync(historyFile)) {
    const rows = await rowsOf(historyFile, named.history !== undefined)
    if (rows) {
      addHistory(last, rows)
      sources.push(shownFile(historyFile))
    }
  }
  const runFile = named.run ?? usualRunFile
  const isThere = named.run !== undefined || existsSync(runFile)
  const record = isThere ? await openRun(runFile) : undefined
  if (record) {
    addRun(last, record.run)
    sources.unshift(shownFile(runFile))
  }
  return {
    verdicts: { last, sources, recorded: (file) => recorded(record?.run, file) },
    [Symbol.asyncDispose]: async () => record?.[Symbol.dispose](),
  }
}

function recorded(run: RunSource | undefined, file: string) {
  return run ? recordedTests(run, file) : []
}

/** Undefined if it cannot be read and was not named by the user; the reason is reported. */
async function rowsOf(file: string, isNamed: boolean): Promise<readonly HistoryRow[] | undefined> {
  try {
    using store = await HistoryStore.open(file, 'read')
    return store.rowsOfLast(maxRuns, 'all')
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error
    const { code, message } = error
    if (isNamed) throw new UserError([{ code, message }])
    printAside(`verdicts of the history are left out: ${message}`)
    return undefined
  }
}

/** One verdict per run and test; there is one row for each measured value. */
function addHistory(last: LastVerdicts, rows: readonly HistoryRow[]): void {
  const tests = new Map<
    string,
    { readonly row: HistoryRow; readonly cases: Map<string, VerdictWord> }
  >()
  for (const row of rows) {
    const key = [row.run_id, row.file, row.test].join('\n')
    const known = tests.get(key) ?? { row, cases: new Map() }
    known.cases.set(row.subject, wordOf(row.status))
    tests.set(key, known)
  }
  for (const { row, cases } of tests.values()) {
    const counts: Partial<Record<VerdictWord, number>> = {}
    for (const status of cases.values()) counts[status] = (counts[status] ?? 0) + 1
    last.add(row.file, row.test, {
      status: worst(counts),
      counts,
      at: row.started_at,
      conditions: new Map(),
    })
  }
}

/** A void run decides nothing, as its report said. */
function wordOf(status: string): VerdictWord {
  return status === 'void' ? 'inconclusive' : (status as VerdictWord)
}
