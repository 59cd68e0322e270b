const quotes: readonly string[] = ['"', "'", '`']

/**
 * A string literal with as few escapes as possible: where Vitest 5 reads a title without running the
 * module, it shows the source text between the quotes.
 */
export function plainLiteral(text: string): string {
  const quote = quotes.find((each) => !text.includes(each)) ?? '"'
  return quote + insideQuotes(text, quote) + quote
}

/** The source text of a string between such quotes. */
export function insideQuotes(text: string, quote: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/\\(.)/g, (sequence, character) => (character === '"' ? character : sequence))
    .replaceAll(quote, `\\${quote}`)
  return quote === '`' ? escaped.replaceAll('${', '\\${') : escaped
}
