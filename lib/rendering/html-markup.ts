import { plainText } from './plain-text.ts'

/**
 * HTML that is inserted without escaping. Created by `html` only, so that no text of a record is treated as
 * markup.
 */
export class Markup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type Content = Markup | string | number | false | undefined | readonly Content[]

/**
 * A template of HTML or SVG. Values are escaped, for text and for attributes in double quotes alike; markup
 * is unchanged, lists are joined, and `undefined` or `false` becomes nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const [first = '', ...further] = compact(parts)
  return new Markup(first + further.map((part, index) => render(values[index]) + part).join(''))
}

/** For text that is assembled elsewhere: no escaping, so for constants only. */
export function trusted(text: string): Markup {
  return new Markup(text)
}

function render(value: Content): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.toString()
  if (Array.isArray(value)) return value.map(render).join('')
  return escapeText(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>()

/** The indentation of templates, which would be a third of a page. */
function compact(parts: TemplateStringsArray): readonly string[] {
  const known = compacted.get(parts)
  if (known) return known
  const short = parts.map((part) => part.replaceAll(/\s*\n\s*/g, ''))
  compacted.set(parts, short)
  return short
}
