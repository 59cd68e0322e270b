import { resolve } from 'node:path'
import { frameOf, maskedLines } from './code-frame.ts'
import { readTextSync, sizeProblem } from './files/read-text.ts'
import { limits } from './limits.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { maskSecrets } from './secrets/mask-secrets.ts'
import { isSecretName } from './secrets/secret-name.ts'
import type { Span } from './span.ts'
import { readJsonTree } from './trees/json-tree.ts'
import type { SourceEntry, SourceNode, SourceTree, SyntaxProblem } from './trees/source-tree.ts'
import { readYamlTree } from './trees/yaml-tree.ts'
import { type Place, type Problem, UserError } from './user-error.ts'

/** Keys and indexes from the root of a document to a value. */
export type SourcePath = readonly (string | number)[]

/** Details of a problem beside its message. */
export interface ProblemDetails {
  readonly expected?: string
  readonly suggestion?: string
  /** Whether the key is wrong or its value; default: the value. */
  readonly part?: 'key' | 'value'
}

/** A user's file as plain data with the position of each value. */
export interface SourceDocument {
  readonly file: string
  /** As written, without a byte order mark. */
  readonly text: string
  /** Plain data; aliases are copies, so that it is a tree. */
  readonly value: unknown
  /** Position of a value or its key; for a missing one, its nearest parent's key or start. */
  placeOf(path: SourcePath, part?: 'key' | 'value'): Required<Place>
  /** The code frame of a position; cheaper than `codeFrame` on the text, which masks it each time. */
  frameAt(path: SourcePath, part?: 'key' | 'value'): string
  /** Whether quotes or a block mark this value as a text in YAML; never in JSON. */
  isQuoted(path: SourcePath): boolean
  /** Whether there is no value: `key:` alone, unlike `key: null`. */
  isEmpty(path: SourcePath): boolean
  /** A problem at a position of this file, with its code frame. */
  problem(code: string, path: SourcePath, message: string, details?: ProblemDetails): Problem
}

/** Reads a YAML 1.2 or JSON (`.json`) file; see `parseSource`. */
export function readSourceSync(file: string, keys?: readonly string[]): SourceDocument {
  const path = resolve(file)
  return parseSource(readTextSync(path), path, keys)
}

/**
 * Reads text as JSON if the file's name ends in `.json`, else as YAML 1.2.
 *
 * @param keys those of which at least one is in any file of this kind: a text without them was taken for
 * such a file by mistake, or by a change to a repository, so that problems do not show its lines
 * @throws UserError with all problems of the text: syntax, duplicate and forbidden keys, aliases,
 * tags, several documents, and the limits on size, depth and repetition.
 */
export function parseSource(text: string, file: string, keys?: readonly string[]): SourceDocument {
  const tooLarge = sizeProblem(file, Buffer.byteLength(text))
  if (tooLarge) throw new UserError([tooLarge])
  const source = text.replace(/^\ufeff/, '')
  const lines = lineIndex(source)
  const isJson = /\.json$/i.test(file)
  const tree = readTree(source, lines, isJson)
  const writer = problemWriter(source, file, lines, keys === undefined || hasKey(source, keys))
  if (tree.findings.length > 0) throw new UserError(problemsOf(tree.findings, writer))
  return {
    file,
    text: source,
    value: tree.value,
    placeOf: (path, part = 'value') => writer.placeOf(spanOf(tree.root, path, part)),
    frameAt: (path, part = 'value') => writer.frameAt(spanOf(tree.root, path, part)),
    isQuoted: (path) => entryOf(tree.root, path)?.node.isQuoted ?? false,
    isEmpty: (path) => entryOf(tree.root, path)?.node.isEmpty ?? true,
    problem: (code, path, message, { part = 'value', expected, suggestion } = {}) =>
      writer.problem({
        ...spanOf(tree.root, path, part),
        code,
        message: withoutSecret(message, path, tree.value),
        expected: expected && withoutSecret(expected, path, tree.value),
        suggestion,
      }),
  }
}

function hasKey(text: string, keys: readonly string[]): boolean {
  return new RegExp(`(?:^|[{,\\s])["']?(?:${keys.join('|')})["']?\\s*:`, 'm').test(text)
}

function readTree(text: string, lines: LineIndex, isJson: boolean): SourceTree {
  const lineOf = (offset: number) => lines.positionOf(offset).line
  if (isJson) return readJsonTree(text, lineOf)
  const tree = readYamlTree(text, lineOf)
  return { ...tree, findings: [...tree.findings, ...unreadableCharacters(text)] }
}

/** Characters that YAML forbids, and line ends of old that its reader does not see. */
function unreadableCharacters(text: string): SyntaxProblem[] {
  const findings: SyntaxProblem[] = []
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text)
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).padStart(4, '0')
    const message = `the control character U+${code} is not allowed in YAML`
    findings.push(at(control.index, 'control_character', message))
  }
  const lone = text.search(/\r(?!\n)/)
  if (lone !== -1) {
    const message =
      'a line ends with a lone carriage return; save the file with LF or CRLF line ends'
    findings.push(at(lone, 'line_end', message))
  }
  return findings
}

function at(start: number, code: string, message: string): SyntaxProblem {
  return { code, message, start, end: start + 1 }
}

function problemsOf(
  findings: readonly SyntaxProblem[],
  writer: ReturnType<typeof problemWriter>,
): Problem[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start)
  const problems = sorted.slice(0, limits.problems).map(writer.problem)
  if (sorted.length > problems.length)
    problems.push({ code: 'more_problems', message: 'and more problems than are shown' })
  return problems
}

/** Converts spans of a text into positions and problems; masks the text once, when first needed. */
function problemWriter(text: string, file: string, lines: LineIndex, isShown: boolean) {
  let shown: ReturnType<typeof maskedLines> | undefined
  const placeOf = (span: Span): Required<Place> => {
    const { line, column } = lines.positionOf(span.start)
    const end = Math.min(span.end, lines.endOfLine(line))
    const endColumn = column + Math.max(1, end - span.start)
    return { file, line, column, endColumn }
  }
  const frameAt = (span: Span): string => {
    shown ??= maskedLines(text)
    const { line, column, endColumn } = placeOf(span)
    return frameOf(shown, line, column, endColumn)
  }
  const problem = ({ code, message, expected, suggestion, ...span }: SyntaxProblem): Problem => ({
    code,
    message,
    place: placeOf(span),
    ...(expected !== undefined && { expected }),
    ...(suggestion !== undefined && { suggestion }),
    ...(isShown && { frame: frameAt(span) }),
  })
  return { placeOf, frameAt, problem }
}

function spanOf(root: SourceNode, path: SourcePath, part: 'key' | 'value'): Span {
  let entry: SourceEntry = { node: root }
  for (const step of path) {
    const inner = entry.node.children.get(step)
    if (!inner) return entry.key ?? entry.node
    entry = inner
  }
  const isKey = part === 'key' || entry.node.isEmpty
  return isKey ? (entry.key ?? entry.node) : entry.node
}

function entryOf(root: SourceNode, path: SourcePath): SourceEntry | undefined {
  let entry: SourceEntry | undefined = { node: root }
  for (const step of path) entry = entry?.node.children.get(step)
  return entry
}

/** A message about a secret may quote it: its value is removed. */
function withoutSecret(words: string, path: SourcePath, top: unknown): string {
  const message = maskSecrets(words)
  if (!path.some((step) => typeof step === 'string' && isSecretName(step))) return message
  const value = valueAt(top, path)
  const isShown = typeof value === 'string' && value !== '' && !/^\$\{\w+\}$/.test(value)
  return isShown ? message.replaceAll(value, '***') : message
}

/** The value at a path of plain data; undefined if there is none. */
export function valueAt(top: unknown, path: SourcePath): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    top,
  )
}
