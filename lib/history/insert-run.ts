import { createHash } from 'node:crypto'
import type { HistoryCase, HistoryRun, HistoryValue } from '../record/history.ts'
import type { HistorySetting } from '../record/history-setting.ts'
import type { Labels } from '../units/labels.ts'
import type { Database } from './database.ts'
import { firstColumn } from './sqlite.ts'

/** Adds a run to a database, within a transaction of the caller. */
export function insertRun(database: Database, run: HistoryRun): void {
  const { id, startedAt, durationMs, origin, environment } = run
  const { isDirty } = origin
  insert(database, 'runs', {
    id,
    started_at: startedAt,
    duration_ms: durationMs,
    commit_hash: origin.commit,
    branch: origin.branch,
    is_dirty: isDirty === undefined ? undefined : Number(isDirty),
    node: environment?.node,
    platform: environment?.platform,
    cpus: environment?.cpus,
  })
  for (const each of run.cases) insertCase(database, id, each)
}

function insertCase(database: Database, runId: string, measured: HistoryCase): void {
  const { file, stage, suite, test, subject, check, status, unfit, setting, values } = measured
  const caseId = insert(database, 'cases', {
    run_id: runId,
    setting_id: settingId(database, setting),
    file,
    stage,
    suite,
    test,
    subject,
    check_kind: check,
    status,
    unfit: JSON.stringify(unfit),
  })
  const metricIds = new Map<string, Id>()
  const addValue = database.prepare(
    `INSERT INTO measured (case_id, metric_id, value, low, high, confidence, is_asked)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const each of values) {
    const { value, interval, isAsked } = each
    const { low = null, high = null, confidence = null } = interval ?? {}
    const id = metricId(database, each, metricIds)
    addValue.run(caseId, id, value, low, high, confidence, Number(isAsked))
  }
}

function settingId(database: Database, setting: HistorySetting): Id {
  const { workers, workload, load } = setting
  const identity = JSON.stringify([workers, workload?.hash, load])
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16)
  const [known] = firstColumn(database, 'SELECT id FROM settings WHERE hash = ?', [hash])
  if (known !== undefined) return known as Id
  return insert(database, 'settings', {
    hash,
    workers: JSON.stringify(workers),
    workload: workload?.name,
    workload_hash: workload?.hash,
    load: load && JSON.stringify(load),
  })
}

function metricId(database: Database, value: HistoryValue, known: Map<string, Id>): Id {
  const { metric, dimension } = value
  const labels = JSON.stringify(sorted(value.labels))
  const key = `${metric} ${labels} ${dimension}`
  const id =
    known.get(key) ??
    firstColumn(
      database,
      'SELECT id FROM metrics WHERE metric = ? AND labels = ? AND dimension = ?',
      [metric, labels, dimension],
    )[0] ??
    insert(database, 'metrics', { metric, labels, dimension })
  known.set(key, id as Id)
  return id as Id
}

type Id = number | bigint

function sorted(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Inserts one row into a table; undefined is NULL. Names are constants, never from a record. */
function insert(
  database: Database,
  table: string,
  line: Readonly<Record<string, string | number | bigint | undefined>>,
): Id {
  const columns = Object.keys(line)
  const places = columns.map(() => '?').join(', ')
  const values = Object.values(line).map((value) => value ?? null)
  return database
    .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
    .run(...values).lastInsertRowid
}
