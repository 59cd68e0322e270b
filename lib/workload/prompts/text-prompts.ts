import type { WorkloadTexts } from '../../generated/workload.ts'
import type { DataBudget } from '../data-budget.ts'
import { linesOf, wholeText } from './data-file.ts'

/** The texts of a plain text file: its lines, its paragraphs (between empty lines), or all of it as one. */
export function textPrompts(
  file: string,
  each: WorkloadTexts['each'] = 'line',
  budget: DataBudget,
): string[] {
  if (each === 'file') return [wholeText(file, budget).trim()].filter((text) => text !== '')
  const lines = linesOf(file, budget)
  return each === 'line' ? [...filledLines(lines)] : [...paragraphs(lines)]
}

function* filledLines(lines: Iterable<string>): Generator<string> {
  for (const line of lines) if (line.trim() !== '') yield line.trim()
}

function* paragraphs(lines: Iterable<string>): Generator<string> {
  let open: string[] = []
  for (const line of lines) {
    if (line.trim() !== '') {
      open.push(line)
      continue
    }
    if (open.length > 0) yield open.join('\n')
    open = []
  }
  if (open.length > 0) yield open.join('\n')
}
