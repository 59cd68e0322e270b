import type { Workload } from './workload.ts'

/** The same requests, each with the session that it belongs to in its header. */
export function inSessions(workload: Workload, sessionOf: (index: number) => string): Workload {
  return {
    ...workload,
    ...(workload.fresh && { fresh: () => inSessions(workload.fresh?.() ?? workload, sessionOf) }),
    request(index) {
      const request = workload.request(index)
      return { ...request, headers: { ...request.headers, 'x-session-id': sessionOf(index) } }
    },
  }
}
