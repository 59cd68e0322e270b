import type Sqlite from 'better-sqlite3'
import { HistoryError } from './history-error.ts'

export type Database = Sqlite.Database

type SqliteModule = typeof Sqlite

/**
 * Loads SQLite, an optional package with a native part, when the history is first used.
 * @throws HistoryError where it is not installed or does not load on this machine
 */
export async function loadSqlite(): Promise<SqliteModule> {
  try {
    const { default: module } = await import('better-sqlite3')
    // The native part is loaded by the first database.
    new module(':memory:').close()
    return module
  } catch (error) {
    throw new HistoryError('CLUSTERGATE_HISTORY_DRIVER', driverWords(error as Error), error)
  }
}

function driverWords(error: NodeJS.ErrnoException): string {
  const isMissing =
    error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes("'better-sqlite3'")
  if (isMissing) {
    return (
      'nothing is stored: the history needs the optional package better-sqlite3, which is not ' +
      'installed. Install it: `npm install --save-dev better-sqlite3@12`'
    )
  }
  const [reason] = error.message.split('\n')
  return (
    'nothing is stored: the native part of better-sqlite3 does not load with this version of ' +
    `Node.js (${process.version}) on ${process.platform} ${process.arch}: ${reason}. ` +
    'Build it anew: `npm rebuild better-sqlite3`'
  )
}

/**
 * Does something with a database; what SQLite says against it becomes an error in plain words.
 * @param file as it is to be named
 * @throws HistoryError
 */
export function withErrors<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw inWords(file, error)
  }
}

/** By the beginning of SQLite's own codes (https://sqlite.org/rescode.html). */
const errorsByCode = [
  ['SQLITE_NOTADB', 'CLUSTERGATE_HISTORY_FOREIGN', notADatabase],
  ['SQLITE_CORRUPT', 'CLUSTERGATE_HISTORY_DAMAGED', damaged],
  ['SQLITE_BUSY', 'CLUSTERGATE_HISTORY_BUSY', busy],
  ['SQLITE_LOCKED', 'CLUSTERGATE_HISTORY_BUSY', busy],
  ['SQLITE_READONLY', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  ['SQLITE_CANTOPEN', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  ['SQLITE_PERM', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  ['SQLITE_FULL', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
  ['SQLITE_IOERR', 'CLUSTERGATE_HISTORY_INACCESSIBLE', inaccessible],
] as const

function inWords(file: string, error: unknown): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException
  const [, ours, words] = errorsByCode.find(([start]) => code.startsWith(start)) ?? []
  return ours && words ? new HistoryError(ours, words(file, message), error) : error
}

function notADatabase(file: string): string {
  return `${file} is no SQLite database, so it was left as it is: name another file for the history`
}

function damaged(file: string, message: string): string {
  return (
    `${file} is damaged (${message}), so it was left as it is. Bring back a copy of it, or move it ` +
    'away and begin anew; `sqlite3 FILE .recover` may save what is in it'
  )
}

function busy(file: string): string {
  return `${file} is in use by another process, which has not let go of it for ten seconds`
}

function inaccessible(file: string, message: string): string {
  return `${file} cannot be read or written: ${message}`
}
