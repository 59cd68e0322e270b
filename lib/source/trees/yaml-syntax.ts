import { Composer, type Document, Lexer, Parser, visit, type YAMLError } from 'yaml'
import { limits, tooDeep, tooManyTokens } from '../limits.ts'
import type { SyntaxProblem } from './source-tree.ts'
import { findingOfYamlError, type YamlText } from './yaml-words.ts'

type Token = ReturnType<Parser['next']> extends Generator<infer T> ? T : never

/** The first document of a text, and its problems as YAML 1.2. */
export interface YamlSyntax {
  readonly document: Document.Parsed | undefined
  readonly findings: readonly SyntaxProblem[]
}

/** Parses text into YAML nodes; never throws, and stops early at a limit. */
export function parseYaml(text: string): YamlSyntax {
  try {
    const { tokens, stopped } = tokensOf(text)
    if (stopped) return { document: undefined, findings: [stopped] }
    return compose(text, tokens)
  } catch (error) {
    // The library reports syntax errors as values; it throws for a text that it cannot process.
    const message = `this YAML cannot be read: ${error instanceof Error ? error.message : error}`
    return { document: undefined, findings: [{ code: 'yaml_syntax', message, start: 0, end: 1 }] }
  }
}

function tokensOf(text: string): { tokens: Token[]; stopped?: SyntaxProblem } {
  const lexer = new Lexer()
  const parser = new Parser()
  const tokens: Token[] = []
  let count = 0
  for (const lexeme of lexer.lex(text)) {
    tokens.push(...parser.next(lexeme))
    count += 1
    const stopped = count > limits.tokens ? tooManyTokensAt(parser) : tooDeepAt(parser)
    if (stopped) return { tokens, stopped }
  }
  tokens.push(...parser.end())
  return { tokens }
}

function tooManyTokensAt({ offset }: Parser): SyntaxProblem {
  return { ...tooManyTokens, start: offset, end: offset + 1 }
}

/** The first collection that is too deep, before the library's recursion overflows on it. */
function tooDeepAt({ stack }: Parser): SyntaxProblem | undefined {
  if (stack.length <= limits.depth) return undefined
  const collections = stack.filter(({ type }) => /^(?:block-(?:map|seq)|flow-)/.test(type))
  const start = collections[limits.depth]?.offset
  return start === undefined ? undefined : { ...tooDeep, start, end: start + 1 }
}

function compose(text: string, tokens: readonly Token[]): YamlSyntax {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    logLevel: 'silent',
    // The library compares every key with every other; the tree builder looks them up.
    uniqueKeys: false,
  })
  const documents = [...composer.compose(tokens, true, text.length)]
  const errors = documents.flatMap((document) => [...document.errors, ...document.warnings])
  const findings = [
    ...directives(tokens),
    ...(errors.length > 0 ? findingsOf(text, documents, errors) : []),
    ...furtherDocuments(tokens),
  ]
  const document = documents[0]
  if (findings.length === 0 && document && isEmpty(document)) findings.push(emptyFile)
  return { document, findings }
}

const emptyFile: SyntaxProblem = {
  code: 'empty_file',
  message: 'the file is empty',
  start: 0,
  end: 0,
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents } = document
  if (contents === null) return true
  const [start, end] = contents.range
  return start === end && !contents.tag && !('anchor' in contents && contents.anchor)
}

/** Maximum number of errors of the library to process: more than are ever shown. */
const maxErrors = 10 * limits.problems

/** An error of this kind on a line with another problem is most likely a consequence of it. */
const echoes = new Set([
  'yaml_syntax',
  'missing_colon',
  'bad_indentation',
  'nested_mapping',
  'text_behind_value',
])

function findingsOf(
  text: string,
  documents: readonly Document.Parsed[],
  errors: readonly YAMLError[],
): SyntaxProblem[] {
  const yaml: YamlText = { text, startsByEnd: startsByEnd(documents) }
  const seen = new Set<string>()
  return errors
    .toSorted((a, b) => a.pos[0] - b.pos[0])
    .slice(0, maxErrors)
    .map((error) => findingOfYamlError(yaml, error))
    .filter((finding) => {
      const line = String(text.lastIndexOf('\n', finding.start - 1))
      const cause = `${finding.start} ${finding.code}`
      if (seen.has(cause) || (seen.has(line) && echoes.has(finding.code))) return false
      seen.add(cause).add(line)
      return true
    })
}

/** Openings of quotes and brackets, by their ends: the library reports only the end. */
function startsByEnd(documents: readonly Document.Parsed[]): Map<number, number[]> {
  const starts = new Map<number, number[]>()
  const add = (_key: unknown, node: { range?: readonly number[] | null }) => {
    const [start, end] = node.range ?? []
    if (start === undefined || end === undefined) return
    const known = starts.get(end)
    if (known) known.push(start)
    else starts.set(end, [start])
  }
  for (const document of documents) visit(document, { Scalar: add, Map: add, Seq: add })
  return starts
}

function directives(tokens: readonly Token[]): SyntaxProblem[] {
  return tokens.flatMap((token) => {
    if (token.type !== 'directive' || /^%YAML[ \t]+1\.2\s*$/.test(token.source)) return []
    const message = token.source.startsWith('%YAML')
      ? 'only YAML 1.2 is read'
      : `the directive \`${token.source.trim().slice(0, 60)}\` is not allowed`
    const end = token.offset + token.source.trimEnd().length
    return [{ code: 'forbidden_directive', message, start: token.offset, end }]
  })
}

function furtherDocuments(tokens: readonly Token[]): SyntaxProblem[] {
  const [, ...further] = tokens.filter((token) => token.type === 'document')
  return further.slice(0, 1).map((token) => ({
    code: 'several_documents',
    message: 'a second YAML document starts here; a file must have one document',
    expected: 'no further `---` line, or a file for each document',
    start: token.offset,
    end: token.offset + 3,
  }))
}
