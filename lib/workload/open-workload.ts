import type { WorkloadReference as WrittenReference } from '../generated/workload.ts'
import type { Workload, WorkloadOptions } from './workload.ts'

/**
 * A workload by its name (`short-chat`), by the path of its file, or written in place with the keys of
 * such a file.
 */
export type WorkloadReference = WrittenReference | Readonly<Record<string, unknown>>

export interface OpenWorkloadOptions extends WorkloadOptions {
  /** Where names and relative paths start; default: the working directory. */
  readonly root?: string | undefined
}

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
