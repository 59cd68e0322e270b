import colors from 'tinyrainbow'
import type { TestRecord } from '../../lib/record/test-record.ts'

/** ` Budgets  ✓ 118 met  ✗ 2 missed`; empty without any budget. */
export function budgetsLine(records: readonly TestRecord[]): string {
  const counts = { pass: 0, fail: 0, inconclusive: 0, no_data: 0 }
  for (const { verdict } of records) {
    for (const { status } of verdict.conditions) counts[status] += 1
  }
  const parts = [
    part(counts.pass, '✓', 'met', colors.green),
    part(counts.fail, '✗', 'missed', colors.red),
    part(counts.no_data, '✗', 'without data', colors.red),
    part(counts.inconclusive, '?', 'inconclusive', colors.yellow),
  ].filter(Boolean)
  return parts.length === 0 ? '' : ` ${colors.bold('Budgets')}  ${parts.join('  ')}`
}

function part(count: number, sign: string, words: string, paint: (text: string) => string): string {
  return count === 0 ? '' : paint(`${sign} ${count} ${words}`)
}
