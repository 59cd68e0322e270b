import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { UserError } from '../../lib/source/user-error.ts'
import type { Workload } from '../../lib/workload/workload.ts'

/** A folder with these files, by path, that is removed with its test. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-workload-'))
  // Not by a hook of this file: with `isolate: false` only the first test file that imports it would have it.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** The JSON bodies of the first requests. */
export function bodies(workload: Workload, count: number, from = 0): Body[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.parse(workload.request(from + index).body),
  )
}

export interface Body {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly max_tokens: number
  readonly [field: string]: unknown
}

/** The last user message, of the first requests. */
export function asked(workload: Workload, count: number, from = 0): string[] {
  return bodies(workload, count, from).map(({ messages }) => messages.at(-1)?.content ?? '')
}

/** The problems of a rejection, as `file:line:column code: message`. */
export async function problemsOf(work: () => unknown, folder: string): Promise<string[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.problems.map(({ place, code, message }) => {
      const where = place ? `${place.file}:${place.line}:${place.column} ` : ''
      return `${where}${code}: ${message}`.replaceAll(`${folder}/`, '')
    })
  }
}
