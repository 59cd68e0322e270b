import type { Cluster } from '../../cluster/cluster.ts'
import { collectSecrets } from '../../cluster/secret.ts'
import type { NetworkSpecs } from '../../runner/network-specs.ts'
import { runSpec } from '../../runner/run-spec.ts'
import { runModuleSpecs } from '../collect/module-specs.ts'
import { type GateTest, gateTest } from './gate-test.ts'

export interface PreflightOptions {
  readonly cluster: Cluster
  readonly root: string
  readonly specs: Pick<NetworkSpecs, 'yaml' | 'modules'>
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
    tests.push(...(await runSpec(spec, environment)).map(gateTest))
  }
  if (specs.modules.length === 0 || signal.aborted) return tests
  const modules = { files: specs.modules, cluster, root, configFile, signal }
  return [...tests, ...(await runModuleSpecs(modules))]
}
