import { describe, expect, test } from 'vitest'
import type { RunSource } from '../../lib/record/run/run-record.ts'
import { code, table } from '../../lib/rendering/markdown-markup.ts'
import { markdownChunks } from '../../reporters/markdown/document.ts'
import { readMarkdown } from './contract/markdown-reader.ts'
import { cutOff, everyOutcome, largeRun, outcomes, runOfCases } from './records.ts'

function markdown(run: RunSource): string {
  return [...markdownChunks(run)].join('')
}

describe('a Markdown report', () => {
  test('begins with the verdict, the cluster and the time', () => {
    expect(markdown(runOfCases([outcomes.passed]))).toMatch(
      /^## ✅ Clustergate: 1 of 1 test passed\n\n`main` at `aaaaaaaaaa` · target `\/home\/me\/cluster\.yaml, 1 worker` · 1\.23s from 2026-01-02T03:04:05Z · \[log\]\(https:\/\/ci\.example\/1\)\n/,
    )
    expect(markdown(everyOutcome)).toMatch(
      /^## ❌ Clustergate: 3 failed, 1 inconclusive, 1 could not be run, 2 errors outside the tests, 2 skipped \(1 behind the closed gate\), 3 of 10 tests passed\n/,
    )
  })

  test('shows each failure with its budgets, its cause and its lines', () => {
    expect(markdown(runOfCases([outcomes.failed]))).toContain(`
### \`S > is near › w1\` failed

\`network\` · \`specs/network/a.spec.yaml:4\`

| Metric | Budget | Measured |  |
| --- | --- | --- | --- |
| \`rtt.avg\` | \`< 10ms\` | \`51ms\` | ❌ |
| \`rtt.max\` | \`< 10ms\` | \`no data\` | no data |

\`\`\`text
rtt.avg: 51ms is not < 10ms
  cause: Wi-Fi
`)
  })

  test('lists tests that passed with a warning or a retry, and why others were skipped', () => {
    const text = markdown(everyOutcome)
    expect(text).toContain('### Passed with a warning\n\n- `S > three beat one`: `speedup at')
    expect(text).toContain(
      '### Passed only when run again\n\n- `S > sometimes › w1` `passed on attempt 2 of 2; first failure: rtt.avg: 12ms is not < 10ms`\n',
    )
    expect(text).toContain('- 1 × `the switch is being replaced`\n')
  })

  test('shows met budgets, folded', () => {
    expect(markdown(runOfCases([outcomes.passed]))).toContain(
      '<summary>Budgets that are met</summary>\n\n| Test | Metric | Budget | Measured |\n| --- | --- | --- | --- |\n| `S > answers › w1` | `rtt.avg` | `< 10ms` | `5ms` |\n',
    )
  })

  test('shows first that a run was cut off', () => {
    expect(markdown(cutOff)).toMatch(/^## ❌[^\n]*\n\n[^\n]*\n\n\*\*`the run`: `RunCutOff`\*\*/)
  })

  test('of thousands of failures fits into a comment, and counts what it leaves out', () => {
    const text = markdown(largeRun(5_000))
    expect(text.length).toBeLessThan(65_536)
    expect(text).toMatch(/And \d+ more that did not pass/)
    expect(readMarkdown(text)).toEqual([])
  })
})

describe('code in Markdown', () => {
  test.each([
    ['plain', '`plain`'],
    ['a `b` c', '``a `b` c``'],
    ['``', '``` `` ```'],
    ['', '(empty)'],
    ['two\nlines', '`two lines`'],
  ])('%j is %j', (text, span) => {
    expect(code(text)).toBe(span)
  })

  test('in a table stays in its cell, with any bars and backslashes', () => {
    for (const text of ['a|b', 'a\\|b', 'a\\\\|b', '|', '\\']) {
      expect(readMarkdown(table(['Title', 'Other'], [[code(text), 'x']]))).toEqual([])
    }
  })
})
