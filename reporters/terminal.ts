import colors from 'tinyrainbow'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import type { TestRecord } from '../lib/record/test-record.ts'
import { type ConditionVerdict, conditionTitle } from '../lib/record/verdict.ts'
import { type Labels, labelsInWords } from '../lib/units/labels.ts'
import { type Cell, textTable } from './text-table.ts'

/** A compact table per suite: workers in rows, metrics with their budgets in columns. */
export default class TerminalReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestModuleEnd(module: TestModule): void {
    const records = [...module.children.allTests()].flatMap((test) => recordOf(test) ?? [])
    const text = suiteTables(records, process.stdout.columns ?? 120)
    if (text) this.#vitest?.logger.log(text)
  }
}

function recordOf(test: TestCase): TestRecord | undefined {
  return (test.meta() as { clustergate?: TestRecord }).clustergate
}

/** The tables of all suites among these records, as one text. */
export function suiteTables(records: readonly TestRecord[], width: number): string {
  const suites = new Map<string, TestRecord[]>()
  for (const record of records) {
    suites.set(record.suite, [...(suites.get(record.suite) ?? []), record])
  }
  return [...suites].map(([suite, members]) => suiteTable(suite, members, width)).join('\n')
}

function suiteTable(suite: string, records: readonly TestRecord[], width: number): string {
  const columns = columnsOf(records)
  const header: Cell[] = [
    { text: '' },
    ...columns.map(({ metric, condition }) => ({
      text: `${metric} ${condition}`,
      paint: colors.dim,
    })),
  ]
  const rows = rowsOf(records).map((row): Cell[] => [
    { text: titleOf(row), paint: colors.bold },
    ...columns.map((column) => cellOf(records, row, column)),
  ])
  const indent = '   '
  const lines = textTable([header, ...rows], width - indent.length)
  const notes = [...new Set(records.flatMap(({ verdict }) => verdict.measurement?.notes ?? []))]
  const doubts = records.flatMap(doubtsOf)
  return [
    '',
    ` ${colors.bold(suite)}`,
    ...lines.map((text) => indent + text),
    ...notesOf(doubts, indent, colors.yellow),
    ...notesOf(notes, indent, colors.dim),
  ]
    .join('\n')
    .concat('\n')
}

/** What the sample left open: where that is only to warn, nothing else says it. */
function doubtsOf({ test, subject, verdict }: TestRecord): string[] {
  const open = verdict.conditions.filter(({ status }) => status === 'inconclusive')
  const unfit = verdict.measurement?.unfit ?? []
  if (open.length === 0) return []
  if (unfit.length > 0) return [`? ${test} › ${subject} is not judged: ${unfit.join('; ')}`]
  return open.map(
    (each) =>
      `? ${test} › ${subject}: ${conditionTitle(each)} is inconclusive: ${each.reason ?? ''}`,
  )
}

/** What the samples prove, or leave open; a few lines, since with many workers the notes are much alike. */
function notesOf(
  notes: readonly string[],
  indent: string,
  paint: (text: string) => string,
): string[] {
  const shown = notes.slice(0, 4).map((note) => indent + paint(note))
  const left = notes.length - shown.length
  return left > 0 ? [...shown, indent + paint(`and ${left} more notes in the reports`)] : shown
}

/** A row per worker, and per level that a condition is asked for: more rows are easier to read than more columns. */
interface Row {
  readonly subject: string
  readonly at?: Labels
}

function rowsOf(records: readonly TestRecord[]): Row[] {
  const subjects = [...new Set(records.map(({ subject }) => subject))]
  return subjects.flatMap((subject) => {
    const conditions = records
      .filter((record) => record.subject === subject)
      .flatMap(({ verdict }) => verdict.conditions)
    const levels = conditions.flatMap(({ at }) => (at ? [{ subject, at }] : []))
    return [{ subject }, ...new Map(levels.map((row) => [titleOf(row), row])).values()]
  })
}

function titleOf({ subject, at }: Row): string {
  return at ? `${subject} at ${labelsInWords(at)}` : subject
}

/** One column per condition of a test: two tests may ask the same metric. */
interface Column {
  readonly test: string
  readonly metric: string
  readonly condition: string
}

function columnsOf(records: readonly TestRecord[]): Column[] {
  const columns = new Map<string, Column>()
  for (const { test, verdict } of records) {
    for (const { metric, condition } of verdict.conditions) {
      columns.set(`${test}\0${metric}\0${condition}`, { test, metric, condition })
    }
  }
  return [...columns.values()]
}

function cellOf(records: readonly TestRecord[], row: Row, column: Column): Cell {
  const record = records.find((each) => each.subject === row.subject && each.test === column.test)
  if (!record) return { text: '' }
  const { status, conditions } = record.verdict
  const condition = conditions.find(
    ({ metric, condition, at }) =>
      metric === column.metric &&
      condition === column.condition &&
      titleOf({ subject: row.subject, at }) === titleOf(row),
  )
  if (condition) return conditionCell(condition)
  // Of a test that was judged, this is not asked here.
  if (conditions.length > 0 || row.at) return { text: '' }
  return status === 'error'
    ? { text: 'error', paint: colors.red }
    : { text: 'skipped', paint: colors.yellow }
}

function conditionCell({ status, formatted }: ConditionVerdict): Cell {
  if (status === 'pass') return { text: `✓ ${formatted}`, paint: colors.green }
  if (status === 'inconclusive') return { text: `? ${formatted}`, paint: colors.yellow }
  return { text: `✗ ${formatted}`, paint: colors.red }
}
