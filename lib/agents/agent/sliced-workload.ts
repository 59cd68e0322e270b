import type { Workload } from '../../workload/workload.ts'
import type { WorkloadSlice } from '../protocol.ts'

/** The requests of a slice, counted from 0. */
export function slicedWorkload(workload: Workload, slice: WorkloadSlice): Workload {
  const { first, step } = slice
  const { fresh } = workload
  return {
    ...workload,
    request: (index) => workload.request(first + index * step),
    ...(fresh && { fresh: () => slicedWorkload(fresh(), slice) }),
  }
}
