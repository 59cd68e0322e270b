import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { HistoryError } from './history-error.ts'
import { migrate, schemaState } from './schema.ts'
import { type Database, isFailure, loadSqlite, withErrors } from './sqlite.ts'

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
 * Those who read and the one who writes do not wait for each other, thanks to a write-ahead log. It is
 * merged into the file by the last who closes it, so that at rest the history is one file that can be
 * copied and cached. Writers take turns, each for the milliseconds of one run.
 * @param mode `write` makes the file where there is none; `read` changes nothing
 * @throws HistoryError where it is not there, not ours, damaged, or SQLite is not installed
 */
export async function openDatabase(file: string, mode: 'read' | 'write'): Promise<OpenDatabase> {
  const shownFile = shown(file)
  const openSqlite = await loadSqlite()
  if (mode === 'read' && !existsSync(file)) throw missing(shownFile)
  return withErrors(shownFile, () => {
    if (mode === 'write') makeFolder(file, shownFile)
    const isReadOnly = mode === 'read' && !isWritable(file)
    const database = openSqlite(file, { isReadOnly })
    try {
      database.exec(`PRAGMA busy_timeout = ${busyMs}`)
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
  if (mode === 'write') useWriteAheadLog(database)
}

function useWriteAheadLog(database: Database): void {
  try {
    database.exec('PRAGMA journal_mode = WAL')
  } catch (error) {
    // Others are using the file, and it stays in the mode that they use; the next writer asks again.
    if (!isFailure(error, 'SQLITE_BUSY')) throw error
  }
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

/** As a user names it: relative to the working directory where it is inside it. */
function shown(file: string): string {
  const inside = relative(process.cwd(), file)
  return inside === '' || inside.startsWith(`..${sep}`) ? file : inside
}
