import type { Measurement } from '../../../record/measurement.ts'
import { redirectIn } from '../../../servers/redirect.ts'

/** Requests of a load with the same fault. */
export interface FaultCount {
  /** An error's code, a status or a fault of the body, as recorded by the check. */
  readonly fault: string
  readonly count: number
  /** The first error message of a server for it; undefined: none. */
  readonly said: string | undefined
}

/** Faults under a load, the most frequent first; empty for checks without a load. */
export function loadFaults({ evidence }: Measurement): readonly FaultCount[] {
  return evidence
    .flatMap(({ detail, said }) => {
      const { count, fault } = /^(?<count>\d+) ended with (?<fault>.+)$/.exec(detail)?.groups ?? {}
      return fault === undefined ? [] : [{ fault, count: Number(count), said }]
    })
    .toSorted((a, b) => b.count - a.count)
}

/** `12 with UND_ERR_SOCKET, 1 with HTTP 500 ("out of memory")`. */
export function reportFaults(faults: readonly FaultCount[]): string {
  return faults.map((each) => `${each.count} with ${faultInWords(each)}`).join(', ')
}

/** `HTTP 500 ("out of memory")`. */
export function faultInWords({ fault, said }: FaultCount): string {
  if (said === undefined) return fault
  return redirectIn(said) === undefined ? `${fault} ("${said}")` : `${fault} (${said})`
}

/** How requests were sent: directly to a worker, through a balancer over one worker, or over several. */
export type LoadPath = 'direct' | 'alone' | 'balanced'

export function loadPath({ loads = [], subject }: Measurement): LoadPath {
  if (loads.some(({ direct }) => direct !== undefined)) return 'direct'
  const workers = new Set(loads.flatMap((load) => Object.keys(load.workers)))
  const isAlone = subject.workerType !== undefined || workers.size === 1
  return isAlone ? 'alone' : 'balanced'
}

/** A metric of a measurement that is a number. */
export function numberOf({ metrics }: Measurement, name: string): number | undefined {
  const value = metrics[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
