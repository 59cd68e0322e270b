import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { packagedFile } from '../cluster/locate-cluster.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import { readSpec } from '../spec/read-spec.ts'
import type { Spec } from '../spec/spec.ts'
import { checkCatalog } from './catalog.ts'

export interface NetworkSpecsOptions {
  readonly cluster: Cluster
  readonly root: string
  /** Folder of the specs, relative to the root. */
  readonly specs: string
}

/**
 * The YAML specs of a project's network stage; where it has none, those that come with the package.
 * @throws UserError with the problems of all files
 */
export function readNetworkSpecs({ cluster, root, specs }: NetworkSpecsOptions): Spec[] {
  const own = yamlSpecsIn(join(root, specs, 'network'))
  const files = own.length > 0 ? own : yamlSpecsIn(packagedFile('specs/network'))
  const read: Spec[] = []
  const problems: Problem[] = []
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    try {
      read.push(
        readSpec({ file, text }, { cluster, catalog: checkCatalog, env: process.env, root }),
      )
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new UserError(problems)
  return read.filter(({ stage }) => stage === 'network')
}

function yamlSpecsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.spec\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
