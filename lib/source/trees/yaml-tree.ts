import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { limits, tooDeep } from '../limits.ts'
import { nearestName } from '../nearest-name.ts'
import type { Span } from '../span.ts'
import {
  findingInKey,
  findingInNumber,
  leaf,
  type SourceEntry,
  type SourceNode,
  type SourceTree,
  type SyntaxProblem,
} from './source-tree.ts'
import { parseYaml } from './yaml-syntax.ts'

/** A built value, with the cost of repeating it by an alias. */
interface Built {
  readonly value: unknown
  readonly node: SourceNode
  readonly size: number
  readonly height: number
  /** Nothing was built, and the reason was reported. */
  readonly isRefused?: boolean
}

interface Builder {
  readonly lineOf: (offset: number) => number
  readonly report: (finding: SyntaxProblem) => void
  /** By name, in the order of the text; without `built` inside the anchored node. */
  readonly anchors: Map<string, { built?: Built }>
  repeatedNodes: number
  unknownAliases: number
}

/**
 * Reads YAML 1.2 (core schema) as plain data. Aliases and merge keys become copies, so the data is a tree;
 * the positions inside an alias are those at its anchor.
 */
export function readYamlTree(text: string, lineOf: (offset: number) => number): SourceTree {
  const { document, findings } = parseYaml(text)
  const own: SyntaxProblem[] = []
  const builder: Builder = {
    lineOf,
    report: (finding) => own.push(finding),
    anchors: new Map(),
    repeatedNodes: 0,
    unknownAliases: 0,
  }
  const { value, node } = build(builder, document?.contents, { start: 0, end: 0 }, 0)
  return { root: node, value, findings: [...findings, ...onlyTrusted(own, findings)] }
}

/** After broken syntax, keys of the wrong kind are most likely not keys at all. */
function onlyTrusted(
  own: readonly SyntaxProblem[],
  syntax: readonly SyntaxProblem[],
): readonly SyntaxProblem[] {
  return syntax.length === 0 ? own : own.filter(({ code }) => code !== 'non_string_key')
}

function build(builder: Builder, node: unknown, at: Span, depth: number): Built {
  if (isAlias(node)) return buildAlias(builder, node.source, spanOf(node.range, at), depth)
  if (!isScalar(node) && !isCollection(node)) return empty(at)
  const anchor: { built?: Built } = {}
  if (node.anchor) builder.anchors.set(node.anchor, anchor)
  anchor.built = isScalar(node)
    ? buildScalar(builder, node, at)
    : buildCollection(builder, node as YAMLMap | YAMLSeq, at, depth + 1)
  return anchor.built
}

function buildScalar(builder: Builder, scalar: Scalar, at: Span): Built {
  const span = spanOf(scalar.range, at)
  const { value, source = '', type } = scalar
  if (typeof value === 'number') reportIf(builder, findingInNumber(source, value, span))
  const isPlain = type === 'PLAIN' || type === undefined
  const kind = isPlain ? (span.start === span.end ? 'empty' : 'plain') : 'quoted'
  return { value, node: leaf(span, kind), size: 1, height: 0 }
}

function buildCollection(
  builder: Builder,
  node: YAMLMap | YAMLSeq,
  at: Span,
  depth: number,
): Built {
  const span = spanOf(node.range, at)
  if (depth > limits.depth) {
    builder.report({ ...span, ...tooDeep })
    return refused(span)
  }
  return isMap(node)
    ? buildMap(builder, node, span, depth)
    : buildSequence(builder, node as YAMLSeq, span, depth)
}

function buildSequence(builder: Builder, node: YAMLSeq, span: Span, depth: number): Built {
  const items = node.items.map((item) => build(builder, item, span, depth))
  const children = new Map(items.map((item, index) => [index, { node: item.node }] as const))
  return collect(
    span,
    children,
    items.map((item) => item.value),
    items,
  )
}

function buildMap(builder: Builder, node: YAMLMap, span: Span, depth: number): Built {
  const children = new Map<string, SourceEntry>()
  const entries: [string, unknown][] = []
  const parts: Built[] = []
  const merges: { key: Span; built: Built }[] = []
  const firsts = new Map<string, Span>()
  for (const pair of node.items) {
    const key = readKey(builder, pair, span)
    const built = build(builder, pair.value, { start: key.span.end, end: key.span.end }, depth)
    parts.push(built)
    if (key.name === undefined) continue
    const finding = findingInKey(key.name, key.span, firsts.get(key.name), builder.lineOf)
    reportIf(builder, finding)
    if (finding) continue
    firsts.set(key.name, key.span)
    if (key.isMerge) {
      merges.push({ key: key.span, built })
      continue
    }
    children.set(key.name, { key: key.span, node: built.node })
    entries.push([key.name, built.value])
  }
  for (const { key, built } of merges) entries.push(...merged(builder, key, built, children))
  return collect(span, children, Object.fromEntries(entries), parts)
}

/** The pairs that `<<` adds: those with new keys, the first source first. */
function merged(
  builder: Builder,
  key: Span,
  built: Built,
  children: Map<string, SourceEntry>,
): [string, unknown][] {
  if (built.isRefused) return []
  const isList = Array.isArray(built.value)
  const sources: unknown[] = isList ? (built.value as unknown[]) : [built.value]
  const entries: [string, unknown][] = []
  for (const [index, source] of sources.entries()) {
    const node = isList ? built.node.children.get(index)?.node : built.node
    if (typeof source !== 'object' || source === null || Array.isArray(source)) {
      const message = 'the merge key `<<` takes an alias of a mapping, or a list of them'
      builder.report({ ...key, code: 'bad_merge', message })
      return entries
    }
    for (const [name, value] of Object.entries(source)) {
      const entry = node?.children.get(name)
      if (children.has(name) || !entry) continue
      children.set(name, entry)
      entries.push([name, value])
    }
  }
  return entries
}

interface Key {
  readonly span: Span
  readonly name?: string
  readonly isMerge: boolean
}

function readKey(builder: Builder, pair: Pair, map: Span): Key {
  const { key } = pair
  if (!isScalar(key)) {
    const span = spanOf((key as { range?: readonly number[] } | null)?.range, map)
    const kind = isAlias(key) ? 'an alias' : 'a list or mapping'
    builder.report({ ...span, ...nonStringKey, message: `a key must be a text, not ${kind}` })
    return { span, isMerge: false }
  }
  const built = buildScalar(builder, key, map)
  const span = { start: built.node.start, end: built.node.end }
  if (key.anchor) builder.anchors.set(key.anchor, { built })
  if (typeof key.value === 'string') {
    return { span, name: key.value, isMerge: key.value === '<<' && !built.node.isQuoted }
  }
  const source = key.source ?? ''
  const message = built.node.isEmpty
    ? 'a key is missing before the colon'
    : `the key \`${source}\` is read as a ${key.value === null ? 'null' : typeof key.value}, and a key must be a text`
  const expected = built.node.isEmpty ? {} : { expected: `"${source}":` }
  builder.report({ ...span, ...nonStringKey, message, ...expected })
  return { span, isMerge: false }
}

const nonStringKey = { code: 'non_string_key' } as const

function buildAlias(builder: Builder, name: string, span: Span, depth: number): Built {
  const anchor = builder.anchors.get(name)
  if (!anchor) {
    // An alias without a name is a syntax error that was reported as such.
    if (name !== '') builder.report(unknownAlias(builder, name, span))
    return refused(span)
  }
  const { built } = anchor
  if (!built) {
    const message = 'alias refers to a node that contains it'
    builder.report({ ...span, code: 'cyclic_alias', message })
    return refused(span)
  }
  if (depth + built.height > limits.depth) {
    builder.report({ ...span, ...tooDeep })
    return refused(span)
  }
  if (builder.repeatedNodes + built.size > limits.aliasNodes) {
    // Each further alias would fail as well.
    if (builder.repeatedNodes !== Number.POSITIVE_INFINITY) {
      builder.report({ ...span, ...tooManyRepeated })
    }
    builder.repeatedNodes = Number.POSITIVE_INFINITY
    return refused(span)
  }
  builder.repeatedNodes += built.size
  const node = { ...built.node, start: span.start, end: span.end }
  return { ...built, value: copy(built.value), node }
}

const tooManyRepeated = {
  code: 'alias_limit',
  message: `the aliases of this file repeat more than ${limits.aliasNodes} values`,
} as const

function unknownAlias(builder: Builder, name: string, span: Span): SyntaxProblem {
  builder.unknownAliases += 1
  const isWorthIt = builder.unknownAliases <= limits.problems && builder.anchors.size <= 1000
  const nearest = isWorthIt ? nearestName(name, [...builder.anchors.keys()]) : undefined
  return {
    ...span,
    code: 'unknown_alias',
    message: 'no anchor of this name above; a text that starts with `*` must be in quotes',
    ...(nearest !== undefined && { suggestion: `*${nearest}` }),
  }
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]))
}

function collect(
  span: Span,
  children: ReadonlyMap<string | number, SourceEntry>,
  value: unknown,
  parts: readonly Built[],
): Built {
  return {
    value,
    node: { start: span.start, end: span.end, isQuoted: false, isEmpty: false, children },
    size: parts.reduce((sum, part) => sum + part.size, 1),
    height: parts.reduce((highest, part) => Math.max(highest, part.height), 0) + 1,
  }
}

function empty(span: Span): Built {
  return { value: null, node: leaf(span, 'empty'), size: 1, height: 0 }
}

function refused(span: Span): Built {
  return { ...empty(span), isRefused: true }
}

function spanOf(range: readonly number[] | null | undefined, otherwise: Span): Span {
  const [start, end] = range ?? []
  return start === undefined || end === undefined ? otherwise : { start, end }
}

function reportIf(builder: Builder, finding: SyntaxProblem | undefined): void {
  if (finding) builder.report(finding)
}
