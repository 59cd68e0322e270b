/** What is between these on a page changes with each run; the rest is what the specs declare. */
export const verdictStart = '<!-- verdict -->'
export const verdictEnd = '<!-- /verdict -->'

/** Where two pages first differ in what they declare. */
export interface Difference {
  /** Of the page that is there, from 1. */
  readonly line: number
  /** What is there; undefined: the page ends before. */
  readonly found: string | undefined
  /** What would stand there; undefined: the page should have ended. */
  readonly expected: string | undefined
}

/** The first difference between two pages, verdicts left out; undefined where there is none. */
export function firstDifference(present: string, current: string): Difference | undefined {
  const found = declaredLines(present)
  const expected = declaredLines(current)
  const index = Array.from({ length: Math.max(found.length, expected.length) }).findIndex(
    (_, at) => found[at]?.text !== expected[at]?.text,
  )
  if (index === -1) return undefined
  return {
    line: found[index]?.number ?? (found.at(-1)?.number ?? 0) + 1,
    found: found[index]?.text,
    expected: expected[index]?.text,
  }
}

interface NumberedLine {
  readonly number: number
  readonly text: string
}

const verdict = /<!-- verdict -->.*?<!-- \/verdict -->/gs

/** Lines that verdicts leave empty are no part of it; the others keep their numbers. */
function declaredLines(page: string): NumberedLine[] {
  return page
    .replaceAll('\r\n', '\n')
    .replaceAll(verdict, (text) => text.replaceAll(/[^\n]+/g, ''))
    .split('\n')
    .map((text, index) => ({ number: index + 1, text: text.trimEnd() }))
    .filter(({ text }) => text !== '')
}
