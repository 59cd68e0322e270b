import type { Span } from '../span.ts'

/**
 * Position of the value after a secret's name, in YAML or JSON (`mapping`), after `=` (`assignment`) or an
 * option of a command line (`option`). The text may be broken, because frames are shown for broken files:
 * every rule here rather masks a line too many than one too few.
 */
export function secretValueSpans(
  text: string,
  nameStart: number,
  from: number,
  style: 'mapping' | 'assignment' | 'option',
): Span[] {
  const start = skipBlanks(text, from)
  const first = text[start] ?? ''
  if (isReference(text, start)) return []
  if (first === '"' || first === "'") return [{ start: start + 1, end: closingQuote(text, start) }]
  if (first === '[' || first === '{') return [{ start, end: closingBracket(text, start) }]
  if (style === 'option' || (style === 'assignment' && start === from)) {
    return [{ start, end: endOf(/[\s&"'`,;)]/g, text, start) }]
  }
  return plainValue(text, nameStart, start)
}

/** A plain or block value: the rest of its line, and its continuation lines. */
function plainValue(text: string, nameStart: number, start: number): Span[] {
  const lineStart = text.lastIndexOf('\n', nameStart - 1) + 1
  const end = endOfPlain(text, lineStart, nameStart, start)
  const rest = text.slice(start, end)
  // Characters before a value may belong to it, if quotes were forgotten: they are masked too.
  const isOpen = /^(?:[&!]\S*\s*)*(?:[|>][-+\d]*\s*)?(?:#.*)?$/.test(rest)
  const isHarmless = /^[|>]?[-+\d]{0,2}\s*$/.test(rest)
  const spans = isHarmless && isOpen ? [] : [{ start, end }]
  if (text[end] !== '\n') return spans
  const indent = width(text.slice(lineStart, nameStart))
  return spans.concat(linesBelow(text, end + 1, indent, isOpen))
}

/** To the end of the line, or of the quote or flow collection that contains the name. */
function endOfPlain(text: string, lineStart: number, nameStart: number, start: number): number {
  const lineEnd = endOf(/\n/g, text, start)
  const quote = text[nameStart - 1] ?? ''
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = closingQuote(text, nameStart - 1)
    if (close >= start && close < lineEnd) return close
  }
  const before = text.slice(Math.max(lineStart, nameStart - 1000), nameStart)
  const opened = before.split(/[{[]/).length - before.split(/[}\]]/).length
  return opened > 0 ? endOf(/[,}\]\n]/g, text, start) : lineEnd
}

/**
 * Lines that continue a value: those indented deeper than its key and, while nothing of the value was found
 * (`isOpen`), those that are not a pair of their own, such as a block that lost its indentation or the
 * items of a list.
 */
function linesBelow(text: string, from: number, indent: number, isOpen: boolean): Span[] {
  const spans: Span[] = []
  let at = from
  while (at < text.length) {
    const end = endOf(/\n/g, text, at)
    const line = text.slice(at, end)
    const isBlankLine = line.trim() === ''
    const isDeeper = width(/^[ \t]*/.exec(line)?.[0] ?? '') > indent
    if (!isBlankLine && !isDeeper && !(isOpen && isNoPair(line))) break
    const blanks = line.length - line.trimStart().length
    if (!isBlankLine) spans.push({ start: at + blanks, end })
    at = end + 1
  }
  return spans
}

function isNoPair(line: string): boolean {
  return !/^\s*(?:[}\]#]|---|\.\.\.|(?:- +)?(?:"[^"]*"|'[^']*'|[^\s"'#][^#:]*)\s*:(?:\s|$))/.test(
    line,
  )
}

/** `${NAME}` alone, also in quotes: it names where the secret is, which is useful to read. */
function isReference(text: string, start: number): boolean {
  const reference = /(["']?)(?:Bearer )?\$\{[A-Za-z_]\w*\}\1[ \t]*(?=[,}\]\r\n]|$)/y
  reference.lastIndex = start
  return reference.test(text)
}

/** The offset of the quote that closes the one at `start`; the end of the text if there is none. */
function closingQuote(text: string, start: number): number {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1
    else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at += 1
    else if (text[at] === quote) return at
  }
  return text.length
}

/** The offset after the bracket that closes the one at `start`; the end of the text if there is none. */
function closingBracket(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '"' || sign === "'") {
      at = closingQuote(text, at)
    } else if (sign === '[' || sign === '{') depth += 1
    else if (sign === ']' || sign === '}') depth -= 1
    if (depth === 0) return at + 1
  }
  return text.length
}

function endOf(stop: RegExp, text: string, from: number): number {
  stop.lastIndex = from
  return stop.exec(text)?.index ?? text.length
}

export function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return at
}

/** The indentation of a line; a tab counts as eight so that it never looks shallow. */
function width(indentation: string): number {
  return indentation.replaceAll('\t', '        ').length
}
