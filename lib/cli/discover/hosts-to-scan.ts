import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { UserError } from '../../source/user-error.ts'

/** A /20: more than a cluster needs, and few enough to be done within minutes. */
export const maxHosts = 4_096

/**
 * The hosts that a user names: host names, addresses and CIDR blocks, each host once. Of an IPv4 block the
 * addresses of the network and of its broadcast are left out.
 * @throws UserError for an invalid host, and for too many
 */
export function hostsToScan(names: readonly string[]): string[] {
  const hosts = new Set<string>()
  for (const name of names) {
    for (const host of /^[\d.a-f:]+\//i.test(name) ? hostsOfBlock(name) : [checkedHost(name)])
      hosts.add(host)
    if (hosts.size > maxHosts) throw tooMany(names.join(' '))
  }
  return [...hosts]
}

function checkedHost(name: string): string {
  const isName = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?$/.test(name)
  // Only digits and dots are a mistyped address, which a resolver would interpret in its own way.
  if (isIP(name) || (isName && !/^[\d.]+$/.test(name))) return name
  const isUrl = /^[a-z]+:\/\//i.test(name)
  const hint = isUrl ? ', without `http://` and without the port (`--ports`)' : ''
  throw problem(
    'discover_host',
    `${JSON.stringify(name)} is not a host`,
    `a host name, an address, or a block such as 192.168.1.0/24${hint}`,
  )
}

function hostsOfBlock(block: string): string[] {
  if (!ipaddr.isValidCIDR(block)) {
    throw problem(
      'discover_host',
      `${JSON.stringify(block)} is not a block of addresses`,
      'CIDR notation such as 192.168.1.0/24',
    )
  }
  const [address, prefix] = ipaddr.parseCIDR(block)
  const bits = address.kind() === 'ipv4' ? 32 : 128
  if (2 ** (bits - prefix) > maxHosts) throw tooMany(block)
  return addressesOf(address, prefix, bits)
}

function addressesOf(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number, bits: number): string[] {
  const bytes = address.toByteArray()
  const hostBits = BigInt(bits - prefix)
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const first = (number >> hostBits) << hostBits
  const all = Array.from({ length: 2 ** Number(hostBits) }, (_, index) =>
    ipaddr.fromByteArray(bytesOf(first + BigInt(index), bytes.length)).toString(),
  )
  return bits === 32 && all.length > 2 ? all.slice(1, -1) : all
}

function bytesOf(number: bigint, length: number): number[] {
  return Array.from({ length }, (_, index) =>
    Number((number >> BigInt(8 * (length - 1 - index))) & 255n),
  )
}

function tooMany(what: string): UserError {
  return problem(
    'discover_too_many_hosts',
    `${what} has more than ${maxHosts} addresses`,
    `at most ${maxHosts}, a block of /20; name the part of the network where the servers are`,
  )
}

function problem(code: string, message: string, expected: string): UserError {
  return new UserError([{ code, message, expected }])
}
