import type { TLSSocket } from 'node:tls'
import type { ProbeFailure } from './failure.ts'

/** The relevant fields of a server's certificate. */
export interface Certificate {
  readonly daysLeft: number
  readonly subject: string
  readonly issuer: string
  readonly validTo: string
  readonly authorized: boolean
  readonly authorizationError?: string
}

/** The certificate of a socket after the handshake; undefined if the server sent none. */
export function certificateOf(socket: TLSSocket): Certificate | undefined {
  const certificate = socket.getPeerCertificate()
  if (!certificate?.valid_to) return undefined
  const validTo = new Date(certificate.valid_to)
  const reason = socket.authorizationError as Error | string | undefined
  return {
    daysLeft: Math.floor((validTo.getTime() - Date.now()) / 86_400_000),
    subject: String(certificate.subject?.CN ?? ''),
    issuer: String(certificate.issuer?.CN ?? certificate.issuer?.O ?? ''),
    validTo: validTo.toISOString(),
    authorized: socket.authorized,
    ...(reason && { authorizationError: String(reason) }),
  }
}

const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the chain contains a self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the issuer of the certificate is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer of the certificate is not known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  CERT_REVOKED: 'the certificate was revoked',
  CERT_SIGNATURE_FAILURE: 'the signature of the certificate is wrong',
  INVALID_PURPOSE: 'the certificate is not for servers',
  INVALID_CA: 'the issuer of the certificate may not issue any',
}

/** Whether an error came from the handshake or the certificate. */
export function isTlsError(error: Error): boolean {
  const { code = '' } = error as NodeJS.ErrnoException
  return code in reasons || /^(?:EPROTO$|ERR_(?:TLS|SSL|OSSL))/.test(code)
}

export function tlsFailure(error: Error, afterMs: number): ProbeFailure {
  const { code = 'TLS', message } = error as NodeJS.ErrnoException
  return {
    kind: 'tls',
    code,
    detail: `${code}: ${reasons[code] ?? wordsOf(code, message)}`,
    afterMs,
  }
}

function wordsOf(code: string, message: string): string {
  if (code !== 'EPROTO' && !code.startsWith('ERR_SSL')) return message
  // An alert is part of TLS: a server that sends one speaks it.
  if (/alert|unsupported.protocol/i.test(code + message)) return 'no common TLS version or cipher'
  return 'the server there does not speak TLS'
}
