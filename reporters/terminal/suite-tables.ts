import colors from 'tinyrainbow'
import { promptNoteLead } from '../../lib/record/prompt-note.ts'
import type { TestRecord } from '../../lib/record/test-record.ts'
import { conditionTitle } from '../../lib/record/verdict.ts'
import { oneLine } from '../../lib/rendering/plain-text.ts'
import { reachLines } from './reach-lines.ts'
import { SuiteBudgets } from './suite-budgets.ts'
import { suiteLines } from './suite-lines.ts'

const indent = '   '

/** The tables of all suites among these records, as one text. */
export function suiteTables(records: readonly TestRecord[], width: number): string {
  const suites = new Map<string, TestRecord[]>()
  for (const record of records) {
    const members = suites.get(record.suite) ?? []
    suites.set(record.suite, members)
    members.push(record)
  }
  return Array.from(suites, ([suite, members]) => suiteTable(suite, members, width)).join('\n')
}

function suiteTable(suite: string, records: readonly TestRecord[], width: number): string {
  const lines = suiteLines(new SuiteBudgets(records), width - indent.length)
  const notes = [...new Set(records.flatMap(({ verdict }) => verdict.measurement?.notes ?? []))]
  return [
    '',
    ` ${colors.bold(oneLine(suite))}`,
    ...lines.map((text) => (text === '' ? '' : indent + text)),
    ...reachLines(records, width - indent.length).map((text) => text && indent + text),
    ...notesOf(records.flatMap(doubtsOf), colors.yellow),
    ...notes.filter(isPromptNote).map(dimLine),
    ...notesOf(
      notes.filter((note) => !isPromptNote(note)),
      colors.dim,
    ),
  ]
    .join('\n')
    .concat('\n')
}

/** Which prompts were sent is always shown: a cache may have served them. */
function isPromptNote(note: string): boolean {
  return note.startsWith(promptNoteLead)
}

function dimLine(note: string): string {
  return indent + colors.dim(oneLine(note))
}

/** Undecided conditions: if they are only a warning, nothing else shows them. */
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

/**
 * Notes about what the samples prove, or leave undecided; a few lines, because with many workers they are
 * similar.
 */
function notesOf(notes: readonly string[], paint: (text: string) => string): string[] {
  const shown = notes.slice(0, 4).map((note) => indent + paint(oneLine(note)))
  const left = notes.length - shown.length
  return left > 0
    ? [...shown, indent + paint(`and ${left} more ${left === 1 ? 'note' : 'notes'} in the reports`)]
    : shown
}
