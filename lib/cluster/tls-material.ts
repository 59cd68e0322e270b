import { readCertificates } from '../source/files/certificate-file.ts'
import type { TlsOptions } from './cluster.ts'

/** The TLS options of a connection to a worker. */
export interface TlsMaterial {
  readonly verify: boolean
  /** The trusted certificate authority, as PEM. */
  readonly ca?: string
  readonly serverName?: string
}

/** @throws UserError if the file of the authority cannot be read */
export function tlsMaterial({ verify, caFile, serverName }: TlsOptions): TlsMaterial {
  return {
    verify,
    ...(caFile && { ca: readCertificates(caFile) }),
    ...(serverName && { serverName }),
  }
}
