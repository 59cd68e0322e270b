/** Escapes text for an attribute or for character data, without what XML 1.0 forbids. */
export function xmlText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Escapes text for an attribute, where a plain line break would be read as a space. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('\n', '&#10;').replaceAll('\r', '&#13;').replaceAll('\t', '&#9;')
}

/** Colours of a terminal: CSI sequences and OSC links. */
// biome-ignore lint/complexity/useRegexLiterals: a literal would hold control characters
const ansi = new RegExp(
  '\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\))',
  'g',
)

/** What is no `Char` of XML 1.0 (section 2.2): most control characters, lone surrogates, U+FFFE, U+FFFF. */
// biome-ignore lint/complexity/useRegexLiterals: a literal would hold control characters
const forbidden = new RegExp('[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]', 'g')

function printable(text: string): string {
  return text.replace(ansi, '').replace(forbidden, '').toWellFormed()
}
