import { isIPv4, isIPv6 } from 'node:net'

/** The mistake in a part of a cluster file, and the expected form. */
export interface Fault {
  readonly message: string
  readonly expected: string
}

/** A host as sockets accept it: IPv6 addresses without the brackets of a URL. */
export function normalizeHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

/** Why a text is not a host; undefined if it is one. Never repeats what may be a password in a URL. */
export function faultOfHost(written: string): Fault | undefined {
  if (written.includes('://')) return faultOfUrl(written)
  const host = normalizeHost(written)
  if (isIPv4(host)) return undefined
  if (host.includes('%') && isIPv6(host)) {
    return {
      message: '`host` is an address with a zone, which URLs cannot hold',
      expected: anyHost,
    }
  }
  if (isIPv6(host)) return undefined
  const [, name, port] = /^\[?([^/:\]]+|[^/\]]+(?=\]))\]?:(\d{1,5})$/.exec(written) ?? []
  if (name !== undefined) {
    return {
      message: '`host` contains a port',
      expected: `the host alone, \`host: ${name}\`, and \`port: ${port}\``,
    }
  }
  if (host.includes('/')) return { message: '`host` contains a path', expected: anyHost }
  if (/^[\d.]+$/.test(host))
    return { message: `\`host\` is not a valid IPv4 address: ${host}`, expected: anyHost }
  return isName(host)
    ? undefined
    : { message: '`host` is neither an address nor a name', expected: anyHost }
}

const anyHost = 'a host alone, such as "192.168.1.105", "fd00::5" or "mac-studio-1.local"'

function faultOfUrl(written: string): Fault {
  const url = URL.canParse(written) ? new URL(written) : undefined
  const host = url?.hostname ? `, \`host: ${normalizeHost(url.hostname)}\`` : ''
  return {
    message: '`host` is a URL',
    expected: `the host alone${host}; what else it says goes to \`port\`, \`tls\` and \`base_path\``,
  }
}

/** Names of DNS and mDNS; letters of any script, because resolvers encode them. */
function isName(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.')
  return (
    host.length <= 253 &&
    labels.every((label) => /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?$/u.test(label))
  )
}
