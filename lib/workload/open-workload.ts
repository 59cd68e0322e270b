import type { Workload } from './workload.ts'
import type { OpenWorkloadOptions, WorkloadReference } from './workload-reference.ts'

/**
 * Opens a workload, including all of its files.
 * @throws UserError with the positions of mistakes in them
 */
export async function openWorkload(
  reference: WorkloadReference,
  options: OpenWorkloadOptions = {},
): Promise<Workload> {
  // Loaded on demand: most runs send no load, and readers of YAML, CSV and schemas take long to load.
  const { openWorkloadSync } = await import('./open-workload-sync.ts')
  return openWorkloadSync(reference, options)
}
