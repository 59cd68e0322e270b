import type { Fault } from '../../cluster/cluster.ts'

/** A fault in the format of JSON and files. */
export interface FaultWords {
  readonly kind: Fault['kind']
  readonly probability?: number
  readonly after?: string
  readonly for?: string
  readonly scope?: Fault['scope']
  readonly factor?: number
  readonly retry_after?: string
  readonly model?: string
}

export function faultWords(fault: Fault): FaultWords {
  const { kind, probability, afterMs, forMs, scope, factor, retryAfterMs, model } = fault
  return {
    kind,
    probability,
    after: duration(afterMs),
    for: duration(forMs),
    scope,
    factor,
    retry_after: duration(retryAfterMs),
    model,
  }
}

function duration(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${ms}ms`
}
