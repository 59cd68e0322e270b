import { html, type Markup } from '../../lib/rendering/html-markup.ts'

const nameCharacters = 300
const messageCharacters = 8_000

/** A name that fits into a line or two. */
export function shortName(text: string): string {
  return cut(text, nameCharacters, '…')
}

/** A message that is too long to read: the rest is in the run record. */
export function shortMessage(text: string): string {
  const left = text.length - messageCharacters
  return cut(text, messageCharacters, `\n… ${left} more characters in the run record`)
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

/** A sentence with commands and keys in backticks. */
export function sentence(text: string): Markup {
  const chunks = shortMessage(text).split(/`([^`]+)`/)
  return html`${chunks.map((chunk, index) => (index % 2 === 1 ? html`<code>${chunk}</code>` : chunk))}`
}

/** `1 test`, `2 tests`, `12,000 tests`. */
export function counted(count: number, noun: string): string {
  return `${inDigits(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `999`, `12,000` */
export function inDigits(count: number): string {
  return count.toLocaleString('en')
}

function cut(text: string, most: number, ending: string): string {
  return text.length > most ? text.slice(0, most).toWellFormed() + ending : text
}
