import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { UserError } from '../../source/user-error.ts'

/** Where an agent may send requests to. */
export type AllowList = (host: string, port: number) => boolean

/** Allowed by default: this machine, and addresses of private networks. */
export const defaultAllowed = ['private'] as const

/** Ranges of `ipaddr.js` that never leave a site. */
const privateRanges = new Set([
  'loopback',
  'private',
  'uniqueLocal',
  'linkLocal',
  'carrierGradeNat',
])

/**
 * Parses the targets that an agent may send requests to:
 *
 *     entry ::= "private" | network | host ( ":" port )?
 *     network ::= an address and a prefix, "10.0.0.0/8"
 *     host ::= an address ("[::1]" before a port), a name, or "*." and the end of names
 *
 * Names are compared as they are written: `private` allows no name except `localhost`.
 * @throws UserError for an invalid entry
 */
export function allowList(entries: readonly string[]): AllowList {
  const rules = entries.map(ruleOf)
  return (host, port) => rules.some((allows) => allows(host.toLowerCase(), port))
}

function ruleOf(entry: string): AllowList {
  if (entry === 'private') return isPrivate
  if (entry.includes('/')) return networkRule(entry)
  const [, host = '', port] =
    /^(\[[^\]]+\]|[^:]+|[0-9a-f:]*:[0-9a-f:]*)(?::(\d{1,5}))?$/i.exec(entry) ?? []
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (!/^[\w.:*-]+$/.test(name)) throw unreadable(entry)
  const isHost = name.startsWith('*.')
    ? (other: string) => other.endsWith(name.slice(1)) && isIP(other) === 0
    : (other: string) => other === name
  return (other, otherPort) => isHost(other) && (port === undefined || Number(port) === otherPort)
}

function isPrivate(host: string): boolean {
  if (host === 'localhost') return true
  if (isIP(host) === 0) return false
  return privateRanges.has(ipaddr.process(host).range())
}

function networkRule(entry: string): AllowList {
  if (!ipaddr.isValidCIDR(entry)) throw unreadable(entry)
  const [network, bits] = ipaddr.parseCIDR(entry)
  return (host) => {
    if (isIP(host) === 0) return false
    const address = ipaddr.process(host)
    return address.kind() === network.kind() && address.match([network, bits] as never)
  }
}

function unreadable(entry: string): UserError {
  return new UserError([
    {
      code: 'allow_list',
      message: `not a target that can be allowed: \`${entry}\``,
      expected:
        '`private`, a network such as `10.0.0.0/8`, or a host such as `gpu-1.lan:8000` or `*.lan`',
    },
  ])
}
