import { type GateState, gateState } from '../../runner/gate.ts'
import { leftOutLine, readNetworkSpecs } from '../../runner/network-specs.ts'
import { runPreflight } from '../../runner/preflight.ts'
import { runModuleSpecs } from '../../vitest/collect/module-specs.ts'
import type { ClusterUnderTest } from './cluster-under-test.ts'

export interface CheckedNetwork {
  readonly gate: GateState
  readonly tests: number
  /** What the network specs leave out of the shipped checklist; empty where that is nothing. */
  readonly leftOut: string
}

/**
 * Runs the network specs before anything is measured.
 * @param specs folder of the specs, from the working directory; the shipped checklist stands in for none
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
