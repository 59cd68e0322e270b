import { buildConnector } from 'undici'
import type { TlsOptions } from '../../cluster/cluster.ts'
import { readCertificates } from '../../source/files/certificate-file.ts'

/** Opens the connections to a worker that speaks HTTPS. */
export function tlsConnector(
  { verify, caFile, serverName }: TlsOptions,
  timeoutMs: number,
): buildConnector.connector {
  const connect = buildConnector({
    timeout: timeoutMs,
    rejectUnauthorized: verify,
    ...(caFile !== undefined && { ca: readCertificates(caFile) }),
    ...(serverName !== undefined && { servername: serverName }),
  })
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error) callback(ofConnection(error), null)
      else callback(null, socket as NonNullable<typeof socket>)
    })
}

/**
 * A certificate for another name leaves an undici client that counts its request as still running, so that
 * it never sends another (7.30, `client.js`: `kPendingIdx++` without `kRunningIdx`). With another error
 * code that failure is handled like all others.
 */
function ofConnection(error: Error & { code?: string }): Error {
  if (error.code !== 'ERR_TLS_CERT_ALTNAME_INVALID') return error
  return Object.assign(new Error(error.message), { code: 'TLS_NAME_MISMATCH' })
}
