import { secretSpans } from './secrets/mask-secrets.ts'
import type { Span } from './span.ts'
import { visibleText } from './visible-text.ts'

const contextLines = 2
const widestLine = 100
const mask = '***'

/** A displayed line, and which columns (from 0, in the file) are masked. */
interface MaskedLine {
  readonly text: string
  readonly hidden: readonly Span[]
}

/**
 * The lines around a place, with carets under it. Line and columns count from 1; a place outside the text
 * is moved to the nearest one inside. Values that look secret are masked, long lines are truncated around
 * the caret.
 */
export function codeFrame(text: string, line: number, column: number, endColumn?: number): string {
  return frameOf(maskedLines(text), line, column, endColumn)
}

/** The lines of a text with its secrets masked, for any number of frames. */
export function maskedLines(text: string): MaskedLine[] {
  const secrets = secretSpans(text)
  let next = 0
  let start = 0
  return text.split('\n').map((line) => {
    const end = start + line.length
    while ((secrets[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1
    const hidden: Span[] = []
    for (let index = next; (secrets[index]?.start ?? end) < end; index += 1) {
      const secret = secrets[index]!
      hidden.push({
        start: Math.max(secret.start, start) - start,
        end: Math.min(secret.end, end) - start,
      })
    }
    start = end + 1
    return maskLine(line, hidden)
  })
}

/** Like `codeFrame`, on lines that are masked already. */
export function frameOf(
  lines: readonly MaskedLine[],
  line: number,
  column: number,
  endColumn?: number,
): string {
  const row = clamp(line, 1, lines.length)
  const target = lines[row - 1] ?? { text: '', hidden: [] }
  const from = shownColumn(target, whole(column) - 1, 'start')
  const to = shownColumn(target, whole(endColumn ?? column + 1) - 1, 'end')
  const caretStart = clamp(from, 0, target.text.length)
  const caretEnd = clamp(to, caretStart + 1, Math.max(caretStart + 1, target.text.length))
  const window = windowAround(caretStart, caretEnd)

  const first = Math.max(1, row - contextLines)
  const last = Math.min(lines.length, row + contextLines)
  const gutter = String(last).length
  const out: string[] = []
  for (let number = first; number <= last; number += 1) {
    const shown = lines[number - 1]?.text ?? ''
    // The empty rest after the last line end is not a line of the file.
    if (number === lines.length && number !== row && shown === '') break
    const marker = number === row ? '>' : ' '
    out.push(`${marker} ${String(number).padStart(gutter)} | ${cut(shown, window)}`.trimEnd())
    if (number === row) {
      const carets = caretLine(target.text, caretStart, caretEnd, window)
      out.push(`  ${' '.repeat(gutter)} | ${carets}`)
    }
  }
  return out.join('\n')
}

function maskLine(line: string, hidden: readonly Span[]): MaskedLine {
  let text = ''
  let at = 0
  for (const span of hidden) {
    text += line.slice(at, span.start) + mask
    at = span.end
  }
  return { text: (text + line.slice(at)).replace(/\r$/, ''), hidden }
}

/** A column of the file (from 0) as a column of the masked line. */
function shownColumn(line: MaskedLine, column: number, side: 'start' | 'end'): number {
  let shift = 0
  for (const span of line.hidden) {
    if (column < span.start || (side === 'end' && column === span.start)) break
    const isInside = side === 'start' ? column < span.end : column <= span.end
    if (isInside) return span.start + shift + (side === 'start' ? 0 : mask.length)
    shift += mask.length - (span.end - span.start)
  }
  return column + shift
}

/** The columns to show, including the carets. */
function windowAround(caretStart: number, caretEnd: number): Span {
  if (caretEnd <= widestLine) return { start: 0, end: widestLine }
  const before = Math.max(20, Math.floor((widestLine - (caretEnd - caretStart)) / 2))
  const start = Math.max(0, caretStart - before)
  return { start, end: start + widestLine }
}

/** The part of a line inside the window; an ellipsis takes the place of one character. */
function cut(line: string, window: Span): string {
  let shown = line.slice(window.start, window.end)
  if (window.start > 0 && line !== '') shown = `…${shown.slice(1)}`
  if (line.length > window.end) shown = `${shown.slice(0, -1)}…`
  return visibleText(shown)
}

/** Carets, after whitespace as wide as the text above: tabs remain tabs, wide characters remain wide. */
function caretLine(line: string, start: number, end: number, window: Span): string {
  const run = cut(line, window).slice(0, start - window.start)
  const pad = run.replace(/[^\t]/gu, (sign) => (isWide(sign) ? '\u3000' : ' '))
  const visible = Math.min(end, window.end) - start
  return pad + '^'.repeat(Math.max(1, visible))
}

function isWide(sign: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u.test(
    sign,
  )
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, whole(value)))
}

/** The integer part of a number; NaN becomes 1. */
function whole(value: number): number {
  return Number.isNaN(value) ? 1 : Math.trunc(Math.max(-1e9, Math.min(1e9, value)))
}
