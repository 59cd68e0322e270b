import { readNetworkSpecs } from '../checks/network-specs.ts'
import { type CaseResult, runSpec } from '../checks/run-spec.ts'
import { gateState } from '../vitest/preflight.ts'
import type { GateState } from '../vitest/run-context.ts'
import type { ClusterUnderTest } from './cluster-under-test.ts'

/**
 * Runs the network specs before anything is measured.
 * @param specs folder of the specs, from the working directory; the shipped checklist stands in for none
 * @throws UserError for mistakes in the specs
 */
export async function checkNetwork(
  { cluster, secrets }: ClusterUnderTest,
  specs: string,
  signal: AbortSignal,
): Promise<GateState & { readonly tests: number }> {
  const results: CaseResult[] = []
  for (const spec of readNetworkSpecs({ cluster, root: process.cwd(), specs })) {
    results.push(...(await runSpec(spec, { cluster, secrets, signal })))
  }
  return { ...gateState(results), tests: results.length }
}
