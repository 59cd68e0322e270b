import type { Database } from './database.ts'
import { HistoryError } from './history-error.ts'
import { firstColumn, inTransaction } from './sqlite.ts'

/** The application id in SQLite files: `CLGH`. */
const applicationId = 0x43_4c_47_48

/**
 * Migrations of the database from one version of its schema to the next; the first entry creates version 1
 * in an empty one. A released entry never changes.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    duration_ms REAL NOT NULL,
    commit_hash TEXT,
    branch TEXT,
    is_dirty INTEGER,
    node TEXT,
    platform TEXT,
    cpus TEXT
  ) STRICT;
  CREATE INDEX runs_by_time ON runs (started_at);

  -- What was measured: the cluster, what was sent to it, and how.
  CREATE TABLE settings (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    workers TEXT NOT NULL,
    workload TEXT,
    workload_hash TEXT,
    load TEXT
  ) STRICT;

  CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    setting_id INTEGER NOT NULL REFERENCES settings (id),
    file TEXT NOT NULL,
    stage TEXT NOT NULL,
    suite TEXT NOT NULL,
    test TEXT NOT NULL,
    subject TEXT NOT NULL,
    check_kind TEXT NOT NULL,
    status TEXT NOT NULL,
    unfit TEXT NOT NULL
  ) STRICT;
  CREATE INDEX cases_by_run ON cases (run_id);
  CREATE INDEX cases_by_setting ON cases (setting_id);

  CREATE TABLE metrics (
    id INTEGER PRIMARY KEY,
    metric TEXT NOT NULL,
    labels TEXT NOT NULL,
    dimension TEXT NOT NULL,
    UNIQUE (metric, labels, dimension)
  ) STRICT;

  CREATE TABLE measured (
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    metric_id INTEGER NOT NULL REFERENCES metrics (id),
    value REAL NOT NULL,
    low REAL,
    high REAL,
    confidence REAL,
    is_asked INTEGER NOT NULL,
    PRIMARY KEY (case_id, metric_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX measured_by_metric ON measured (metric_id);

  -- One line per value, for people and their tools.
  CREATE VIEW history AS
  SELECT
    runs.id AS run_id, started_at, commit_hash, branch, is_dirty,
    file, stage, suite, test, subject, check_kind, status, unfit,
    metric, labels, dimension, value, low, high, confidence, is_asked,
    workload, workload_hash, load, workers, settings.hash AS setting_hash, node, platform, cpus
  FROM runs
  JOIN cases ON cases.run_id = runs.id
  JOIN settings ON settings.id = cases.setting_id
  JOIN measured ON measured.case_id = cases.id
  JOIN metrics ON metrics.id = measured.metric_id;
  `,
]

/** Whether a database is a history that this version can read, or empty. */
export type SchemaState = 'empty' | 'current' | 'older'

/**
 * The kind of a database, without changing it.
 * @throws HistoryError for a database of another program, or of a newer version
 */
export function schemaState(database: Database, file: string): SchemaState {
  const [owner] = firstColumn(database, 'PRAGMA application_id')
  const version = versionOf(database)
  const [tables] = firstColumn(database, 'SELECT count(*) FROM sqlite_schema')
  if (owner === 0 && version === 0 && tables === 0) return 'empty'
  if (owner !== applicationId) {
    throw new HistoryError(
      'CLUSTERGATE_HISTORY_FOREIGN',
      `${file} is a database of another program, so it was not changed: name another file for the history`,
    )
  }
  if (version > migrations.length) {
    throw new HistoryError(
      'CLUSTERGATE_HISTORY_NEWER',
      `${file} was written by a newer version of Clustergate (schema ${version}; this one knows ` +
        `${migrations.length}), so it was not changed: update Clustergate, or name another file`,
    )
  }
  return version === migrations.length ? 'current' : 'older'
}

/**
 * Migrates an empty or older database to the current schema; other processes may do the same concurrently.
 */
export function migrate(database: Database, file: string): void {
  inTransaction(database, () => {
    // Checked again, now that no other process writes.
    if (schemaState(database, file) === 'current') return
    for (const migration of migrations.slice(versionOf(database))) database.exec(migration)
    database.exec(`PRAGMA application_id = ${applicationId}`)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}

function versionOf(database: Database): number {
  return Number(firstColumn(database, 'PRAGMA user_version')[0])
}
