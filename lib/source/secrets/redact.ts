import type { Span } from '../span.ts'
import { formsOfSecret } from './secret-forms.ts'

/**
 * Replaces every secret in every text of plain data by `***`, names of properties included; keeps the
 * structure. A secret is found as it is, and as servers and logs repeat it: encoded (`formsOfSecret`), broken
 * over lines, with its end cut off before `…`, and the rest of one whose beginning is masked already.
 */
export function redact<T>(value: T, secrets: readonly string[]): T {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOfSecret))]
  if (forms.length === 0) return value
  const whole = anyOf(forms)
  const parts = new PartFinder(forms)
  return redactValue(value, (text) => parts.mask(text.replaceAll(whole, '***'))) as T
}

/** Fewer characters of a secret would match texts by chance. */
const shortestPart = 8

/** What a text has between two lines, or instead of them: blanks, and line ends escaped as in JSON or a URL. */
const breaks = /(?:[\s\ufffd]|\\{1,4}[nrt]|%0[ad])+/gi

/** Finds secrets that are split or cut off. */
class PartFinder {
  readonly #forms: readonly string[]
  readonly #beginnings: RegExp

  constructor(forms: readonly string[]) {
    this.#forms = forms
      .map((form) => form.replaceAll(breaks, ''))
      .filter((form) => form.length >= shortestPart)
    // Matches nothing if there is no form.
    this.#beginnings = anyOf(this.#forms.map((form) => form.slice(0, shortestPart)))
  }

  mask(text: string): string {
    if (this.#forms.length === 0 || text.length < shortestPart) return text
    const joined = text.replaceAll(breaks, '')
    const spans = [...this.#begun(joined), ...this.#rests(joined)]
    if (spans.length === 0) return text
    const offsets = offsetsOf(text)
    let masked = ''
    let at = 0
    for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
      const from = offsets[start] as number
      if (from < at) continue
      masked += `${text.slice(at, from)}***`
      at = (offsets[end - 1] as number) + 1
    }
    return masked + text.slice(at)
  }

  /** Secrets with their beginnings. */
  *#begun(joined: string): Generator<Span> {
    this.#beginnings.lastIndex = 0
    for (let match = this.#beginnings.exec(joined); match; match = this.#beginnings.exec(joined)) {
      const start = match.index
      const end = this.#endOf(joined, start, (form) => (form.startsWith(match[0]) ? 0 : -1))
      if (end !== undefined) yield { start, end }
      this.#beginnings.lastIndex = end ?? start + 1
    }
  }

  /** What follows a mask: a key with a known form is masked up to the end of its line. */
  *#rests(joined: string): Generator<Span> {
    for (let mask = joined.indexOf('***'); mask !== -1; mask = joined.indexOf('***', mask + 3)) {
      const start = mask + 3
      const head = joined.slice(start, start + shortestPart)
      if (head.length < shortestPart) return
      const end = this.#endOf(joined, start, (form) => form.indexOf(head))
      if (end !== undefined) yield { start, end }
    }
  }

  /** The end of the longest form, or of one that is cut off there. */
  #endOf(joined: string, start: number, placeIn: (form: string) => number): number | undefined {
    const ends = this.#forms.flatMap((form) => {
      const from = placeIn(form)
      if (from === -1) return []
      let length = shortestPart
      while (from + length < form.length && form[from + length] === joined[start + length]) {
        length += 1
      }
      const isCut =
        joined.startsWith('…', start + length) || joined.startsWith('...', start + length)
      return isCut || from + length === form.length ? [start + length] : []
    })
    return ends.length === 0 ? undefined : Math.max(...ends)
  }
}

/** The offsets of the characters that are left without `breaks`. */
function offsetsOf(text: string): number[] {
  const offsets: number[] = []
  let at = 0
  const take = (end: number) => {
    for (; at < end; at += 1) offsets.push(at)
  }
  for (const { 0: found, index } of text.matchAll(breaks)) {
    take(index)
    at = index + found.length
  }
  take(text.length)
  return offsets
}

/** Of two texts that begin alike the longer one, whose rest would stay otherwise. */
function anyOf(texts: readonly string[]): RegExp {
  const sorted = texts.toSorted((a, b) => b.length - a.length)
  const escaped = sorted.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(escaped.length === 0 ? '(?!)' : escaped.join('|'), 'g')
}

function redactValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((item) => redactValue(item, mask))
  if (value === null || typeof value !== 'object') return value
  const redacted: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    redacted[freeName(mask(key), redacted)] = redactValue(item, mask)
  }
  return redacted
}

/** Two names may differ by their secrets only. */
function freeName(name: string, taken: object): string {
  let free = name
  for (let count = 2; Object.hasOwn(taken, free); count += 1) free = `${name} (${count})`
  return free
}
