import type { Evidence, EvidenceOutcome, Measurement } from '../../record/measurement.ts'

/** The last piece of evidence with this outcome. */
export function failedWith(
  { evidence }: Measurement,
  ...outcomes: readonly EvidenceOutcome[]
): Evidence | undefined {
  return evidence.findLast(({ outcome }) => outcomes.includes(outcome))
}

/** `10.247.162.71:1234`, or what is known of it. */
export function addressOf({ subject }: Measurement): string {
  const { host = subject.name, port } = subject
  const shown = host.includes(':') ? `[${host}]` : host
  return port === undefined ? shown : `${shown}:${port}`
}
