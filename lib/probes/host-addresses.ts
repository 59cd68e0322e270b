import { isIP } from 'node:net'
import { resolveName } from './dns.ts'
import type { ProbeFailure } from './failure.ts'

export interface HostAddressesOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Which addresses of a name to use; an address is used as it is. */
  readonly family?: 4 | 6
}

export type HostAddresses =
  | { readonly ok: true; readonly addresses: readonly [string, ...string[]] }
  | { readonly ok: false; readonly failure: ProbeFailure }

/** The addresses of a host, in the system's order of preference. Never rejects. */
export async function addressesOf(
  host: string,
  { timeoutMs, signal, family }: HostAddressesOptions,
): Promise<HostAddresses> {
  if (isIP(host)) return { ok: true, addresses: [host] }
  const resolved = await resolveName({ name: host, recordType: 'lookup', timeoutMs, signal })
  if (!resolved.ok) return resolved
  const [first, ...rest] = resolved.addresses.filter((each) => !family || isIP(each) === family)
  if (first !== undefined) return { ok: true, addresses: [first, ...rest] }
  const detail = `${host} has no ${family ? `IPv${family} ` : ''}address`
  return { ok: false, failure: { kind: 'dns', detail, afterMs: resolved.timeMs } }
}
