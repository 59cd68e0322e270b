import ipaddr from 'ipaddr.js'
import type { ProbeFailure } from './failure.ts'

/** A system's route command for an address. */
export interface RouteOutput {
  readonly interface?: string
  readonly source?: string
  readonly gateway?: string
  readonly onLink: boolean
}

/**
 * Reads `ip route get`, of iproute2 and busybox: `10.0.1.7 via 10.0.0.1 dev eth0 src 10.0.0.5`. Undefined
 * if it has no device.
 */
export function parseIpRoute(output: string): RouteOutput | undefined {
  const field = (name: string) => new RegExp(` ${name} +(\\S+)`).exec(output)?.[1]
  const device = field('dev')
  if (device === undefined) return undefined
  // An IPv4 route may have an IPv6 router: `via inet6 fe80::1`.
  const gateway = field('via(?: inet6?)?')
  const source = field('src')
  return {
    interface: device,
    ...(source && { source }),
    ...(gateway && { gateway }),
    onLink: gateway === undefined,
  }
}

/** Reads the output of macOS and the BSDs: `gateway: 10.0.0.1`, `interface: en0`. */
export function parseRouteGet(output: string): RouteOutput {
  const field = (name: string) => new RegExp(`^\\s*${name}: (\\S+)`, 'm').exec(output)?.[1]
  const gateway = field('gateway')
  const isRouter = gateway !== undefined && ipaddr.isValid(gateway)
  return { interface: field('interface'), ...(isRouter && { gateway }), onLink: !isRouter }
}

const refusals: readonly (readonly [RegExp, string, (address: string) => string])[] = [
  [/^blackhole |Invalid argument/m, 'EINVAL', (to) => `a blackhole route discards all to ${to}`],
  [/^prohibit |Permission denied/m, 'EACCES', (to) => `a route prohibits traffic to ${to}`],
  [/^unreachable |No route to host/m, 'EHOSTUNREACH', (to) => `a route calls ${to} unreachable`],
  [/Network is (?:unreachable|down)/, 'ENETUNREACH', (to) => `no route to ${to}`],
  [/^throw |No such process/m, 'ENETUNREACH', (to) => `no route to ${to}`],
]

/**
 * Why there is no route to an address, from the output of `ip route get`; undefined if it has no reason.
 */
export function routeRefusal(
  said: string,
  address: string,
): Omit<ProbeFailure, 'afterMs'> | undefined {
  const refusal = refusals.find(([words]) => words.test(said))
  if (!refusal) return undefined
  const [, code, detail] = refusal
  return { kind: 'unreachable', code, detail: `${detail(address)} (${code})` }
}
