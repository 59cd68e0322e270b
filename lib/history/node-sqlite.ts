import type { Database, OpenSqlite } from './database.ts'

/** The part of `node:sqlite` that is used; the types of the oldest Node.js that is supported lack it. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => Database
}

/** SQLite as Node.js brings it, from 22.13; undefined where it does not. */
export function loadNodeSqlite(): OpenSqlite | undefined {
  const sqlite = withoutSqliteWarning(() => process.getBuiltinModule('node:sqlite')) as
    | NodeSqlite
    | undefined
  return (
    sqlite && ((file, { isReadOnly }) => new sqlite.DatabaseSync(file, { readOnly: isReadOnly }))
  )
}

/** Node.js 22 warns that its SQLite is experimental, on standard error of the user's run. Other warnings pass. */
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
