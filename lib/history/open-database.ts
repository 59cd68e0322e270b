import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { fileLinkOut } from '../source/files/outside-file.ts'
import type { Database } from './database.ts'
import { HistoryError } from './history-error.ts'
import { migrate, schemaState } from './schema.ts'
import { isFailure, loadSqlite, withErrors } from './sqlite.ts'

/** How long a process waits for concurrent writers, in milliseconds. */
const busyMs = 10_000

export interface OpenDatabase {
  readonly database: Database
  /** The name of the file in messages. */
  readonly shownFile: string
}

/**
 * Opens the file of a history.
 *
 * Readers and the writer do not wait for each other, because of a write-ahead log. The last process that
 * closes the file merges the log, so that at rest the history is one file that can be copied and cached.
 * Writers take turns, each for the milliseconds of one run.
 * @param mode `write` creates the file if it is missing; `read` changes nothing
 * @param root the project, which a link in the place of the file must not leave
 * @throws HistoryError if it is missing, not a history, damaged, a link out of the project, or SQLite is not
 * installed
 */
export async function openDatabase(
  file: string,
  mode: 'read' | 'write',
  root: string,
): Promise<OpenDatabase> {
  const shownFile = shown(file)
  const openSqlite = await loadSqlite()
  expectOwnFiles(file, root)
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

/**
 * A repository can contain a link in the place of a history, or of the files that SQLite keeps beside it, which
 * would let it write to any file of this user. A link to a folder is followed, as for reports.
 */
function expectOwnFiles(file: string, root: string): void {
  for (const each of [file, ...['-wal', '-shm', '-journal'].map((suffix) => file + suffix)]) {
    const why = fileLinkOut(each, root)
    if (why === undefined) continue
    throw new HistoryError(
      'CLUSTERGATE_HISTORY_INACCESSIBLE',
      `${shown(each)} ${why}, so it is not used; ` +
        'the environment variable CLUSTERGATE_FILES permits other folders',
    )
  }
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
    // Other processes use the file, so its mode stays; the next writer tries again.
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
    // A process without write permission can still read.
    return false
  }
}

/** Relative to the working directory if it is inside it. */
function shown(file: string): string {
  const inside = relative(process.cwd(), file)
  return inside === '' || inside.startsWith(`..${sep}`) ? file : inside
}
