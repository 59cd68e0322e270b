import { limits, tooManyTokens } from '../limits.ts'
import type { Span } from '../span.ts'
import type { SyntaxProblem } from './source-tree.ts'

/** A cursor in a JSON text, with the problems so far. */
export interface Scanner {
  readonly text: string
  readonly findings: SyntaxProblem[]
  at: number
  tokens: number
}

export function report(scanner: Scanner, code: string, message: string, span: Span): void {
  scanner.findings.push({ code, message, start: span.start, end: span.end })
}

/** Reports an error without recovery: nothing after it is read. */
export function stop(scanner: Scanner, code: string, message: string, span: Span): void {
  report(scanner, code, message, span)
  scanner.at = scanner.text.length + 1
}

export function hasStopped(scanner: Scanner): boolean {
  return scanner.at > scanner.text.length
}

/** The next character after white space and comments, which are reported; '' at the end. */
export function peek(scanner: Scanner): string {
  for (;;) {
    const blanks = /[ \t\r\n]*/y
    blanks.lastIndex = scanner.at
    if (!hasStopped(scanner)) scanner.at += blanks.exec(scanner.text)?.[0].length ?? 0
    const comment = /\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y
    comment.lastIndex = scanner.at
    const length = hasStopped(scanner) ? undefined : comment.exec(scanner.text)?.[0].length
    if (length === undefined) return scanner.text[scanner.at] ?? ''
    const span = { start: scanner.at, end: scanner.at + length }
    report(
      scanner,
      'json_comment',
      'JSON has no comments: remove it, or make this a .yaml file',
      span,
    )
    scanner.at += length
  }
}

/** Skips one character if it is the next one. */
export function accept(scanner: Scanner, sign: string): boolean {
  if (peek(scanner) !== sign) return false
  scanner.at += 1
  countToken(scanner)
  return true
}

export function countToken(scanner: Scanner): void {
  scanner.tokens += 1
  if (scanner.tokens === limits.tokens) {
    const span = { start: scanner.at, end: scanner.at + 1 }
    stop(scanner, tooManyTokens.code, tooManyTokens.message, span)
  }
}

/** A quoted text; single quotes, raw control characters and wrong escapes are reported. */
export function scanString(scanner: Scanner): { value: string; span: Span } {
  const { text } = scanner
  const start = scanner.at
  const quote = text[start]
  countToken(scanner)
  if (hasStopped(scanner)) return { value: '', span: { start, end: start + 1 } }
  const end = endOfString(text, start)
  const span = { start, end: end + 1 }
  if (text[end] !== quote) {
    stop(scanner, 'unclosed_quote', `this ${quote} is never closed on its line`, {
      start,
      end: start + 1,
    })
    return { value: '', span }
  }
  scanner.at = end + 1
  if (quote === "'") {
    report(scanner, 'single_quotes', 'JSON allows double quotes only', span)
    return { value: text.slice(start + 1, end), span }
  }
  return { value: decode(scanner, span), span }
}

/** The offset of the closing quote, of the end of the line, or of the text. */
function endOfString(text: string, start: number): number {
  const quote = text[start]
  let at = start + 1
  while (at < text.length && text[at] !== quote && text[at] !== '\n') {
    at += text[at] === '\\' && text[at + 1] !== '\n' ? 2 : 1
  }
  return Math.min(at, text.length)
}

function decode(scanner: Scanner, span: Span): string {
  const source = scanner.text.slice(span.start, span.end)
  const faults = /\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4}).|[\u0000-\u001f]|\\["\\/bfnrtu]/gs
  let isSound = true
  for (const match of source.matchAll(faults)) {
    const fault = match[0]
    if (/^\\["\\/bfnrtu]$/.test(fault) && !isBadUnicode(source, match.index)) continue
    isSound = false
    const start = span.start + match.index
    if (fault.startsWith('\\')) {
      const message = `\`${fault}\` is not a JSON escape`
      report(scanner, 'bad_escape', message, { start, end: start + fault.length })
    } else {
      const message = 'a control character must be written as an escape, such as `\\t`'
      report(scanner, 'control_character', message, { start, end: start + 1 })
    }
  }
  return isSound ? (JSON.parse(source) as string) : source.slice(1, -1)
}

function isBadUnicode(source: string, at: number): boolean {
  return source[at + 1] === 'u' && !/^[0-9a-fA-F]{4}/.test(source.slice(at + 2, at + 6))
}
