import type { Cluster } from '../cluster/cluster.ts'
import { collectSecrets } from '../cluster/secret.ts'
import { type GateTest, gateTest } from './gate.ts'
import type { NetworkSpecs } from './network-specs.ts'
import { runCases } from './run-cases.ts'

export interface PreflightOptions {
  readonly cluster: Cluster
  readonly root: string
  readonly specs: Pick<NetworkSpecs, 'yaml' | 'modules'>
  /** Runs specs that are modules: only Vitest can, on which this room must not depend. */
  readonly runModules: RunModules
  /** Vitest's configuration; undefined: the one that Vitest finds in the root. */
  readonly configFile?: string | undefined
  readonly signal?: AbortSignal
}

/** Runs network specs that are modules, on a cluster that has been started already. */
export type RunModules = (options: ModuleSpecsOptions) => Promise<GateTest[]>

export interface ModuleSpecsOptions {
  /** Network specs in TypeScript or JavaScript. */
  readonly files: readonly string[]
  readonly cluster: Cluster
  readonly root: string
  /** Vitest's configuration; undefined: the one that Vitest finds in the root. */
  readonly configFile?: string | undefined
  readonly signal?: AbortSignal
}

/** Runs the network stage before any load is sent: YAML without a test runner, modules in a Vitest of their own. */
export async function runPreflight(options: PreflightOptions): Promise<GateTest[]> {
  const { cluster, root, configFile, specs, signal = new AbortController().signal } = options
  const environment = { cluster, signal, secrets: collectSecrets(cluster, process.env) }
  const tests: GateTest[] = []
  for (const spec of specs.yaml) {
    tests.push(...(await runCases(spec, environment)).map(gateTest))
  }
  if (specs.modules.length === 0 || signal.aborted) return tests
  const modules = { files: specs.modules, cluster, root, configFile, signal }
  return [...tests, ...(await options.runModules(modules))]
}
