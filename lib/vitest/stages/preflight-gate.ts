import type { Vitest } from 'vitest/node'
import type { Cluster } from '../../cluster/cluster.ts'
import { type GateState, gateState } from '../../runner/gate.ts'
import { readNetworkSpecs } from '../../runner/network-specs.ts'
import { runPreflight } from '../../runner/preflight.ts'
import { UserError } from '../../source/user-error.ts'
import type { SpecFolder } from '../../spec/spec-files.ts'
import { runModuleSpecs } from '../collect/module-specs.ts'

interface PreflightGateOptions {
  readonly cluster: Cluster
  readonly folder: SpecFolder
  /** Network specs that the run itself runs completely, before any stage behind the gate. */
  readonly runLater: readonly string[]
}

/** Runs the network specs that do not open the gate as part of a run of Vitest, before that run. */
export async function preflightGate(
  { vite }: Vitest,
  { cluster, folder: { root, specs: name }, runLater }: PreflightGateOptions,
): Promise<GateState> {
  try {
    const { yaml, modules } = readNetworkSpecs({ cluster, root, specs: name })
    const leftOut = modules.filter((file) => !runLater.includes(file))
    const specs = { yaml, modules: leftOut }
    const configFile = vite.config.configFile
    if (yaml.length === 0 && leftOut.length === 0) return { open: true, needsRun: true }
    return gateState(
      await runPreflight({ cluster, root, specs, configFile, runModules: runModuleSpecs }),
    )
  } catch (error) {
    if (error instanceof UserError) return { open: false, reason: error.message }
    throw error
  }
}
