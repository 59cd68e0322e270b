import { readCompletion } from './completion.ts'
import { KnownBytes } from './known-bytes.ts'
import { hasUsage } from './token-usage.ts'

/**
 * The bytes that one event of a stream has in common with those of the next tokens: all but the text. A
 * server's events for one completion differ only in that, so that the next ones need not be parsed.
 *
 * An event with the same bytes before and after a string without control characters and with valid escapes
 * is valid JSON like the first one, and means the same except for that text. Whether the event then has
 * content is asked of `readCompletion` once, with a text and without.
 */
export class TokenPattern {
  readonly #head: KnownBytes
  readonly #tail: KnownBytes
  /** Whether an event with an empty text still has content. */
  readonly #hasOther: boolean
  /** Whether the event that was matched last has content. */
  hasContent = false

  private constructor(head: Buffer, tail: Buffer, hasOther: boolean) {
    this.#head = new KnownBytes(head)
    this.#tail = new KnownBytes(tail)
    this.#hasOther = hasOther
  }

  /**
   * @param raw an event of one `data` line that has content, with its line ends
   * @returns undefined if more than its text may matter
   */
  static of(raw: Buffer): TokenPattern | undefined {
    const start = textIn(raw)
    if (start === undefined) return undefined
    const end = endOfText(raw, start, raw.length)
    if (end === -1) return undefined
    const head = raw.subarray(0, start)
    const tail = raw.subarray(end)
    const withText = completionIn(`${head}x${tail}`)
    const without = completionIn(`${head}${tail}`)
    if (!withText?.hasContent || !without) return undefined
    return new TokenPattern(head, tail, without.hasContent)
  }

  /**
   * @param view of the same bytes
   * @returns the offset after a complete event of this pattern that begins at `from`, else -1
   */
  match(bytes: Buffer, view: DataView, from: number): number {
    const textFrom = from + this.#head.length
    const lastTail = bytes.length - this.#tail.length
    if (textFrom > lastTail) return -1
    if (!this.#head.areAt(view, from)) return -1
    const tailFrom = endOfText(bytes, textFrom, lastTail + 1)
    if (tailFrom === -1 || !this.#tail.areAt(view, tailFrom)) return -1
    this.hasContent = this.#hasOther || tailFrom > textFrom
    return tailFrom + this.#tail.length
  }
}

/** Fields that matter only by being empty or not. In valid JSON, a value follows such a name. */
const textField = /"(?:content|text|reasoning_content|reasoning)": ?"(?!")/

/** Offset of the first text of an event. */
function textIn(raw: Buffer): number | undefined {
  const found = textField.exec(raw.toString('latin1'))
  return found ? found.index + found[0].length : undefined
}

const [quote, backslash, blank, letterU] = [0x22, 0x5c, 0x20, 0x75]
const escapes = new Set(Buffer.from('"\\/bfnrt'))

/** Offset of the quote that ends a JSON string; -1 if it is not before `to`, or the string is invalid. */
function endOfText(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to) {
    const byte = bytes[at] as number
    if (byte === quote) return at
    if (byte < blank) return -1
    at += byte === backslash ? escapeLength(bytes, at) : 1
  }
  return -1
}

/** Length of an escape that begins here; infinite if it is invalid. */
function escapeLength(bytes: Buffer, at: number): number {
  const letter = bytes[at + 1] ?? 0
  if (escapes.has(letter)) return 2
  const isUnicode =
    letter === letterU && /^[\dA-Fa-f]{4}$/.test(bytes.toString('latin1', at + 2, at + 6))
  return isUnicode ? 6 : Number.POSITIVE_INFINITY
}

/** The content of a complete event with one `data` line; undefined if it has more than text. */
function completionIn(event: string) {
  try {
    const value: unknown = JSON.parse(event.slice('data:'.length))
    const completion = readCompletion(value)
    return completion.fault === undefined && !hasUsage(value) ? completion : undefined
  } catch {
    return undefined
  }
}
