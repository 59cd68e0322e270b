/** Lines and columns of a text; both count from 1, columns in UTF-16 code units as editors do. */
export interface LineIndex {
  positionOf(offset: number): { line: number; column: number }
  /** The offset after the last character of a line, without its line end and trailing spaces. */
  endOfLine(line: number): number
}

/** Lines end with LF or CRLF. */
export function lineIndex(text: string): LineIndex {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return {
    positionOf(offset) {
      const line = lastAtMost(starts, Math.max(0, Math.min(offset, text.length)))
      const start = starts[line] ?? 0
      return { line: line + 1, column: Math.max(0, Math.min(offset, text.length) - start) + 1 }
    },
    endOfLine(line) {
      const start = starts[line - 1] ?? text.length
      let end = (starts[line] ?? text.length + 1) - 1
      while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1
      return end
    },
  }
}

/** The index of the last start at or before the offset. */
function lastAtMost(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d
}
