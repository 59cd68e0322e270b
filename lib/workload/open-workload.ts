import type { Workload } from './workload.ts'
import type { OpenWorkloadOptions, WorkloadReference } from './workload-reference.ts'

/**
 * Reads what is to be sent, all of its files included.
 * @throws UserError with the places of what is wrong in them
 */
export async function openWorkload(
  reference: WorkloadReference,
  options: OpenWorkloadOptions = {},
): Promise<Workload> {
  // Loaded when it is needed: most runs send no load, and readers of YAML, CSV and schemas take their time to load.
  const { openWorkloadSync } = await import('./open-workload-sync.ts')
  return openWorkloadSync(reference, options)
}
