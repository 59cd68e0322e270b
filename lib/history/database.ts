/** The part of SQLite that the history uses, common to `node:sqlite` and `better-sqlite3`. */
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
