import { readFileSync } from 'node:fs'
import type { TlsOptions } from './cluster.ts'

/** What a connection needs of the TLS settings of a worker. */
export interface TlsMaterial {
  readonly verify: boolean
  /** The authority to trust, as PEM. */
  readonly ca?: string
  readonly serverName?: string
}

/** @throws Error with the system's code where the file of the authority cannot be read */
export function tlsMaterial({ verify, caFile, serverName }: TlsOptions): TlsMaterial {
  return {
    verify,
    ...(caFile && { ca: readFileSync(caFile, 'utf8') }),
    ...(serverName && { serverName }),
  }
}
