/**
 * Mistakes of a report in Markdown, by the rules of CommonMark and GitHub's tables (spec 0.29-gfm) as far
 * as the reporter needs them: all text of users is in code, no cell breaks its table, no fence stays open.
 */
export function readMarkdown(text: string): readonly string[] {
  const size = text.length > 65_536 ? [`${text.length} characters are too many for a comment`] : []
  const blocks = text.split(/^(`{3,})text\n[\s\S]*?^\1\n/m)
  // Every second chunk is the fence of a removed block.
  const prose = blocks.filter((_, index) => index % 2 === 0).join('')
  const open = /^`{3,}/m.test(prose) ? ['a fence that is never closed'] : []
  const lines = prose.split('\n')
  return [...size, ...open, ...lines.flatMap(bareMarkup), ...brokenRows(lines)]
}

function bareMarkup(line: string): readonly string[] {
  const prose = withoutOwn(withoutCode(line))
  return /[<>&@]|:\/\//.test(prose) ? [`bare markup: ${line.slice(0, 200)}`] : []
}

/** Every row of a table has as many cells as the one above it. */
function brokenRows(lines: readonly string[]): readonly string[] {
  const cells = lines.map((line) =>
    line.startsWith('|') ? withoutEscapes(line).split('|').length : 0,
  )
  return lines.filter((_, index) => {
    const [above = 0, here = 0] = [cells[index - 1], cells[index]]
    return above > 0 && here > 0 && above !== here
  })
}

/** Cells are separated before code is parsed: a backslash escapes the next character, even another one. */
function withoutEscapes(line: string): string {
  return line.replaceAll(/\\[!-/:-@[-`{-~]/g, '')
}

/** A line without its code spans: runs of backticks end at the next run of the same length. */
function withoutCode(line: string): string {
  return line.replaceAll(/(?<!`)(`+)(?!`)(?:.*?[^`])\1(?!`)/g, '')
}

/** The reporter's own markup. */
function withoutOwn(prose: string): string {
  return prose
    .replace(/^<\/?details>$|^<summary>Budgets that are met<\/summary>$/, '')
    .replace(/\[log\]\(https?:\/\/[^\s()<>]+\)/, '')
}
