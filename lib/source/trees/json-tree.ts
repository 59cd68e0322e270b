import { limits, tooDeep } from '../limits.ts'
import type { Span } from '../span.ts'
import {
  accept,
  countToken,
  hasStopped,
  peek,
  report,
  type Scanner,
  scanString,
  stop,
} from './json-scanner.ts'
import {
  findingInKey,
  findingInNumber,
  leaf,
  type SourceEntry,
  type SourceNode,
  type SourceTree,
} from './source-tree.ts'

interface Built {
  readonly value: unknown
  readonly node: SourceNode
}

type LineOf = (offset: number) => number

/**
 * Reads JSON (RFC 8259) as plain data. Mistakes with a clear meaning (comments, trailing commas, single
 * quotes, bare keys) are reported and skipped, so that one pass finds them all; at any other error reading
 * stops.
 */
export function readJsonTree(text: string, lineOf: LineOf): SourceTree {
  const scanner: Scanner = { text, findings: [], at: 0, tokens: 0 }
  const { value, node } = peek(scanner) === '' ? emptyFile(scanner) : readValue(scanner, lineOf, 0)
  if (peek(scanner) !== '') {
    const span = { start: scanner.at, end: scanner.at + 1 }
    stop(scanner, 'json_syntax', 'unexpected text after the JSON value', span)
  }
  return { root: node, value, findings: scanner.findings }
}

function emptyFile(scanner: Scanner): Built {
  report(scanner, 'empty_file', 'the file is empty', { start: 0, end: 0 })
  return nothing({ start: 0, end: 0 })
}

function readValue(scanner: Scanner, lineOf: LineOf, depth: number): Built {
  const sign = peek(scanner)
  const start = scanner.at
  if (hasStopped(scanner)) return nothing({ start: scanner.text.length, end: scanner.text.length })
  if ((sign === '{' || sign === '[') && depth >= limits.depth) {
    stop(scanner, tooDeep.code, tooDeep.message, { start, end: start + 1 })
    return nothing({ start, end: start + 1 })
  }
  if (sign === '{') return readObject(scanner, lineOf, depth + 1)
  if (sign === '[') return readArray(scanner, lineOf, depth + 1)
  if (sign === '"' || sign === "'") {
    const { value, span } = scanString(scanner)
    return { value, node: leaf(span) }
  }
  return readWord(scanner)
}

function readArray(scanner: Scanner, lineOf: LineOf, depth: number): Built {
  const start = scanner.at
  const value: unknown[] = []
  const children = new Map<number, SourceEntry>()
  readItems(scanner, '[', ']', () => {
    const item = readValue(scanner, lineOf, depth)
    children.set(value.length, { node: item.node })
    value.push(item.value)
  })
  return { value, node: collection(start, scanner, children) }
}

function readObject(scanner: Scanner, lineOf: LineOf, depth: number): Built {
  const start = scanner.at
  const entries: [string, unknown][] = []
  const children = new Map<string, SourceEntry>()
  readItems(scanner, '{', '}', () => {
    const key = readKey(scanner)
    if (!key) return
    if (!accept(scanner, ':') && !hasStopped(scanner)) {
      stop(scanner, 'missing_colon', `missing \`:\` and value after this key`, key.span)
    }
    const built = readValue(scanner, lineOf, depth)
    const finding = findingInKey(key.name, key.span, children.get(key.name)?.key, lineOf)
    if (finding) scanner.findings.push(finding)
    if (finding) return
    children.set(key.name, { key: key.span, node: built.node })
    entries.push([key.name, built.value])
  })
  return { value: Object.fromEntries(entries), node: collection(start, scanner, children) }
}

/** The content of brackets, with its commas; `readItem` advances or stops. */
function readItems(scanner: Scanner, open: string, close: string, readItem: () => void): undefined {
  const opened = { start: scanner.at, end: scanner.at + 1 }
  accept(scanner, open)
  let comma: Span | undefined
  for (let isFirst = true; ; isFirst = false) {
    const sign = peek(scanner)
    if (hasStopped(scanner)) return
    if (sign === '') return unclosed(scanner, opened)
    if (sign === close) {
      if (comma)
        report(scanner, 'trailing_comma', 'JSON allows no comma after the last item', comma)
      accept(scanner, close)
      return undefined
    }
    checkItemStart(scanner, sign, isFirst || comma !== undefined)
    if (hasStopped(scanner)) return
    readItem()
    peek(scanner)
    const at = scanner.at
    comma = accept(scanner, ',') ? { start: at, end: at + 1 } : undefined
  }
}

function unclosed(scanner: Scanner, opened: Span): undefined {
  const sign = scanner.text[opened.start]
  stop(scanner, 'unclosed_bracket', `this ${sign} is never closed`, opened)
}

function checkItemStart(scanner: Scanner, sign: string, isExpected: boolean): void {
  const here = { start: scanner.at, end: scanner.at + 1 }
  if (sign === ',') {
    stop(scanner, 'json_syntax', 'a value is missing before this comma', here)
  } else if (/[}\]:]/.test(sign)) {
    stop(scanner, 'json_syntax', `\`${sign}\` does not belong here`, here)
  } else if (!isExpected) {
    report(scanner, 'missing_comma', 'a comma is missing before this', here)
  }
}

function readKey(scanner: Scanner): { name: string; span: Span } | undefined {
  const sign = peek(scanner)
  if (sign === '"' || sign === "'") {
    const { value, span } = scanString(scanner)
    return hasStopped(scanner) ? undefined : { name: value, span }
  }
  const span = wordAt(scanner)
  const name = scanner.text.slice(span.start, span.end)
  if (!/^[\w$.-]+$/.test(name)) {
    stop(scanner, 'json_syntax', `a key in double quotes is missing here`, span)
    return undefined
  }
  scanner.findings.push({
    ...span,
    code: 'unquoted_key',
    message: 'a key must be in double quotes',
    expected: `"${name}":`,
  })
  scanner.at = span.end
  return { name, span }
}

const literals: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readWord(scanner: Scanner): Built {
  const span = wordAt(scanner)
  const word = scanner.text.slice(span.start, span.end)
  scanner.at = span.end
  countToken(scanner)
  const literal = literals.get(word)
  if (literal !== undefined) return { value: literal, node: leaf(span) }
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(word)) {
    const finding = findingInNumber(word, Number(word), span)
    if (finding) scanner.findings.push(finding)
    return { value: Number(word), node: leaf(span) }
  }
  refuseWord(scanner, word, span)
  return nothing(span)
}

function refuseWord(scanner: Scanner, word: string, span: Span): void {
  if (/^[-+.]?\d/.test(word)) {
    const message = 'not a valid JSON number'
    const expected = 'digits, with no leading zero, no sign but `-`, and digits around a point'
    scanner.findings.push({ ...span, code: 'json_number', message, expected })
  } else if (/^[-+]?[A-Za-z_$][\w$.-]*$/.test(word)) {
    const message = 'not a valid JSON value'
    const expected = 'true, false, null, a number, or a text in double quotes'
    scanner.findings.push({ ...span, code: 'json_literal', message, expected })
  } else if (word === '' && scanner.text[span.start] === undefined) {
    stop(scanner, 'json_syntax', 'a value is missing at the end of the file', span)
  } else {
    stop(scanner, 'json_syntax', 'a value is missing here', span)
  }
}

/** Everything up to white space or punctuation of JSON; at least one character wide for the caret. */
function wordAt(scanner: Scanner): Span {
  peek(scanner)
  const word = /[^\s,:{}[\]"'/#]+/y
  word.lastIndex = scanner.at
  const length = word.exec(scanner.text)?.[0].length ?? 0
  return { start: scanner.at, end: scanner.at + length }
}

function collection(
  start: number,
  scanner: Scanner,
  children: ReadonlyMap<string | number, SourceEntry>,
): SourceNode {
  const end = Math.min(scanner.at, scanner.text.length)
  return { start, end, isQuoted: false, isEmpty: false, children }
}

function nothing(span: Span): Built {
  return { value: null, node: leaf(span) }
}
