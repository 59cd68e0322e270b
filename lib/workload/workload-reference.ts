import type { WorkloadReference as WrittenReference } from '../generated/workload.ts'
import type { WorkloadOptions } from './workload.ts'

/**
 * A workload by its name (`short-chat`), by the path of its file, or inline with the keys of such a file.
 */
export type WorkloadReference = WrittenReference | Readonly<Record<string, unknown>>

export interface OpenWorkloadOptions extends WorkloadOptions {
  /** Base of names and relative paths; default: the working directory. */
  readonly root?: string | undefined
}
