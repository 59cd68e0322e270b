/** Why a network operation failed. A closed list: reports and diagnoses rely on it. */
export type FailureKind =
  | 'refused' // the host responded: nothing listens on the port
  | 'timed_out' // nothing arrived before the deadline
  | 'unreachable' // the network reported that there is no route
  | 'reset' // the connection broke after it was established
  | 'dns' // the name does not resolve
  | 'tls' // the handshake or the certificate failed
  | 'http' // an HTTP response with an unexpected status
  | 'protocol' // a response that violates the protocol
  | 'aborted' // the run was stopped
  | 'not_permitted' // this machine does not permit the probe
  | 'missing_tool' // a program that the probe needs is not installed

/** A failure as a value: what was tried, the result, and the duration. */
export interface ProbeFailure {
  readonly kind: FailureKind
  /** The system's own code (`ECONNREFUSED`), if there is one. */
  readonly code?: string
  /** One line for a person, without secrets. */
  readonly detail: string
  readonly afterMs: number
}
