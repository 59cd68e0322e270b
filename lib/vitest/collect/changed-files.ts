import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { checkCatalog } from '../../checks/catalog.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { UserError } from '../../source/user-error.ts'
import { readSpec } from '../../spec/read-spec.ts'
import type { SpecFile } from '../../spec/spec-files.ts'
import { readSpecText } from '../../spec/spec-text.ts'

export interface SpecsOfProject {
  readonly root: string
  readonly files: readonly SpecFile[]
  readonly cluster: Cluster
}

/**
 * Files of the specs other than modules (workloads, prompts, traces), as globs for `forceRerunTriggers`:
 * Vitest's `--changed` follows only imports.
 */
export function rerunTriggers({ root, files, cluster }: SpecsOfProject): readonly string[] {
  const triggers = new Set<string>()
  for (const { file, language } of files) {
    if (language === 'typescript') {
      const text = readFileSync(file, 'utf8')
      for (const named of namedFiles(text, [root, dirname(file)])) triggers.add(literal(named))
      continue
    }
    const onFile = (named: string) => triggers.add(literal(named))
    try {
      const text = readSpecText(file, root)
      readSpec({ file, text }, { cluster, catalog: checkCatalog, env: process.env, root, onFile })
    } catch (error) {
      // Vitest reads it too, and the run fails with that message.
      if (!(error instanceof UserError)) throw error
    }
  }
  return [...triggers]
}

/** Data files that a TypeScript spec names in a text, from the root or from its own folder. */
function namedFiles(code: string, folders: readonly string[]): readonly string[] {
  const names = [...code.matchAll(/(['"`])([^'"`\n]+\.(?:ya?ml|jsonl?|csv|txt))\1/g)]
  return names
    .flatMap(([, , name = '']) => folders.map((folder) => resolve(folder, name)))
    .filter((file) => existsSync(file))
}

/** A path as a glob that matches only itself. */
function literal(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')
}
