import type { Span } from '../span.ts'

/** Where a value stands in the text, and where the values inside it stand. */
export interface SourceNode extends Span {
  /** In quotes or a block scalar, where YAML reads no numbers or booleans. */
  readonly isQuoted: boolean
  /** Nothing is written there: `key:` with no value. */
  readonly isEmpty: boolean
  /** By key or index; behind an alias these are the places at its anchor. */
  readonly children: ReadonlyMap<string | number, SourceEntry>
}

export interface SourceEntry {
  /** Where the key is written; items of a list have none. */
  readonly key?: Span
  readonly node: SourceNode
}

/**
 * Something wrong in a text, before it gets file, line and column. Its message repeats no value,
 * which may be a secret: the code frame shows it, masked if need be.
 */
export interface SyntaxProblem extends Span {
  readonly code: string
  readonly message: string
  readonly expected?: string
  readonly suggestion?: string
}

/** A text as plain data with its places; `value` is only worth something without findings. */
export interface SourceTree {
  readonly root: SourceNode
  readonly value: unknown
  readonly findings: readonly SyntaxProblem[]
}

/** A value that holds nothing else. */
export function leaf(span: Span, kind: 'plain' | 'quoted' | 'empty' = 'plain'): SourceNode {
  return {
    start: span.start,
    end: span.end,
    isQuoted: kind === 'quoted',
    isEmpty: kind === 'empty',
    children: new Map(),
  }
}

/** Says why a key is refused in any format, if it is. */
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

/** Says why a number is refused: it would silently become another one. */
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
