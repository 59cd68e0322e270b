import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HistoryError } from '../../lib/history/history-error.ts'
import { firstColumn, loadSqlite } from '../../lib/history/sqlite.ts'
import { HistoryStore } from '../../lib/history/store.ts'
import { historyCase, historyRun, speedup } from './runs.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustergate-history-'))
  file = join(folder, 'history.db')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const runOf = (n: number, value = 2.8) => historyRun(n, [historyCase([speedup(value)])])

const openSqlite = await loadSqlite()

function count(table: string): unknown {
  const database = openSqlite(file, { isReadOnly: true })
  try {
    return firstColumn(database, `SELECT count(*) FROM ${table}`)[0]
  } finally {
    database.close()
  }
}

describe('the history', () => {
  test('returns stored runs unchanged, in their order', async () => {
    const interval = { low: 2.7, high: 2.9, confidence: 0.95 }
    {
      using store = await HistoryStore.open(file, 'write')
      store.add(historyRun(1, [historyCase([{ ...speedup(2.8), interval }])]), 10)
      store.add(historyRun(0, [historyCase([speedup(3)], { status: 'void', unfit: ['busy'] })]), 10)
    }
    using store = await HistoryStore.open(file, 'read')
    expect(store.runIds()).toEqual(['run-0', 'run-1'])
    expect(store.metrics()).toEqual(['speedup'])
    const [first, second] = store.rowsOfMetric('speedup')
    expect(first).toMatchObject({ value: 3, low: null, status: 'void', unfit: '["busy"]' })
    expect(second).toMatchObject({
      run_id: 'run-1',
      started_at: '2026-01-02T03:00:00.000Z',
      branch: 'main',
      is_dirty: 0,
      suite: 'Scaling',
      test: 'three workers beat one',
      subject: 'cluster',
      labels: '{"concurrency":15}',
      value: 2.8,
      low: 2.7,
      high: 2.9,
      confidence: 0.95,
      dimension: 'multiplier',
      workload: 'short-chat',
      node: 'v20.19.0',
    })
    expect(second?.setting_hash).toBe(first?.setting_hash)
  })

  test('has a run once, however often it is stored', async () => {
    using store = await HistoryStore.open(file, 'write')
    expect(store.add(runOf(0), 10)).toEqual({ outcome: 'stored', runs: 1, pruned: 0 })
    expect(store.add(runOf(0, 9), 10)).toEqual({ outcome: 'known', runs: 1, pruned: 0 })
    expect(store.rowsOfMetric('speedup').map(({ value }) => value)).toEqual([2.8])
  })

  test('keeps the newest runs, and nothing of removed ones', async () => {
    using store = await HistoryStore.open(file, 'write')
    const old = { metric: 'gone', labels: {}, dimension: 'count', value: 1, isAsked: true } as const
    const setting = { workers: [] }
    store.add(historyRun(0, [historyCase([old], { setting })]), 3)
    for (const n of [1, 2]) store.add(runOf(n), 3)
    expect(store.add(runOf(3), 3)).toEqual({ outcome: 'stored', runs: 3, pruned: 1 })
    expect(store.runIds()).toEqual(['run-1', 'run-2', 'run-3'])
    expect([count('cases'), count('measured'), count('metrics'), count('settings')]).toEqual([
      3, 3, 1, 1,
    ])
    expect(store.prune(1)).toEqual({ pruned: 2, left: 1 })
    expect(store.runIds()).toEqual(['run-3'])
  })

  test('reports a run that is older than all runs that it keeps', async () => {
    using store = await HistoryStore.open(file, 'write')
    for (const n of [5, 6]) store.add(runOf(n), 2)
    expect(store.add(runOf(1), 2)).toEqual({ outcome: 'too_old', runs: 2, pruned: 0 })
    expect(store.runIds()).toEqual(['run-5', 'run-6'])
  })

  test('stores a run atomically', async () => {
    using store = await HistoryStore.open(file, 'write')
    const twice = historyCase([speedup(1), speedup(2)])
    expect(() => store.add(historyRun(0, [historyCase([speedup(3)]), twice]), 10)).toThrow(/UNIQUE/)
    expect(store.runIds()).toEqual([])
    expect([count('cases'), count('measured')]).toEqual([0, 0])
  })

  test('reads the last runs, all or those of given specs', async () => {
    using store = await HistoryStore.open(file, 'write')
    const unasked = { ...speedup(1, 5), isAsked: false }
    for (const n of [0, 1, 2]) store.add(historyRun(n, [historyCase([speedup(n), unasked])]), 10)
    expect(store.rowsOfLast(2, 'asked').map(({ value }) => value)).toEqual([1, 2])
    expect(store.rowsOfLast(2, 'all')).toHaveLength(4)
  })

  test('is not changed by reading, and can be read if it is read-only', async () => {
    ;(await HistoryStore.open(file, 'write'))[Symbol.dispose]()
    const before = await readFile(file)
    await chmod(file, 0o444)
    using store = await HistoryStore.open(file, 'read')
    expect(store.runIds()).toEqual([])
    expect((await readFile(file)).equals(before)).toBe(true)
  })
})

/** A database of a history with one run, in whole pages. */
async function wholeHistory(): Promise<Buffer> {
  {
    using store = await HistoryStore.open(file, 'write')
    for (let n = 0; n < 50; n++) store.add(runOf(n), 100)
  }
  return readFile(file)
}

function changed(sql: string): (path: string) => Promise<void> {
  return async (path) => {
    await wholeHistory()
    const database = openSqlite(path, { isReadOnly: false })
    database.exec(sql)
    database.close()
  }
}

const unusable: [string, (path: string) => Promise<void>, string, RegExp][] = [
  [
    'a text',
    (path) => writeFile(path, 'name,value\nspeedup,2.8\n'.repeat(100)),
    'FOREIGN',
    /not an SQLite database, so it was not changed/,
  ],
  [
    'a database of another program',
    async (path) => {
      const database = openSqlite(path, { isReadOnly: false })
      database.exec('CREATE TABLE notes (text); INSERT INTO notes VALUES (1)')
      database.close()
    },
    'FOREIGN',
    /a database of another program, so it was not changed/,
  ],
  [
    'a database that another program marked as its own',
    changed('PRAGMA application_id = 7'),
    'FOREIGN',
    /a database of another program/,
  ],
  [
    'a history of a newer version',
    changed('PRAGMA user_version = 99'),
    'NEWER',
    /a newer version of Clustergate \(schema 99; this one knows 1\).*update Clustergate/,
  ],
  [
    'a history that is cut off',
    async (path) => writeFile(path, (await wholeHistory()).subarray(0, 20_000)),
    'DAMAGED',
    /is damaged \(.*not changed.*start a new one/,
  ],
  [
    'a history with pages overwritten',
    async (path) => {
      const bytes = await wholeHistory()
      bytes.fill(0xab, 4_096)
      await writeFile(path, bytes)
    },
    'DAMAGED',
    /is damaged/,
  ],
  ['a folder', (path) => mkdir(path).then(() => undefined), 'INACCESSIBLE', /cannot be read or/],
]

describe('a file that cannot be used', () => {
  test.each(unusable)('%s is reported, and left unchanged', async (_, make, code, words) => {
    await make(file)
    const before = await readFile(file).catch(() => Buffer.of())
    const use = async (mode: 'read' | 'write') => {
      using store = await HistoryStore.open(file, mode)
      if (mode === 'write') store.add(runOf(999), 1_000)
      else store.rowsOfLast(100, 'all')
    }
    for (const mode of ['read', 'write'] as const) {
      const error = await use(mode).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(HistoryError)
      expect(error).toMatchObject({ code: `CLUSTERGATE_HISTORY_${code}` })
      expect((error as Error).message).toMatch(words)
    }
    const after = await readFile(file).catch(() => Buffer.of())
    expect(after.equals(before)).toBe(true)
  })

  test('has no history to read if it is missing or empty', async () => {
    await expect(HistoryStore.open(file, 'read')).rejects.toThrow(
      /there is no history in .*reporter/,
    )
    await writeFile(file, '')
    await expect(HistoryStore.open(file, 'read')).rejects.toThrow(/there is no history in/)
    expect(await readFile(file, 'utf8')).toBe('')
    using store = await HistoryStore.open(file, 'write')
    expect(store.add(runOf(0), 10).outcome).toBe('stored')
  })

  test('in a folder that is a file is reported', async () => {
    await writeFile(join(folder, 'taken'), '')
    const open = HistoryStore.open(join(folder, 'taken/history.db'), 'write')
    await expect(open).rejects.toMatchObject({ code: 'CLUSTERGATE_HISTORY_INACCESSIBLE' })
  })
})
