import { type NetworkSpecsOptions, readNetworkSpecs } from '../checks/network-specs.ts'
import { pingMethods } from '../checks/ping-methods.ts'
import { type CaseResult, hasFailed, runSpec } from '../checks/run-spec.ts'
import { collectSecrets } from '../cluster/secret.ts'
import { UserError } from '../source/user-error.ts'
import { caseTitle } from '../spec/cases.ts'
import { explain } from '../verdict/explain.ts'
import type { GateState } from './run-context.ts'

/** Runs the YAML specs of the network stage without a test runner, before any load is sent. */
export async function runPreflight(options: NetworkSpecsOptions): Promise<GateState> {
  const environment = {
    cluster: options.cluster,
    signal: new AbortController().signal,
    secrets: collectSecrets(options.cluster, process.env),
  }
  try {
    const results: CaseResult[] = []
    for (const spec of readNetworkSpecs(options))
      results.push(...(await runSpec(spec, environment)))
    return gateState(results)
  } catch (error) {
    if (error instanceof UserError) return { open: false, reason: error.message }
    throw error
  }
}

/**
 * The gate opens when something passed and nothing failed. A test that its author skips proves nothing;
 * one that is to warn where it is inconclusive lets pass, as it does under Vitest.
 */
export function gateState(results: readonly CaseResult[]): GateState {
  const failed = results.filter(hasFailed)
  if (failed.length > 0) {
    const count = `${failed.length} of ${results.length} network tests failed`
    return { open: false, reason: [count, ...failed.map(describeFailure)].join('\n') }
  }
  if (results.some(({ verdict }) => verdict.status !== 'skipped')) {
    const methods = pingMethods(results)
    return { open: true, ...(methods.length > 0 && { pingMethods: methods }) }
  }
  return { open: false, reason: 'no test of the network stage was run' }
}

function describeFailure({ test, workerId, verdict }: CaseResult): string {
  const title = caseTitle({ name: test }, workerId)
  return `${title}\n${explain(verdict).replaceAll(/^/gm, '  ')}`
}
