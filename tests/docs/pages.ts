import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** A page of the documentation. */
export interface Page {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
}

/** The pages beside the README, and everything under `docs/`. */
export function readPages(): Page[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
  const top = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
  return [...top, ...docs.sort()].map((path) => readPage(path))
}

export function readPage(path: string): Page {
  return { path, text: readFileSync(join(root, path), 'utf8') }
}

/** A fenced block of a page. */
export interface Fence {
  readonly page: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly language: string
  readonly text: string
  /** The HTML comment on the line above, e.g. `not run: needs a real cluster`. */
  readonly note: string
}

export function fencesOf({ path, text }: Page): Fence[] {
  const block =
    /^(?:<!-- (?<note>[^\n]*?) -->\n+)?(?<fence>```(?<language>\S*))[^\n]*\n(?<body>.*?)^```$/gms
  return [...text.matchAll(block)].map((match) => {
    const { note = '', language = '', body = '', fence = '' } = match.groups ?? {}
    const start = match.index + match[0].indexOf(fence)
    const line = text.slice(0, start).split('\n').length
    return { page: path, line, language, text: body, note }
  })
}

/** A page without its fenced blocks and code, where `](...)` is a link. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '')
}

/** The first column of each table, where it is code. */
export function codesInTables({ text }: Page): string[] {
  return [...text.matchAll(/^\| (?:<a[^>]*><\/a>)?`([^`]+)` /gm)].map(([, code = '']) => code)
}
