import { cut, oneLine, plainText } from './plain-text.ts'

/** Text of users is in code spans: there nothing is markup, a link or a mention. */
const maxSpan = 300

/** A code span of one line, for any text. */
export function code(text: string): string {
  const line = cut(oneLine(text).trim(), maxSpan)
  if (line === '') return '(empty)'
  const fence = '`'.repeat(longestRun(line) + 1)
  const space = /^`|`$/.test(line) ? ' ' : ''
  return `${fence}${space}${line}${space}${fence}`
}

/** A fenced block; its fence is longer than any in the text. */
export function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}text\n${plainText(text)}\n${fence}\n`
}

/**
 * Cells are Markdown; a vertical bar in them, even in code, ends the cell unless an odd number of
 * backslashes precedes it.
 */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll(/(\\*)\|/g, escapedBar)).join(' | ')} |\n`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('')
}

function escapedBar(_: string, backslashes: string): string {
  return `${backslashes}${backslashes.length % 2 === 0 ? '\\' : '\\\\'}|`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
