import { lineIndex } from './line-index.ts'

/** Where a text stops being JSON; line and column count from 1. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  /** It quotes nothing of the text, which may be secret. */
  readonly message: string
}

/** The next of a text must be one of these. */
type State = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end'

const token =
  /[{}[\],:]|"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

/**
 * Finds the first mistake in a text that `JSON.parse` refuses, of any length and depth: the message of
 * `JSON.parse` quotes the text, and often has no position.
 */
export function jsonFault(text: string): JsonFault {
  const open: string[] = []
  let state: State | undefined = 'value'
  let at = 0
  for (;;) {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1
    token.lastIndex = at
    const [found] = token.exec(text) ?? []
    state = found === undefined ? undefined : next(state, found[0] ?? '', open)
    if (found === undefined || state === undefined) break
    at += found.length
  }
  const message = at < text.length ? 'a mistake here, or just before' : 'it ends too early'
  return { ...lineIndex(text).positionOf(at), message: `not valid JSON: ${message}` }
}

/** Follows the grammar by one token, known by its first character; undefined if it does not fit. */
function next(state: State, sign: string, open: string[]): State | undefined {
  const closing = open.at(-1) === '{' ? '}' : ']'
  if (sign === closing && state.endsWith('end') && open.length > 0) {
    open.pop()
    return 'comma or end'
  }
  if (state.startsWith('value')) return nextInValue(sign, open)
  if (state.startsWith('key')) return sign === '"' ? 'colon' : undefined
  if (state === 'colon') return sign === ':' ? 'value' : undefined
  if (sign !== ',' || open.length === 0) return undefined
  return closing === '}' ? 'key' : 'value'
}

function nextInValue(sign: string, open: string[]): State | undefined {
  if (/[}\],:]/.test(sign)) return undefined
  if (sign !== '{' && sign !== '[') return 'comma or end'
  open.push(sign)
  return sign === '{' ? 'key or end' : 'value or end'
}
