import { checkCatalog } from '../checks/catalog.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { packagedFile } from '../cluster/packaged-file.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import { readSpecOnce } from '../spec/read-spec-once.ts'
import type { Spec } from '../spec/spec.ts'
import { type SpecFolder, specFiles } from '../spec/spec-files.ts'
import { readSpecText } from '../spec/spec-text.ts'

export interface NetworkSpecsOptions extends SpecFolder {
  readonly cluster: Cluster
}

/** The network stage of a project. */
export interface NetworkSpecs {
  readonly yaml: readonly Spec[]
  /** Files in TypeScript and JavaScript, which only Vitest can run. */
  readonly modules: readonly string[]
  /** Whether these are the specs that come with the package, for a project that has none. */
  readonly areShipped: boolean
}

/**
 * The network specs of a project; without any, those of the package.
 * @throws UserError with the problems of all files
 */
export function readNetworkSpecs({ cluster, root, specs }: NetworkSpecsOptions): NetworkSpecs {
  const own = specFiles({ root, specs }).filter(({ stage }) => stage === 'network')
  const files = own.length > 0 ? own : [{ file: shippedChecklist(), language: 'yaml' as const }]
  const yaml = files.filter(({ language }) => language === 'yaml').map(({ file }) => file)
  const modules = files.filter(({ language }) => language === 'typescript')
  return {
    yaml: readSpecs(yaml, cluster, root),
    modules: modules.map(({ file }) => file),
    areShipped: own.length === 0,
  }
}

/**
 * The parts of the shipped checklist that the network specs of a project lack, in one line; empty if none.
 * Modules may run any check, so that the line is then about YAML only.
 */
export function leftOutLine({ yaml, modules }: NetworkSpecs): string {
  const made = new Set(yaml.flatMap(({ tests }) => tests.map(({ check }) => check)))
  const missing = checksOfChecklist.filter((check) => !made.has(check))
  if (missing.length === 0) return ''
  const which = modules.length > 0 ? 'the network specs in YAML' : 'the network specs'
  return `${which} have no test of ${missing.join(', ')}, which the shipped checklist has`
}

/** In its order; not read from it, since that took 12 ms of every run. */
export const checksOfChecklist: readonly string[] = ['dns', 'subnet', 'ping', 'tcp', 'model']

function shippedChecklist(): string {
  return packagedFile('specs/network/checklist.spec.yaml')
}

function readSpecs(files: readonly string[], cluster: Cluster, root: string): Spec[] {
  const read: Spec[] = []
  const problems: Problem[] = []
  for (const file of files) {
    try {
      const text = readSpecText(file, root)
      const environment = { cluster, catalog: checkCatalog, env: process.env, root }
      read.push(readSpecOnce({ file, text }, environment))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new UserError(problems)
  return read
}
