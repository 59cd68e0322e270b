/** The parts of a page between these markers change with each run; the rest is the declared part. */
export const verdictStart = '<!-- verdict -->'
export const verdictEnd = '<!-- /verdict -->'

/** The first declared difference between two pages. */
export interface Difference {
  /** Line of the existing page, from 1. */
  readonly line: number
  /** The existing line; undefined: the page ends before. */
  readonly found: string | undefined
  /** The expected line; undefined: the page should have ended. */
  readonly expected: string | undefined
}

/** The first difference between two pages, without verdicts; undefined if there is none. */
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

/** Lines that are empty without verdicts are excluded; the others keep their numbers. */
function declaredLines(page: string): NumberedLine[] {
  return page
    .replaceAll('\r\n', '\n')
    .replaceAll(verdict, (text) => text.replaceAll(/[^\n]+/g, ''))
    .split('\n')
    .map((text, index) => ({ number: index + 1, text: text.trimEnd() }))
    .filter(({ text }) => text !== '')
}
