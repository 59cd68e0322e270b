import { type GateState, gateState } from '../../runner/gate.ts'
import { leftOutLine, readNetworkSpecs } from '../../runner/network-specs.ts'
import { runPreflight } from '../../runner/preflight.ts'
import { runModuleSpecs } from '../../vitest/collect/module-specs.ts'
import type { ClusterUnderTest } from './cluster-under-test.ts'

export interface CheckedNetwork {
  readonly gate: GateState
  readonly tests: number
  /** The parts of the shipped checklist that the network specs do not contain; empty if none. */
  readonly leftOut: string
}

/**
 * Runs the network specs before the measurement.
 * @param specs folder of the specs, from the working directory; without specs, the shipped checklist is
 * used
 * @throws UserError for mistakes in the specs
 */
export async function checkNetwork(
  { cluster }: ClusterUnderTest,
  specs: string,
  signal: AbortSignal,
): Promise<CheckedNetwork> {
  const root = process.cwd()
  const read = readNetworkSpecs({ cluster, root, specs })
  const tests = await runPreflight({
    cluster,
    root,
    specs: read,
    signal,
    runModules: runModuleSpecs,
  })
  return {
    gate: gateState(tests),
    tests: tests.length,
    leftOut: leftOutLine(read),
  }
}
