import type { Database, OpenSqlite } from './database.ts'

/**
 * SQLite from the package `better-sqlite3`, for a Node.js that has none.
 * @throws where it is not installed, or its native part does not load
 */
export async function loadBetterSqlite(): Promise<OpenSqlite> {
  const { default: Sqlite } = await import('better-sqlite3')
  // The native part is loaded by the first database.
  new Sqlite(':memory:').close()
  return (file, { isReadOnly }) => new Sqlite(file, { readonly: isReadOnly }) as Database
}
