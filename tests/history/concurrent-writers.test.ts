import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { firstColumn, loadSqlite } from '../../lib/history/sqlite.ts'
import { HistoryStore } from '../../lib/history/store.ts'
import { sourceModules } from '../../scripts/build/source-modules.mjs'
import { createHistoryFolder, type HistoryFolder, historyCase, speedup } from './runs.ts'

const built = join(import.meta.dirname, '../../node_modules/.tmp/history-writer')
let store: string
beforeAll(async () => {
  const [path = ''] = await sourceModules(['lib/history/store'], built)
  store = path
})
afterAll(() => rm(built, { recursive: true, force: true }))

let history: HistoryFolder
beforeEach(async () => {
  history = await createHistoryFolder()
})
afterEach(() => history[Symbol.asyncDispose]())

/** A process that stores runs with 50 values each; bundled, because Node 20 runs no TypeScript. */
function writer(name: string, runs: number) {
  const script = join(import.meta.dirname, 'writer.mjs')
  return execa(process.execPath, [script, store, history.file, name, String(runs)], {
    reject: false,
    timeout: 50_000,
  })
}

const openSqlite = await loadSqlite()

function ask(query: string): unknown {
  const database = openSqlite(history.file, { isReadOnly: false })
  try {
    return firstColumn(database, query)
  } finally {
    database.close()
  }
}

describe('several processes at once', () => {
  test('write the history together, and lose no run of each other', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const results = await Promise.all(names.map((name) => writer(name, 10)))
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(
      names.map(() => [0, '']),
    )
    expect(ask('SELECT count(*) FROM runs')).toEqual([60])
    expect(ask('SELECT count(*) FROM measured')).toEqual([60 * 50])
    expect(ask('SELECT count(*) FROM metrics')).toEqual([names.length * 50])
    expect(ask('PRAGMA integrity_check')).toEqual(['ok'])
  })

  test('read while others write', async () => {
    await history.store([historyCase([speedup(2.8)])])
    const writing = writer('a', 30)
    let reads = 0
    let isDone = false
    void writing.finally(() => {
      isDone = true
    })
    while (!isDone) {
      using store = await HistoryStore.open(history.file, 'read')
      // A run that is stored between the two has both; one that is half visible lacks its last.
      const firstOfRuns = store.rowsOfMetric('metric.1').length
      expect(store.rowsOfMetric('metric.49').length).toBeGreaterThanOrEqual(firstOfRuns)
      reads += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect((await writing).exitCode).toBe(0)
    expect(reads).toBeGreaterThan(3)
  })

  test('leave only whole runs when they are killed', async () => {
    for (let turn = 0; turn < 3; turn++) {
      const writers = ['a', 'b'].map((name) => writer(`${name}${turn}`, 10_000))
      // Each is in the middle of its work by then.
      await Promise.all(
        writers.map(
          (each) =>
            new Promise<void>((resolve) => {
              let stored = 0
              each.stdout.on('data', (text: Buffer) => {
                stored += text.length
                if (stored >= 5) resolve()
              })
            }),
        ),
      )
      for (const each of writers) each.kill('SIGKILL')
      await Promise.all(writers)
    }
    {
      using store = await HistoryStore.open(history.file, 'write')
      expect(store.runIds().length).toBeGreaterThanOrEqual(30)
    }
    const sizes = ask('SELECT count(*) FROM measured GROUP BY case_id') as number[]
    expect(new Set(sizes)).toEqual(new Set([50]))
    expect(ask('PRAGMA integrity_check')).toEqual(['ok'])
  })

  test('are not waited for endlessly', async () => {
    await history.store([historyCase([speedup(2.8)])])
    const before = await readFile(history.file)
    const other = openSqlite(history.file, { isReadOnly: false })
    other.exec('BEGIN EXCLUSIVE')
    const result = await writer('a', 1)
    other.exec('ROLLBACK')
    other.close()
    expect(result.stderr).toMatch(
      /is in use by another process, which has not let go of it for ten/,
    )
    expect((await readFile(history.file)).equals(before)).toBe(true)
  })
})
