import { quoted, type Rejection, reject } from '../units/rejection.ts'

export interface Item {
  readonly text: string
  /** In quotes: a text, even if it looks like a number. */
  readonly isQuoted: boolean
}

const EXPECTED = 'items in brackets such as `[a, b]` or `["a, b", c]`'
const ITEM = /\s*(?:("(?:[^"\\]|\\.)*")|'((?:[^']|'')*)'|([^\s,"'][^,]*))\s*(?:,|$)/suy

/**
 * Reads `[a, b]`.
 *
 * ```
 * items  ::= "[" item { "," item } "]"
 * item   ::= JSON string | "'" characters, '' for ' "'" | characters without ","
 * ```
 */
export function parseItems(
  text: string,
): { readonly ok: true; readonly items: Item[] } | Rejection {
  if (!text.startsWith('[') || !text.endsWith(']') || text.length < 2) {
    return reject(`${quoted(text)} is not in brackets`, EXPECTED)
  }
  const inner = text.slice(1, -1)
  if (inner.trim() === '') return reject('the brackets are empty', EXPECTED)
  const items: Item[] = []
  ITEM.lastIndex = 0
  while (ITEM.lastIndex < inner.length) {
    const start = ITEM.lastIndex
    const item = itemOf(ITEM.exec(inner))
    if (!item) return reject(`${quoted(inner.slice(start).trim())} is not an item`, EXPECTED)
    items.push(item)
  }
  if (inner.trimEnd().endsWith(',')) return reject('missing item after the last comma', EXPECTED)
  return { ok: true, items }
}

function itemOf(match: RegExpExecArray | null): Item | undefined {
  const [, double, single, bare] = match ?? []
  if (bare !== undefined) return { text: bare.trim(), isQuoted: false }
  if (single !== undefined) return { text: single.replaceAll("''", "'"), isQuoted: true }
  const text = double === undefined ? undefined : unquote(double)
  return text === undefined ? undefined : { text, isQuoted: true }
}

/** The value of a JSON string; undefined if it is invalid (a wrong escape). */
export function unquote(written: string): string | undefined {
  try {
    const text: unknown = JSON.parse(written)
    return typeof text === 'string' ? text : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
