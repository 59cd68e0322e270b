import type { Balancer } from '../../balancer/balancer.ts'
import type { BalancerWatch } from '../../load/balancer-watch.ts'
import { overclaimsOf } from '../../load/overclaims.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import type { Overclaim } from '../../record/overclaim.ts'
import { redirectIn } from '../../servers/redirect.ts'
import type { MeasurementBuilder } from '../kit/measurement-builder.ts'
import { type Ended, faultEvidence } from './load-metrics.ts'

/** Error messages of servers about failures: the first of each kind. */
export function serverWords(said: readonly (readonly [fault: string, words: string])[]): string[] {
  const first = new Map(said.toReversed())
  return [...first].map(([fault, words]) => quoted(fault, words))
}

function quoted(fault: string, words: string): string {
  const isRedirect = redirectIn(words) !== undefined
  return isRedirect ? `${fault}: it ${words}` : `${fault}: the server says "${words}"`
}

/** The same for responses with which no request ended, because it waited or was resent. */
export function madeGoodWords(loads: readonly LoadRecord[]): string[] {
  const reported = new Set(loads.flatMap(({ total }) => Object.keys(total.faults)))
  const overclaims = loads.flatMap((load) => load.overclaims ?? [])
  return loads.flatMap(({ said = {} }) => workerWords(said, reported, overclaims))
}

/** Without messages about failed requests, or refused slots, which are reported elsewhere. */
function workerWords(
  said: NonNullable<LoadRecord['said']>,
  reported: ReadonlySet<string>,
  overclaims: readonly Overclaim[],
): string[] {
  const isReported = (worker: string, fault: string) =>
    reported.has(fault) ||
    overclaims.some((each) => each.worker === worker && fault === `HTTP ${each.status}`)
  return Object.entries(said).flatMap(([worker, words]) =>
    Object.entries(words).flatMap(([fault, text]) =>
      isReported(worker, fault) ? [] : `${worker} returned ${quoted(fault, text)}`,
    ),
  )
}

interface WatchedLoad {
  readonly balancer: Balancer
  readonly watch: BalancerWatch
  readonly notes: readonly string[]
}

/** Failures of recorded responses, as evidence and notes, whichever way they ended. */
export function reportFaults(
  responses: readonly Ended[],
  { balancer, watch, notes }: WatchedLoad,
  builder: MeasurementBuilder,
): MeasurementBuilder {
  const reported = new Set(responses.flatMap(({ fault }) => fault ?? []))
  const overclaims = overclaimsOf(balancer)
  return builder
    .evidence(faultEvidence(responses))
    .note(
      ...notes,
      ...responseWords(responses),
      ...workerWords(watch.said.toRecord() ?? {}, reported, overclaims),
    )
    .overclaims(overclaims)
}

/** Error messages of servers in recorded responses. */
export function responseWords(responses: readonly Ended[]): string[] {
  return serverWords(
    responses.flatMap(({ fault, words }) =>
      fault !== undefined && words !== undefined ? [[fault, words] as const] : [],
    ),
  )
}
