/** Colours of a terminal: CSI sequences and OSC links. */
// biome-ignore lint/complexity/useRegexLiterals: a literal would hold control characters
const ansi = new RegExp(
  '\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\))',
  'g',
)

/** What is no `Char` of XML 1.0 (section 2.2), which no other format wants either: most control characters, U+FFFE, U+FFFF. */
// biome-ignore lint/complexity/useRegexLiterals: a literal would hold control characters
const forbidden = new RegExp('[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]', 'g')

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A text without colours, control characters other than tab and line ends, and halves of surrogate pairs. */
export function plainText(text: string): string {
  return text.replace(ansi, '').replace(forbidden, '').replace(loneSurrogates, '')
}

/** On one line: line ends, tabs and spaces around them become a space. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s*[\r\n\t\u0085\u2028\u2029]\s*/g, ' ')
}

/** The first line, as plain text. */
export function firstLine(text: string): string {
  return plainText(text.split('\n', 1)[0] ?? '').trimEnd()
}

/** At most so many characters, and how many were left out: a message of megabytes is read by nobody. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Not between the halves of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most
  return `${text.slice(0, end)}… (${text.length - end} more characters)`
}
