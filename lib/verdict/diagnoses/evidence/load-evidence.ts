import type { Measurement } from '../../../record/measurement.ts'

/** Requests of a load that ended in the same wrong way. */
export interface FaultCount {
  /** An error's code, a status or a fault of the body, as the check wrote it down. */
  readonly fault: string
  readonly count: number
}

/** What went wrong under a load, the most frequent first; empty for checks that send none. */
export function loadFaults({ evidence }: Measurement): readonly FaultCount[] {
  return evidence
    .flatMap(({ detail }) => {
      const { count, fault } = /^(?<count>\d+) ended with (?<fault>.+)$/.exec(detail)?.groups ?? {}
      return fault === undefined ? [] : [{ fault, count: Number(count) }]
    })
    .toSorted((a, b) => b.count - a.count)
}

/** `12 with UND_ERR_SOCKET, 1 with HTTP 500`. */
export function tellFaults(faults: readonly FaultCount[]): string {
  return faults.map(({ fault, count }) => `${count} with ${fault}`).join(', ')
}

/** A metric of a measurement that is a number. */
export function numberOf({ metrics }: Measurement, name: string): number | undefined {
  const value = metrics[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
