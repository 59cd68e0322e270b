import { visibleText } from '../source/visible-text.ts'

/** Colours, which matchers put into their messages; other control characters are shown. */
const colours = /\u001b\[[0-9;:]*m/g

/** U+FFFE and U+FFFF, which are not a `Char` of XML 1.0 (section 2.2) and useless in any other format. */
const noCharacters = /[\ufffe\uffff]/g

/** A text without colours, with line feeds as its only line ends, and with `�` for invisible characters. */
export function plainText(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').replace(colours, '')
  return visibleText(lines).replace(noCharacters, '\ufffd')
}

/** On one line: line ends, tabs and spaces around them become a space. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s*[\n\t]\s*/g, ' ')
}

/** The first line, as plain text. */
export function firstLine(text: string): string {
  return plainText(text.split('\n', 1)[0] ?? '').trimEnd()
}

/** At most this many characters, and how many were left out: a message of megabytes is never read. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Not between the halves of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most
  return `${text.slice(0, end)}… (${text.length - end} more characters)`
}
