import type { Fault, FaultKind } from '../../cluster/cluster.ts'

interface FaultTraits {
  /**
   * Where it takes effect: `socket`, nothing can connect; `arrival`, instead of any service; `service`, in
   * the response.
   */
  readonly acts: 'socket' | 'arrival' | 'service'
  /** Which requests it affects by default. */
  readonly scope: NonNullable<Fault['scope']>
}

export const faultKinds: Readonly<Record<FaultKind, FaultTraits>> = {
  refuse: { acts: 'socket', scope: 'all' },
  death: { acts: 'socket', scope: 'all' },
  hang: { acts: 'arrival', scope: 'all' },
  rate_limit: { acts: 'arrival', scope: 'generation' },
  error: { acts: 'arrival', scope: 'all' },
  unauthorized: { acts: 'arrival', scope: 'all' },
  garbage: { acts: 'arrival', scope: 'all' },
  slow: { acts: 'service', scope: 'generation' },
  reset: { acts: 'service', scope: 'all' },
  truncated_json: { acts: 'service', scope: 'all' },
  truncated_body: { acts: 'service', scope: 'all' },
  wrong_model: { acts: 'service', scope: 'all' },
}

/** Whether nothing can connect during it. */
export function isOfSocket({ kind }: Fault): boolean {
  return faultKinds[kind].acts === 'socket'
}
