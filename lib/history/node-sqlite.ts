import type { Database, OpenSqlite } from './database.ts'

/** The used part of `node:sqlite`; the types of the oldest supported Node.js lack it. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => Database
}

/** SQLite of Node.js, from 22.13; undefined in older versions. */
export function loadNodeSqlite(): OpenSqlite | undefined {
  const sqlite = withoutSqliteWarning(() => process.getBuiltinModule('node:sqlite')) as
    | NodeSqlite
    | undefined
  return (
    sqlite && ((file, { isReadOnly }) => new sqlite.DatabaseSync(file, { readOnly: isReadOnly }))
  )
}

/** Node.js 22 warns on standard error that its SQLite is experimental. Other warnings are kept. */
function withoutSqliteWarning<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).startsWith('SQLite ')) return
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
