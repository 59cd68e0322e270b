import type { Span } from '../span.ts'

/** The position of a value in the text, and those of the values inside it. */
export interface SourceNode extends Span {
  /** In quotes or a block scalar, in which YAML has no numbers or booleans. */
  readonly isQuoted: boolean
  /** An empty value: `key:` alone. */
  readonly isEmpty: boolean
  /** By key or index; for an alias these are the positions at its anchor. */
  readonly children: ReadonlyMap<string | number, SourceEntry>
}

export interface SourceEntry {
  /** The position of the key; items of a list have none. */
  readonly key?: Span
  readonly node: SourceNode
}

/**
 * A problem in a text, before it gets file, line and column. Its message repeats no value, which may be a
 * secret: the code frame shows it, masked if necessary.
 */
export interface SyntaxProblem extends Span {
  readonly code: string
  readonly message: string
  readonly expected?: string
  readonly suggestion?: string
}

/** A text as plain data with its positions; `value` is valid only without problems. */
export interface SourceTree {
  readonly root: SourceNode
  readonly value: unknown
  readonly findings: readonly SyntaxProblem[]
}

/** A scalar. */
export function leaf(span: Span, kind: 'plain' | 'quoted' | 'empty' = 'plain'): SourceNode {
  return {
    start: span.start,
    end: span.end,
    isQuoted: kind === 'quoted',
    isEmpty: kind === 'empty',
    children: new Map(),
  }
}

/** Why a key is refused in any format; undefined if it is not. */
export function findingInKey(
  name: string,
  key: Span,
  first: Span | undefined,
  lineOf: (offset: number) => number,
): SyntaxProblem | undefined {
  if (name === '__proto__') {
    const message = 'the key `__proto__` is not allowed: it means something else in JavaScript'
    return { ...key, code: 'forbidden_key', message }
  }
  if (first === undefined) return undefined
  const message = `the key \`${name}\` is duplicated: first on line ${lineOf(first.start)}, again on line ${lineOf(key.start)}`
  return { ...key, code: 'duplicate_key', message }
}

/** Why a number is refused: it would silently become another one. */
export function findingInNumber(
  source: string,
  value: number,
  span: Span,
): SyntaxProblem | undefined {
  if (!Number.isFinite(value)) {
    const message = 'this number is not finite'
    return { ...span, code: 'number_not_finite', message }
  }
  if (!Number.isInteger(value) || Number.isSafeInteger(value) || /[.eE](?!.*x)/.test(source)) {
    return undefined
  }
  return {
    ...span,
    code: 'number_too_long',
    message: 'this number is too long to be kept exactly',
    expected: 'a shorter number, or quotes around it if it is a text',
  }
}
