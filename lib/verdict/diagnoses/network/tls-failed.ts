import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith } from '../evidence/failed-evidence.ts'

/** The handshake or the certificate failed. */
export function tlsFailed(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'tls')
  if (!evidence) return undefined
  return {
    code: 'tls_failed',
    symptom: `TLS with ${addressOf(measurement)} failed: ${evidence.detail}`,
    cause: evidence.detail.replace(/^[A-Z_0-9]+: /, ''),
    remedy: [
      'renew the certificate, or issue it for the name in the cluster file (`tls.server_name` asks for another)',
      'trust its authority with `tls: { ca_file: ... }`; `tls: { verify: false }` only for a trial',
      'if the worker speaks plain HTTP, remove `tls` from the cluster file',
    ],
  }
}
