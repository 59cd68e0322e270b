import type { Evidence, EvidenceOutcome, Measurement } from '../../../record/measurement.ts'

/** Attempts during a load are about one of its workers, and not about the subject of the measurement. */
export const besideLoad = /^TCP connect to (?<address>.+) during the load$/

/** The last item of evidence with this outcome. */
export function failedWith(
  { evidence }: Measurement,
  ...outcomes: readonly EvidenceOutcome[]
): Evidence | undefined {
  return evidence.findLast(
    ({ outcome, attempt }) => outcomes.includes(outcome) && !besideLoad.test(attempt),
  )
}

/** `10.247.162.71:1234`, or the known part of it. */
export function addressOf({ subject }: Measurement): string {
  const { host = subject.name, port } = subject
  const shown = host.includes(':') ? `[${host}]` : host
  return port === undefined ? shown : `${shown}:${port}`
}

/** The machine of the measurement: the worker's id, or the host of another subject. */
export function machineOf({ subject }: Measurement): string {
  const { name, host, workerType } = subject
  return workerType === undefined ? (host ?? name) : name
}
