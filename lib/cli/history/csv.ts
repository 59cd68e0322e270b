import type { HistoryRow, HistoryStore } from '../../history/store.ts'
import { labelled } from '../../units/labels.ts'

/** The columns of the export, and their sources. */
const columns: Readonly<Record<string, (row: HistoryRow) => string | number | null>> = {
  run_id: (row) => row.run_id,
  started_at: (row) => row.started_at,
  commit: (row) => row.commit_hash,
  branch: (row) => row.branch,
  dirty: (row) => booleanOf(row.is_dirty),
  file: (row) => row.file,
  stage: (row) => row.stage,
  suite: (row) => row.suite,
  test: (row) => row.test,
  subject: (row) => row.subject,
  check: (row) => row.check_kind,
  status: (row) => row.status,
  metric: (row) => row.metric,
  labels: (row) => labelsOf(row),
  dimension: (row) => row.dimension,
  value: (row) => row.value,
  low: (row) => row.low,
  high: (row) => row.high,
  confidence: (row) => row.confidence,
  asked: (row) => booleanOf(row.is_asked),
  workload: (row) => row.workload,
  workload_hash: (row) => row.workload_hash,
  setting: (row) => row.setting_hash,
  node: (row) => row.node,
  platform: (row) => row.platform,
  cpus: (row) => row.cpus,
}

/**
 * The whole history as CSV (RFC 4180, with line feeds), a line per value, the oldest run first. One run is
 * read at a time, so that a slow reader blocks no writer.
 */
export function* historyCsv(store: HistoryStore): Generator<string> {
  yield `${Object.keys(columns).join(',')}\n`
  for (const runId of store.runIds()) {
    const lines = store.rowsOfRun(runId).map((row) =>
      Object.values(columns)
        .map((cellOf) => quoted(cellOf(row)))
        .join(','),
    )
    if (lines.length > 0) yield `${lines.join('\n')}\n`
  }
}

function booleanOf(value: 0 | 1 | null): string | null {
  return value === null ? null : String(value === 1)
}

/** `concurrency=15,workers=3` */
function labelsOf({ labels }: HistoryRow): string {
  return labelled('', JSON.parse(labels)).slice(1, -1)
}

function quoted(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
