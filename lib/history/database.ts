/** What the history needs of SQLite: the part that `node:sqlite` and `better-sqlite3` have in common. */
export interface Database {
  exec(sql: string): unknown
  prepare(sql: string): Statement
  close(): unknown
}

export interface Statement {
  all(...values: SqlValue[]): unknown[]
  run(...values: SqlValue[]): {
    readonly changes: number | bigint
    readonly lastInsertRowid: number | bigint
  }
}

export type SqlValue = string | number | bigint | null

/** @throws the driver's own error */
export type OpenSqlite = (file: string, options: { readonly isReadOnly: boolean }) => Database
