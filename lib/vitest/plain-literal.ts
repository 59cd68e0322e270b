const quotes = ['"', "'", '`'] as const

/**
 * A string literal with as few escapes as can be: where Vitest 5 reads a title without running the
 * module, it shows the text between the quotes as it is written.
 */
export function plainLiteral(text: string): string {
  const quote = quotes.find((each) => !text.includes(each)) ?? '"'
  const escaped = JSON.stringify(text).slice(1, -1)
  const body = quote === '"' ? escaped : escaped.replaceAll(/\\(.)/g, unescapedQuote)
  return quote + (quote === '`' ? body.replaceAll('${', '\\${') : body) + quote
}

function unescapedQuote(sequence: string, character: string): string {
  return character === '"' ? character : sequence
}
