import type { Measurement } from '../../../record/measurement.ts'
import { redirectIn } from '../../../servers/redirect.ts'

/** Requests of a load that ended in the same wrong way. */
export interface FaultCount {
  /** An error's code, a status or a fault of the body, as the check wrote it down. */
  readonly fault: string
  readonly count: number
  /** The first that a server said of it itself; undefined: nothing. */
  readonly said: string | undefined
}

/** What went wrong under a load, the most frequent first; empty for checks that send none. */
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

/** How requests went: straight to a worker, through a balancer over one worker alone, or over several. */
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
