import type { YAMLError } from 'yaml'
import type { Span } from '../span.ts'
import type { SyntaxProblem } from './source-tree.ts'

/** A text with an index of where unclosed parts were opened. */
export interface YamlText {
  readonly text: string
  readonly startsByEnd: ReadonlyMap<number, number[]>
}

/** Rewrites an error of the YAML library as a remedy, at the position where to apply it. */
export function findingOfYamlError(yaml: YamlText, error: YAMLError): SyntaxProblem {
  const span = { start: error.pos[0], end: error.pos[1] }
  return (
    tabIndentation(yaml.text, span, error) ??
    unquotedOperator(yaml.text, span) ??
    words[error.code]?.(yaml, span, error) ?? {
      ...span,
      code: 'yaml_syntax',
      message: libraryWords(error),
    }
  )
}

type Words = (yaml: YamlText, span: Span, error: YAMLError) => SyntaxProblem | undefined

const words: Readonly<Record<string, Words>> = {
  MISSING_CHAR: (yaml, span, error) =>
    unclosed(yaml, span, error) ?? missingColon(span, error) ?? missingSpace(span, error),
  BAD_INDENT: (yaml, span, error) =>
    unclosed(yaml, span, error) ?? {
      ...firstWord(yaml.text, span.start),
      code: 'bad_indentation',
      message: 'the indentation of this line fits none of the lines above',
    },
  BLOCK_AS_IMPLICIT_KEY: (yaml, span, error) =>
    error.message.startsWith('Nested')
      ? {
          ...restOfLine(yaml.text, span.start),
          code: 'nested_mapping',
          message:
            'a second `key: value` cannot follow on the same line or as a continuation of it',
          expected: 'quotes around the whole value, or a new line with deeper indentation',
        }
      : {
          ...firstWord(yaml.text, span.start),
          code: 'bad_indentation',
          message: 'the indentation of this list item fits none of the lines above',
        },
  MULTILINE_IMPLICIT_KEY: (yaml, span) => {
    const isTight = /^[ \t]*(?:- +)*[\w.-]+:[^\s/]/.test(lineAt(yaml.text, span.start).text)
    return {
      ...restOfLine(yaml.text, span.start),
      code: 'missing_colon',
      message: isTight
        ? 'missing space after the colon'
        : 'this line is neither a `key: value` nor the continuation of one',
    }
  },
  UNEXPECTED_TOKEN: unexpectedToken,
  BAD_DQ_ESCAPE: (yaml, span) => ({
    start: span.start,
    end: span.start + 2,
    code: 'bad_escape',
    message: `\`${yaml.text.slice(span.start, span.start + 2)}\` is not an escape in double quotes`,
    expected: '`\\\\` for a backslash, or single quotes',
  }),
  BAD_ALIAS: (yaml, span, error) =>
    error.message.startsWith('Alias cannot')
      ? quoteIt(restOfLine(yaml.text, span.start), '*', yaml.text)
      : { ...span, code: 'missing_space', message: 'a space is missing before this colon' },
  BAD_SCALAR_START: (yaml, span) =>
    quoteIt(restOfLine(yaml.text, span.start), yaml.text[span.start] ?? '', yaml.text),
  TAG_RESOLVE_FAILED: (yaml, span) => tag(yaml.text, span),
  BAD_COLLECTION_TYPE: (yaml, span) => tag(yaml.text, span),
}

function unexpectedToken(yaml: YamlText, span: Span, error: YAMLError): SyntaxProblem | undefined {
  if (error.message.startsWith('Unexpected block-seq-ind')) {
    return {
      ...span,
      code: 'list_on_key_line',
      message: 'a list item cannot start on the line of its key',
      expected: 'the `- ` on a new line, or a list in brackets: `[a, b]`',
    }
  }
  if (/^Unexpected flow-(?:map|seq)-end/.test(error.message)) {
    const message = `unmatched ${yaml.text[span.start]}`
    return { ...span, code: 'stray_bracket', message }
  }
  if (error.message !== 'Unexpected scalar at node end') return undefined
  return {
    ...restOfLine(yaml.text, span.start),
    code: 'text_behind_value',
    message: 'unexpected text after the value',
    expected: 'quotes around all of it',
  }
}

function tabIndentation(text: string, span: Span, error: YAMLError): SyntaxProblem | undefined {
  const line = lineAt(text, span.start)
  const indentation = /^[ \t]*/.exec(line.text)?.[0] ?? ''
  const tab = indentation.indexOf('\t')
  const at = tab === -1 ? span.start : line.start + tab
  if (tab === -1 && error.code !== 'TAB_AS_INDENT') return undefined
  const message = 'a tab cannot indent YAML; use spaces'
  return { code: 'tab_indentation', message, start: at, end: at + 1 }
}

/** `> 5` and `>= 2.5x` are natural conditions, but `>` and `|` start a block text in YAML. */
function unquotedOperator(text: string, span: Span): SyntaxProblem | undefined {
  const line = lineAt(text, span.start)
  const before = /^\s*(?:- +)*(?:[^\s#'">|-][^#'">|]*:\s+)?(?=[>|])/.exec(line.text)?.[0]
  if (before === undefined) return undefined
  const start = line.start + before.length
  if (start > span.start || /^[>|][-+\d]*\s*(?:#.*)?$/.test(line.text.slice(before.length))) {
    return undefined
  }
  return quoteIt(restOfLine(text, start), text[start] ?? '', text)
}

function quoteIt(span: Span, sign: string, text: string): SyntaxProblem {
  const value = text.slice(span.start, span.end)
  return {
    ...span,
    code: 'unquoted_value',
    message: `a value that starts with \`${sign}\` must be in quotes`,
    // Only for a condition: anything else might be a secret.
    ...(/^(?:[>|]=?|!=) ?[\d.]+ ?[\w%/]{0,6}$/.test(value) && { expected: `"${value}"` }),
  }
}

function unclosed(yaml: YamlText, span: Span, error: YAMLError): SyntaxProblem | undefined {
  const sign = /^Missing closing (.)|must (?:be .* and )?end with a (.)/.exec(error.message)
  if (!sign) return undefined
  const start = yaml.startsByEnd.get(span.start)?.pop() ?? span.start
  return sign[1]
    ? { start, end: start + 1, code: 'unclosed_quote', message: `this ${sign[1]} is never closed` }
    : {
        start,
        end: start + 1,
        code: 'unclosed_bracket',
        message: `this ${yaml.text[start]} is not closed by a ${sign[2]}, or what is inside is not indented deeper than its key`,
      }
}

function missingColon(span: Span, error: YAMLError): SyntaxProblem | undefined {
  if (!error.message.startsWith('Implicit map keys')) return undefined
  const message = 'this line is not a `key: value`: the colon is missing'
  return { ...span, code: 'missing_colon', message }
}

function missingSpace(span: Span, error: YAMLError): SyntaxProblem | undefined {
  if (!error.message.startsWith('Comments must be')) return undefined
  return { ...span, code: 'missing_space', message: 'a space is missing before the `#`' }
}

function tag(text: string, span: Span): SyntaxProblem {
  const name = text.slice(span.start, span.end)
  if (name.startsWith('!=') || name === '!') return quoteIt(restOfLine(text, span.start), '!', text)
  const core = /^!!(?:str|int|float|bool|null|map|seq)$/.test(name)
  const message = core
    ? `the tag \`${name}\` does not fit its value`
    : 'this tag is refused: a file holds data and runs no code; a text that starts with `!` must be in quotes'
  return { ...span, code: core ? 'wrong_tag' : 'unknown_tag', message }
}

/** The library's message without the source that it repeats, which may be long or secret. */
function libraryWords(error: YAMLError): string {
  const [said = ''] = error.message.split(/: ["\S]/, 1)
  return `not valid YAML: ${said.slice(0, 1).toLowerCase()}${said.slice(1, 200)}`
}

function lineAt(text: string, offset: number): { start: number; text: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', start)
  return { start, text: text.slice(start, end === -1 ? text.length : end) }
}

function restOfLine(text: string, start: number): Span {
  const line = lineAt(text, start)
  return { start, end: line.start + Math.max(line.text.trimEnd().length, start + 1 - line.start) }
}

/** The first word at or after an offset: the library often means the next line. */
function firstWord(text: string, offset: number): Span {
  const word = /\S+/g
  word.lastIndex = offset
  const match = word.exec(text)
  return match
    ? { start: match.index, end: match.index + match[0].length }
    : { start: offset, end: offset }
}
