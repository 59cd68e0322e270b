import type { CaseRecord } from '../../lib/record/run/run-record.ts'
import { conditionTitle } from '../../lib/record/verdict.ts'
import { code, codeBlock, table } from '../../lib/rendering/markdown-markup.ts'
import { cut } from '../../lib/rendering/plain-text.ts'
import { findingsOf, findingsText } from '../kit/case-findings.ts'

const longestText = 3_000

const words = { failed: 'failed', error: 'could not be run', inconclusive: 'was inconclusive' }

/** A case that did not pass: its budgets in a table, its messages with cause and remedy below. */
export function failedCase(test: CaseRecord, stage: string): string {
  const { name, status, file, line, retries } = test
  const place = line === undefined ? file : `${file}:${line}`
  const again = retries > 0 ? `, run again ${retries} ${retries === 1 ? 'time' : 'times'}` : ''
  const rows = conditionsTable(test).map(({ cells }) => cells)
  const budgets = rows.length > 0 ? `\n${table(['Metric', 'Budget', 'Measured', ''], rows)}` : ''
  const text = findingsText(findingsOf(test), file)
  const end = words[status as keyof typeof words]
  return [
    `\n### ${code(name)} ${end}\n\n${[stage, place].filter(Boolean).map(code).join(' · ')}${again}\n`,
    budgets,
    `\n${codeBlock(cut(text, longestText))}`,
  ].join('')
}

const marks = { pass: '✅', fail: '❌', inconclusive: 'inconclusive', no_data: 'no data' }

/** A row for each condition of a case: metric, budget, measured value and status. */
export function conditionsTable(test: CaseRecord) {
  const conditions = test.record?.verdict.conditions ?? []
  return conditions.map((each) => ({
    name: test.name,
    cells: [
      code(conditionTitle(each)),
      ...[code(each.condition), code(each.formatted), marks[each.status]],
    ],
  }))
}
