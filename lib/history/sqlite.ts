import { loadBetterSqlite } from './better-sqlite.ts'
import type { Database, OpenSqlite, SqlValue } from './database.ts'
import { HistoryError } from './history-error.ts'
import { loadNodeSqlite } from './node-sqlite.ts'

/**
 * Loads SQLite when the history is first used: that of Node.js, else the package of the project.
 * @throws HistoryError if neither exists, or the package does not load on this machine
 */
export async function loadSqlite(): Promise<OpenSqlite> {
  const builtIn = loadNodeSqlite()
  if (builtIn) return builtIn
  try {
    return await loadBetterSqlite()
  } catch (error) {
    throw new HistoryError('CLUSTERGATE_HISTORY_DRIVER', driverWords(error as Error), error)
  }
}

function driverWords(error: NodeJS.ErrnoException): string {
  const isMissing =
    error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes("'better-sqlite3'")
  if (isMissing) {
    return (
      `nothing is stored: the history needs Node.js 22.13 or later (this is ${process.version}), or ` +
      `the package better-sqlite3 in your project. Install it: ${installations}`
    )
  }
  const [reason] = error.message.split('\n')
  return (
    'nothing is stored: the native part of better-sqlite3 does not load with this version of ' +
    `Node.js (${process.version}) on ${process.platform} ${process.arch}: ${reason}. ` +
    `Use Node.js 22.13 or later, which needs no package, or install it with its build: ${installations}`
  )
}

/** Its native module is built by an install script, which npm 12, pnpm and yarn block by default. */
const installations =
  'npm: `npm install --save-dev better-sqlite3@12` (npm 12: then `npm install-scripts approve ' +
  'better-sqlite3 && npm rebuild better-sqlite3`); ' +
  'pnpm: `pnpm add --save-dev --allow-build=better-sqlite3 better-sqlite3@12`; ' +
  'yarn: `YARN_ENABLE_SCRIPTS=1 yarn add --dev better-sqlite3@12`'

/** The first column of each row of a query. */
export function firstColumn(
  database: Database,
  sql: string,
  values: readonly SqlValue[] = [],
): unknown[] {
  const rows = database.prepare(sql).all(...values)
  return rows.map((row) => Object.values(row as object)[0])
}

/**
 * Runs a transaction. It takes the write lock before it reads: of two that read first one could not
 * continue.
 */
export function inTransaction<T>(database: Database, action: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = action()
    database.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(database)
    throw error
  }
}

function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // A full disk or a read error has ended the transaction already; the first error is reported.
  }
}

/**
 * Uses a database; errors of SQLite become errors in plain words.
 * @param file its name in messages
 * @throws HistoryError
 */
export function withErrors<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw inWords(file, error)
  }
}

/** By SQLite's own result codes (https://sqlite.org/rescode.html): number and name. */
const errorsByCode = [
  [26, 'SQLITE_NOTADB', 'CLUSTERGATE_HISTORY_FOREIGN', notADatabase],
  [11, 'SQLITE_CORRUPT', 'CLUSTERGATE_HISTORY_DAMAGED', damaged],
  [5, 'SQLITE_BUSY', 'CLUSTERGATE_HISTORY_BUSY', busy],
  [6, 'SQLITE_LOCKED', 'CLUSTERGATE_HISTORY_BUSY', busy],
  [8, 'SQLITE_READONLY', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  [14, 'SQLITE_CANTOPEN', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  [3, 'SQLITE_PERM', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  [13, 'SQLITE_FULL', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  [10, 'SQLITE_IOERR', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
] as const

function inWords(file: string, error: unknown): unknown {
  const [, , ours, words] = errorsByCode.find(([, name]) => isFailure(error, name)) ?? []
  return ours && words
    ? new HistoryError(ours, words(file, (error as Error).message), error)
    : error
}

type ResultName = (typeof errorsByCode)[number][1]

/** Whether SQLite failed with a result code; an extended code counts as its primary code. */
export function isFailure(error: unknown, name: ResultName): boolean {
  const { code = '', errcode } = error as { readonly code?: string; readonly errcode?: number }
  if (errcode === undefined) return code.startsWith(name)
  // The low byte is the primary code.
  return errorsByCode.some(([number, each]) => each === name && number === errcode % 256)
}

function notADatabase(file: string): string {
  return `${file} is not an SQLite database, so it was not changed: name another file for the history`
}

function damaged(file: string, message: string): string {
  return (
    `${file} is damaged (${message}), so it was not changed. Bring back a copy of it, or move it ` +
    'away and start a new one; `sqlite3 FILE .recover` may save its data'
  )
}

function busy(file: string): string {
  return `${file} is in use by another process, which has not let go of it for ten seconds`
}

function inaccessible(file: string, message: string): string {
  return `${file} cannot be read or written: ${message}`
}
