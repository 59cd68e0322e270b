/** Why something that touches the network did not succeed. A closed list: reports and diagnoses rely on it. */
export type FailureKind =
  | 'refused' // the host responded: nothing listens there
  | 'timed_out' // nothing came back before the deadline
  | 'unreachable' // the network said that there is no way there
  | 'reset' // the connection broke after it stood
  | 'dns' // the name does not resolve
  | 'tls' // the handshake or the certificate failed
  | 'http' // an HTTP response outside what was asked for
  | 'protocol' // a response that is not what the protocol says
  | 'aborted' // the run was stopped
  | 'not_permitted' // this machine forbids the probe
  | 'missing_tool' // a binary that the probe needs is not installed

/** A failure as a value: what was tried, what came back, after how long. */
export interface ProbeFailure {
  readonly kind: FailureKind
  /** The system's own code (`ECONNREFUSED`), where there is one. */
  readonly code?: string
  /** One line for a person, without secrets. */
  readonly detail: string
  readonly afterMs: number
}
