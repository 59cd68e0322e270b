import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { HistoryError } from './history-error.ts'
import { migrate, schemaState } from './schema.ts'
import { type Database, loadSqlite, withErrors } from './sqlite.ts'

/** How long a process waits for others that write, in milliseconds. */
const busyMs = 10_000

export interface OpenDatabase {
  readonly database: Database
  /** The file, as messages name it. */
  readonly shownFile: string
}

/**
 * Opens the file of a history.
 *
 * The journal stays SQLite's default, a file that is gone after each write: then the history is one
 * file that can be copied, cached and put on a network drive, unlike with a write-ahead log. Writers
 * take turns, each for the milliseconds of one run.
 * @param mode `write` makes the file where there is none; `read` changes nothing
 * @throws HistoryError where it is not there, not ours, damaged, or SQLite is not installed
 */
export async function openDatabase(file: string, mode: 'read' | 'write'): Promise<OpenDatabase> {
  const shownFile = shown(file)
  const sqlite = await loadSqlite()
  if (mode === 'read' && !existsSync(file)) throw missing(shownFile)
  return withErrors(shownFile, () => {
    if (mode === 'write') makeFolder(file, shownFile)
    const readonly = mode === 'read' && !isWritable(file)
    const database = new sqlite(file, { timeout: busyMs, readonly })
    try {
      prepare(database, shownFile, mode)
      return { database, shownFile }
    } catch (error) {
      database.close()
      throw error
    }
  })
}

function prepare(database: Database, file: string, mode: 'read' | 'write'): void {
  const state = schemaState(database, file)
  if (state === 'empty' && mode === 'read') throw missing(file)
  if (state !== 'current') migrate(database, file)
}

function missing(file: string): HistoryError {
  return new HistoryError(
    'CLUSTERGATE_HISTORY_MISSING',
    `there is no history in ${file}: the reporter \`clustergate/reporters/history\` stores runs there, ` +
      'or `clustergate history record RUN.json`',
  )
}

function makeFolder(file: string, shownFile: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (error) {
    throw new HistoryError(
      'CLUSTERGATE_HISTORY_INACCESSIBLE',
      `${shownFile} cannot be written: ${(error as Error).message}`,
      error,
    )
  }
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    return true
  } catch {
    // Who may not write can still read.
    return false
  }
}

/** As a user names it: relative to the working directory where it is inside of it. */
function shown(file: string): string {
  const inside = relative(process.cwd(), file)
  return inside === '' || inside.startsWith(`..${sep}`) ? file : inside
}
