import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { CaseRecord, RunRecord } from '../../lib/record/run/run-record.ts'
import { ctrfChunks } from '../../reporters/ctrf/document.ts'
import { renderHtml } from '../../reporters/html.ts'
import { jsonChunks } from '../../reporters/json.ts'
import { junitChunks } from '../../reporters/junit/document.ts'
import { passedAgain } from '../../reporters/kit/passed-again.ts'
import { markdownChunks } from '../../reporters/markdown/document.ts'
import { tapChunks } from '../../reporters/tap/document.ts'
import { passedAgainLines } from '../../reporters/terminal/passed-again-lines.ts'
import { suiteTables } from '../../reporters/terminal/suite-tables.ts'
import { condition, judgedCase, measurement, runOfCases, testCase } from './records.ts'

const note = 'prompts: each of its own (cold prefix)'
const others = Array.from({ length: 9 }, (_, index) => `note ${index + 1}`)
const noted = judgedCase(
  {},
  { conditions: [condition()], measurement: measurement({ notes: [...others.slice(0, 6), note] }) },
)

const reports: [string, (run: RunRecord) => Iterable<string>][] = [
  ['JSON', jsonChunks],
  ['JUnit', junitChunks],
  ['strict JUnit', (run) => junitChunks(run, 'strict')],
  ['CTRF', ctrfChunks],
  ['TAP', tapChunks],
  ['Markdown', markdownChunks],
  ['HTML', (run) => [renderHtml(run)]],
]

describe('the notes about prompts', () => {
  test.each(reports)('are in %s', (_, chunks) => {
    expect([...chunks(runOfCases([noted]))].join('').toLowerCase()).toContain(note)
  })

  test('are on the terminal, however many there are', () => {
    const { record } = noted
    const shown = stripVTControlCharacters(suiteTables(record ? [record] : [], 100))
    expect(shown).toContain(`   ${note}\n`)
    expect(shown).toContain('and 2 more notes in the reports')
  })
})

describe('a pass after a failure', () => {
  const error = { name: 'BudgetMissed', message: 'rtt.avg: 12ms is not < 10ms\n  worker: w1' }
  const again = (changes: Partial<CaseRecord> = {}) =>
    testCase({ retries: 1, retriesAllowed: 2, earlierErrors: [error, error], ...changes })

  test('shows on which attempt it passed, and what failed first', () => {
    const words = 'passed on attempt 2 of 3; first failure: rtt.avg: 12ms is not < 10ms'
    expect(passedAgain(again())).toBe(words)
    expect(passedAgain(again({ status: 'failed' }))).toBeUndefined()
    expect(passedAgain(testCase())).toBeUndefined()
    // From a record of an earlier version.
    expect(passedAgain(testCase({ retries: 1 }))).toBe('passed on attempt 2 of 2')
  })

  test('is one line on the terminal, with the first ten of many tests', () => {
    const lines = stripVTControlCharacters(
      passedAgainLines(Array.from({ length: 12 }, () => again({ name: 'S > t\u001b[31m' }))),
    ).split('\n')
    expect(lines).toHaveLength(11)
    expect(lines[0]).toMatch(/^ ! S > t.* passed on attempt 2 of 3; first failure: rtt\.avg/)
    expect(lines[0]).not.toContain('\u001b')
    expect(lines.at(-1)).toBe(' and 2 more that passed only when run again')
    expect(passedAgainLines([testCase()])).toBe('')
  })
})
