import type { Plugin } from 'vitest/config'
import { insideQuotes } from './plain-literal.ts'

/**
 * Vitest 5 lists tests, as editors do, from literal calls of `test` without running the module, and so
 * finds none in `eachWorker('responds', ...)`. This plugin adds an argument to such calls, which is never
 * called and contains one literal `test` per worker: `responds › mac-studio-1`.
 * @param workerIds called for each file; gets the files that decide about the workers
 */
export function workerTitles(
  workerIds: (onFile: (file: string) => void) => Promise<readonly string[]>,
): Plugin {
  return {
    name: 'clustergate:worker-titles',
    // TypeScript has become JavaScript by then.
    enforce: 'post',
    async transform(code, id) {
      if (!hasWorkerTitles(id, code)) return
      const calls = [...workerTests(this.parse(code))]
      if (calls.length === 0) return
      const ids = await workerIds((file) => this.addWatchFile(file))
      // No map: the rest of the line after an insertion is the end of the call.
      return { code: withTitles(code, calls, ids), map: null }
    },
  }
}

/** Whether the generated code depends on the workers. */
export function hasWorkerTitles(id: string, source: string): boolean {
  return /\.spec\.m?[jt]s$/.test(id) && source.includes('eachWorker')
}

interface WorkerTest {
  /** The source text of the title between its quotes. */
  readonly title: Span
  /** Offset after the last argument. */
  readonly end: number
}

interface Span {
  readonly start: number
  readonly end: number
}

function withTitles(code: string, calls: readonly WorkerTest[], ids: readonly string[]): string {
  let rest = code
  // From the last one on, so that the offsets of the others stay valid.
  for (const { title, end } of calls.toSorted((a, b) => b.end - a.end)) {
    const literal = code.slice(title.start, title.end)
    const quote = literal.at(-1) ?? ''
    const named = ids.map(
      (id) => `test(${literal.slice(0, -1)} › ${insideQuotes(id, quote)}${quote});`,
    )
    rest = `${rest.slice(0, end)}, () => { ${named.join(' ')} }${rest.slice(end)}`
  }
  return rest
}

/** Nodes of the syntax tree, as ESTree has them. */
interface Node extends Span {
  readonly type: string
  readonly name?: string
  readonly value?: unknown
  readonly callee?: Node
  readonly property?: Node
  readonly arguments?: readonly Node[]
}

function* workerTests(node: object): Generator<WorkerTest> {
  for (const child of Object.values(node)) {
    if (typeof child === 'object' && child !== null) yield* workerTests(child)
  }
  const { type, callee, arguments: [title, body] = [] } = node as Partial<Node>
  if (type !== 'CallExpression' || !title || !body) return
  const isEachWorker = (callee?.property ?? callee)?.name === 'eachWorker'
  if (isEachWorker && isLiteralText(title)) yield { title, end: body.end }
}

function isLiteralText({ type, value }: Node): boolean {
  return type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string')
}
