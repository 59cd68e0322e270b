import { dirname, parse } from 'node:path'
import { packagedFile } from '../cluster/packaged-file.ts'
import type { WorkloadReference } from '../generated/workload.ts'

/**
 * A reference that another machine can open too: workloads of the package by their names, since each machine has the
 * package in a place of its own. Other files must have the same path there.
 */
export function portableReference(reference: WorkloadReference): WorkloadReference {
  if (typeof reference === 'string') {
    const isPackaged = dirname(reference) === packagedFile('config/workloads')
    return isPackaged ? parse(reference).name : reference
  }
  const { mix } = reference
  if (!mix) return reference
  const parts = mix.map((part) => ({ ...part, workload: portableReference(part.workload) }))
  return { ...reference, mix: parts }
}
