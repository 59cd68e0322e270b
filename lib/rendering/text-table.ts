/** A cell: its text, and how it is coloured once its width is known. */
export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
}

/**
 * Lines of a table that fits into `width` columns: the remaining columns are continued in further blocks
 * below, each of which repeats the first column.
 */
export function textTable(rows: readonly (readonly Cell[])[], width: number): string[] {
  const widths = columnWidths(rows)
  const blocks = blocksOf(widths, width)
  return blocks.flatMap((columns, index) => [
    ...(index > 0 ? [''] : []),
    ...rows.filter((row) => hasText(row, columns)).map((row) => line(row, columns, widths)),
  ])
}

function columnWidths(rows: readonly (readonly Cell[])[]): number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text))
    }
  }
  return widths
}

/** Whether a row has a value in these columns besides its name. */
function hasText(row: readonly Cell[], [, ...columns]: readonly number[]): boolean {
  return columns.some((column) => row[column]?.text)
}

const gap = '  '

function blocksOf(widths: readonly number[], width: number): number[][] {
  const blocks: number[][] = []
  const first = widths[0] ?? 0
  let used = Number.POSITIVE_INFINITY
  for (let column = 1; column < widths.length; column++) {
    const needed = gap.length + (widths[column] ?? 0)
    if (used + needed > width) {
      blocks.push([0])
      used = first
    }
    blocks.at(-1)?.push(column)
    used += needed
  }
  return blocks.length > 0 ? blocks : [[0]]
}

function line(row: readonly Cell[], columns: readonly number[], widths: readonly number[]): string {
  return columns
    .map((column) => {
      const { text = '', paint = (same: string) => same } = row[column] ?? {}
      return (
        (text && paint(text)) + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(text)))
      )
    })
    .join(gap)
    .trimEnd()
}

/** East Asian characters and emoji take two columns, combining marks none. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u
const isPlain = /^[\u0020-\u007e]*$/

/** How many columns of a terminal a text takes, estimated from its characters. */
export function displayWidth(text: string): number {
  if (isPlain.test(text)) return text.length
  let width = 0
  for (const character of text) {
    if (/[\p{M}\p{Cf}]/u.test(character)) continue
    width += wide.test(character) ? 2 : 1
  }
  return width
}
