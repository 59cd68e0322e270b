import colors from 'tinyrainbow'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import type { TestRecord } from '../lib/record/test-record.ts'
import type { ConditionVerdict } from '../lib/record/verdict.ts'
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
  const subjects = [...new Set(records.map(({ subject }) => subject))]
  const header: Cell[] = [
    { text: '' },
    ...columns.map(({ metric, condition }) => ({
      text: `${metric} ${condition}`,
      paint: colors.dim,
    })),
  ]
  const rows = subjects.map((subject): Cell[] => [
    { text: subject, paint: colors.bold },
    ...columns.map((column) => cellOf(records, subject, column)),
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
  return verdict.conditions
    .filter(({ status }) => status === 'inconclusive')
    .map(({ metric, reason }) => `? ${test} › ${subject}: ${metric} is inconclusive: ${reason}`)
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

function cellOf(records: readonly TestRecord[], subject: string, column: Column): Cell {
  const record = records.find((each) => each.subject === subject && each.test === column.test)
  if (!record) return { text: '' }
  const { verdict } = record
  const condition = verdict.conditions.find(
    ({ metric, condition }) => metric === column.metric && condition === column.condition,
  )
  if (condition) return conditionCell(condition)
  return verdict.status === 'error'
    ? { text: 'error', paint: colors.red }
    : { text: 'skipped', paint: colors.yellow }
}

function conditionCell({ status, formatted }: ConditionVerdict): Cell {
  if (status === 'pass') return { text: `✓ ${formatted}`, paint: colors.green }
  if (status === 'inconclusive') return { text: `? ${formatted}`, paint: colors.yellow }
  return { text: `✗ ${formatted}`, paint: colors.red }
}
