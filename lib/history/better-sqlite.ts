import type { Database, OpenSqlite } from './database.ts'

/**
 * SQLite from the package `better-sqlite3`, for a Node.js without its own.
 * @throws if it is not installed, or its native module does not load
 */
export async function loadBetterSqlite(): Promise<OpenSqlite> {
  const { default: Sqlite } = await import('better-sqlite3')
  // The native module is loaded with the first database.
  new Sqlite(':memory:').close()
  return (file, { isReadOnly }) => new Sqlite(file, { readonly: isReadOnly }) as Database
}
