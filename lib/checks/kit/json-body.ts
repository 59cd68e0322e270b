import { parseSource } from '../../source/document.ts'
import { UserError } from '../../source/user-error.ts'

/**
 * A number of a JSON text that a double cannot represent: otherwise another number, or none, would be
 * compared.
 */
export interface InexactNumber {
  /** As written: `12345678901234567890`, `1e400`. */
  readonly written: string
}

/** A body as a JSON value, or the reason why it is invalid, phrased to follow "the body". */
export type JsonBody =
  | { readonly ok: true; readonly value: unknown; inexact(text: string): InexactNumber | undefined }
  | { readonly ok: false; readonly problem: string }

export function readJsonBody(body: string): JsonBody {
  if (body.trim() === '') return { ok: false, problem: 'is empty, not JSON' }
  const mark = unusedMark(body)
  try {
    const value: unknown = JSON.parse(mark === undefined ? body : withMarked(body, mark))
    const inexact = (text: string) =>
      mark !== undefined && text.startsWith(mark) ? { written: text.slice(mark.length) } : undefined
    return { ok: true, value, inexact }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false, problem: problemOf(body) }
  }
}

const suspect = /\d{16}|\d[eE]/
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** A prefix that no text of the body has; undefined if each number is clearly exact. */
function unusedMark(body: string): string | undefined {
  if (!suspect.test(body)) return undefined
  let mark = '#'
  while (body.includes(mark)) mark += '#'
  return mark
}

/** The body with each inexact number as a marked text, because `JSON.parse` would round it. */
function withMarked(body: string, mark: string): string {
  return body.replace(token, (found) =>
    found.startsWith('"') || isExact(found) ? found : JSON.stringify(mark + found),
  )
}

/** Fractions are rounded as usual; integers are compared exactly, and so must be kept exactly. */
function isExact(written: string): boolean {
  const value = Number(written)
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
}

function problemOf(body: string): string {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(body)) return 'is a page, not JSON'
  try {
    parseSource(body, 'body.json')
  } catch (error) {
    const [problem] = error instanceof UserError ? error.problems : []
    const { message, place } = problem ?? {}
    if (place) return `is not valid JSON at line ${place.line}, column ${place.column} (${message})`
  }
  return 'is not valid JSON'
}
