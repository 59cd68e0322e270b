import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from './pages.ts'

/** Codes of a user's mistakes, and of the errors that tests throw. */
export function errorCodes(): string[] {
  const rooms = ['source', 'cluster', 'workload', 'spec', 'agents', 'slo', 'vitest', 'cli']
  const files = rooms.flatMap((room) => sourceFiles(`lib/${room}`))
  const words = files
    .flatMap(codesOfFile)
    .filter((code) => /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(code))
  const classes = sourceFiles('lib').flatMap((file) => [
    ...file.text.matchAll(/'((?:CLUSTERGATE|BALANCER)_(?!CLUSTER\b|REDIS\b|AGENT_KEY\b)[A-Z_]+)'/g),
  ])
  return [...words, ...schemaCodes(), ...classes.map(([, code = '']) => code)]
}

/** Codes of checks that could not run. */
export function checkErrorCodes(): string[] {
  const codes = ['checks', 'agents', 'runner']
    .flatMap((room) => sourceFiles(`lib/${room}`))
    .flatMap(codesOfFile)
  const own = [...ownFaultCodes('ping'), ...ownFaultCodes('path')]
  return [...codes.filter((code) => /^[A-Z][A-Z_]+$/.test(code)), ...own]
}

/** `PING_` and the kind of a failure of this machine itself, and the same for `path`. */
function ownFaultCodes(check: string): string[] {
  const text = readFileSync(join(root, `lib/checks/${check}.ts`), 'utf8')
  const own = /function isOwnFault.*?\n\}/s.exec(text)
  const kinds = [...(own?.[0] ?? '').matchAll(/'(\w+)'/g)].map(([, kind = '']) => kind)
  if (kinds.length === 0) throw new Error(`isOwnFault of ${check} names no kinds`)
  return kinds.map((kind) => `${check}_${kind}`.toUpperCase())
}

export function diagnosisCodes(): string[] {
  return sourceFiles('lib/verdict/diagnoses').flatMap(codesOfFile)
}

interface SourceFile {
  readonly path: string
  readonly text: string
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ path: name, text: readFileSync(join(root, folder, name), 'utf8') }))
}

/** Which argument of these functions is a code. */
const argumentOf: Readonly<Record<string, number>> = {
  problem: 0,
  '#report': 0,
  error: 0,
  report: 1,
  stop: 1,
  refuse: 1,
  at: 1,
  faultProblem: 1,
}

/** Tables whose values are codes, or lists that begin with one. */
const tableNames = ['codesByKeyword', 'codesByReason', 'openErrors']

function codesOfFile({ path, text }: SourceFile): string[] {
  const codes: string[] = []
  const visit = (node: ts.Node): void => {
    codes.push(...codesAt(node))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true))
  return codes
}

function codesAt(node: ts.Node): string[] {
  if (ts.isCallExpression(node)) return texts(node.arguments[argumentOf[calleeOf(node)] ?? -1])
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') {
    return texts(node.initializer)
  }
  if (!ts.isVariableDeclaration(node)) return []
  if (node.name.getText() === 'code') return texts(node.initializer)
  return tableNames.includes(node.name.getText()) ? tableValues(node) : []
}

function calleeOf({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()
}

/** The possible texts of an expression: of a literal, or of both sides of a condition. */
function texts(node: ts.Expression | undefined): string[] {
  if (!node) return []
  if (ts.isStringLiteral(node)) return [node.text]
  if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return [...texts(node.left), ...texts(node.right)]
  return []
}

function tableValues(node: ts.Node): string[] {
  const codes: string[] = []
  const visit = (inner: ts.Node): void => {
    if (ts.isPropertyAssignment(inner)) {
      const value = inner.initializer
      const first = ts.isArrayLiteralExpression(value) ? value.elements[0] : value
      codes.push(...texts(first))
    }
    ts.forEachChild(inner, visit)
  }
  visit(node)
  return codes
}

/** `unknown_`, `missing_` and `several_` with what the schemas call their keys. */
function schemaCodes(): string[] {
  const schemas = ['schemas/spec.schema.json', 'schemas/cluster.schema.json']
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join()
  const named = (keyword: string) => {
    const words = schemas.matchAll(new RegExp(`"${keyword}": "(\\w+)"`, 'g'))
    return [...new Set([...words].map(([, noun]) => noun))]
  }
  return [
    ...['key', ...named('x-noun')].map((noun) => `unknown_${noun}`),
    ...named('x-choice').flatMap((noun) => [`missing_${noun}`, `several_${noun}s`]),
  ]
}
