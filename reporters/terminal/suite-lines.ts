import colors from 'tinyrainbow'
import { oneLine } from '../../lib/rendering/plain-text.ts'
import { type Cell, displayWidth, textTable } from '../../lib/rendering/text-table.ts'
import { sparkline } from './sparkline.ts'
import { levelOf, type Measure, type Met, type Row, type SuiteBudgets } from './suite-budgets.ts'

/** More rows are not readable; those that need attention are included. */
const maxRows = 40

/**
 * The budgets of a suite in as few lines as the width allows: with levels as rows or as columns; in a
 * terminal that is too narrow for either, one line each.
 */
export function suiteLines(budgets: SuiteBudgets, width: number): string[] {
  const { rows, left } = shownRows(budgets)
  const isNarrow = (lines: readonly string[]) => lines.some((line) => plainWidth(line) > width)
  const tables = [levelsInRows(budgets, rows, width), ...levelsInColumns(budgets, rows, width)]
  const fitting = tables.filter((lines) => !isNarrow(lines))
  const [best = list(budgets, rows)] = fitting.toSorted((a, b) => a.length - b.length)
  return left === undefined ? best : [...best, colors.dim(left)]
}

interface ShownRows {
  readonly rows: readonly Row[]
  /** A summary of the others. */
  readonly left?: string
}

/** All of them, or if there are too many, first those with a missed condition. */
function shownRows(budgets: SuiteBudgets): ShownRows {
  const { rows, measures } = budgets
  if (rows.length <= maxRows) return { rows }
  const isMet = (row: Row) =>
    measures.every((measure) => {
      const met = budgets.at(row, measure)
      return met === undefined || (typeof met === 'object' && met.status === 'pass')
    })
  const wanting = rows.filter((row) => !isMet(row))
  const shown = wanting.length > 0 ? wanting.slice(0, maxRows) : rows.slice(0, maxRows)
  const hidden = wanting.length - Math.min(wanting.length, shown.length)
  const words = hidden > 0 ? `of which ${hidden} are not met` : 'all met'
  return { rows: shown, left: `and ${rows.length - shown.length} more rows, ${words}` }
}

function levelsInRows(budgets: SuiteBudgets, rows: readonly Row[], width: number): string[] {
  const { measures } = budgets
  const header = [{ text: '' }, ...measures.map((each) => dim(titleOf(each)))]
  const body = rows.map((row) => [
    { text: rowTitle(row), paint: colors.bold },
    ...measures.map((measure) => cell(budgets.at(row, measure), measure)),
  ])
  return textTable([header, ...body], width)
}

/** A table for each worker, with metrics as rows; empty if no condition is about a level. */
function levelsInColumns(budgets: SuiteBudgets, rows: readonly Row[], width: number): string[][] {
  if (!rows.some(({ at }) => at)) return []
  const subjects = [...new Set(rows.map(({ subject }) => subject))]
  const tables = subjects.map((subject, index) => {
    const own = rows.filter((row) => row.subject === subject)
    return [...(index > 0 ? [''] : []), ...subjectTable(budgets, subject, own, width)]
  })
  return [tables.flat()]
}

function subjectTable(
  budgets: SuiteBudgets,
  subject: string,
  rows: readonly Row[],
  width: number,
): string[] {
  const measures = budgets.measures.filter((each) => rows.some((row) => budgets.at(row, each)))
  const columns = rows
    .filter((row) => measures.some((each) => budgets.at(row, each)))
    .toSorted(byLevel)
  const { corner, titles } = levelTitles(columns)
  const body = measures.map((measure) => {
    const met = columns.map((row) => budgets.at(row, measure))
    const cells = met.map((each) => cell(each, measure))
    return [dim(titleOf(measure)), ...cells, dim(sparkline(met.map(numberOf)))]
  })
  const head = { text: oneLine(`${subject}${corner}`), paint: colors.bold }
  return textTable([[head, ...titles.map(dim)], ...body], width)
}

/** Ascending, whatever the order in the spec; conditions about all levels come first. */
function byLevel(a: Row, b: Row): number {
  if (!a.at || !b.at) return Number(a.at !== undefined) - Number(b.at !== undefined)
  const [one, other] = [a.at, b.at].map((level) => Object.values(level)[0])
  return typeof one === 'number' && typeof other === 'number' ? one - other : 0
}

/** A label with only one value is named once. */
function levelTitles(columns: readonly Row[]) {
  const labels = columns.flatMap(({ at }) => (at ? [Object.keys(at)] : []))
  const [[name = ''] = []] = labels
  const isShared = labels.every((names) => names.length === 1 && names[0] === name)
  return {
    corner: isShared ? ` by ${name}` : '',
    titles: columns.map((row) => {
      if (!row.at) return 'all'
      return oneLine(isShared ? levelOf(row).slice(name.length + 1) : levelOf(row))
    }),
  }
}

function list(budgets: SuiteBudgets, rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const lines = budgets.measures.flatMap(({ metric, key }) => {
      const { text, paint = same } = cell(budgets.at(row, { metric, key }), { metric, key }, metric)
      return text === '' ? [] : [`  ${paint(text)}`]
    })
    return lines.length > 0 ? [colors.bold(rowTitle(row)), ...lines] : []
  })
}

function same(text: string): string {
  return text
}

function rowTitle(row: Row): string {
  const level = levelOf(row)
  return oneLine(level === '' ? row.subject : `${row.subject} at ${level}`)
}

function titleOf({ metric, budget }: Measure): string {
  return oneLine(budget === undefined ? metric : `${metric} ${budget}`)
}

function dim(text: string): Cell {
  return { text, paint: colors.dim }
}

const signs = {
  pass: { sign: '✓', paint: colors.green },
  inconclusive: { sign: '?', paint: colors.yellow },
  fail: { sign: '✗', paint: colors.red },
  no_data: { sign: '✗', paint: colors.red },
}

/** With its budget, if that is not in the header; with a name, if nothing else identifies it. */
function cell(met: Met, { metric, budget }: Measure, name?: string): Cell {
  if (met === undefined) return { text: '' }
  if (typeof met === 'string') {
    const paint = met === 'error' ? colors.red : colors.yellow
    return { text: name === undefined ? met : `${met} ${metric}`, paint }
  }
  const { sign, paint } = signs[met.status]
  const asked = budget === met.condition ? '' : `(${met.condition})`
  const words = [sign, name ?? '', met.formatted, asked].filter(Boolean)
  return { text: oneLine(words.join(' ')), paint }
}

function numberOf(met: Met): number | undefined {
  const measured = typeof met === 'object' ? met.measured : undefined
  return typeof measured === 'number' ? measured : undefined
}

function plainWidth(line: string): number {
  return displayWidth(oneLine(line))
}
