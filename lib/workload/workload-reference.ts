import type { WorkloadReference as WrittenReference } from '../generated/workload.ts'
import type { WorkloadOptions } from './workload.ts'

/**
 * A workload by its name (`short-chat`), by the path of its file, or written in place with the keys of
 * such a file.
 */
export type WorkloadReference = WrittenReference | Readonly<Record<string, unknown>>

export interface OpenWorkloadOptions extends WorkloadOptions {
  /** Where names and relative paths start; default: the working directory. */
  readonly root?: string | undefined
}
