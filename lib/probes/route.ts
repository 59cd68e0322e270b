import { networkInterfaces } from 'node:os'
import { execa } from 'execa'
import ipaddr from 'ipaddr.js'
import type { ProbeFailure } from './failure.ts'

/** How this host reaches an address. */
export interface Route {
  readonly interface?: string
  /** This host's own address on the way. */
  readonly source?: string
  readonly gateway?: string
  /** Whether no router stands between. */
  readonly onLink?: boolean
  /** Network of the interface that holds the address, e.g. `10.0.0.5/24`. */
  readonly interfaceCidr?: string
  readonly via: 'os interfaces' | 'ip route' | 'route get'
}

export type RouteResult = Route | { readonly failure: ProbeFailure }

/** The interface and route to an address: asked of the system where it tells, else of the interfaces. */
export async function findRoute(
  address: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<RouteResult> {
  const own = interfaceFor(address)
  if (process.platform === 'linux') return (await askIpRoute(address, own, signal)) ?? fromOwn(own)
  if (process.platform === 'darwin')
    return (await askRouteGet(address, own, signal)) ?? fromOwn(own)
  return fromOwn(own)
}

interface OwnInterface {
  readonly name: string
  readonly address: string
  readonly cidr: string
}

function fromOwn(own: OwnInterface | undefined): Route {
  if (!own) return { onLink: false, via: 'os interfaces' }
  const { name, address, cidr } = own
  return {
    interface: name,
    source: address,
    interfaceCidr: cidr,
    onLink: true,
    via: 'os interfaces',
  }
}

function interfaceFor(address: string): OwnInterface | undefined {
  const target = ipaddr.process(address)
  return Object.entries(networkInterfaces())
    .flatMap(([name, infos = []]) =>
      infos.map((info) => ({ name, ...info, cidr: info.cidr ?? '' })),
    )
    .find(({ cidr }) => {
      if (!cidr) return false
      const [network, bits] = ipaddr.parseCIDR(cidr)
      return network.kind() === target.kind() && target.match(network, bits)
    })
}

/** Undefined where there is no `ip` command to ask. */
async function askIpRoute(
  address: string,
  own: OwnInterface | undefined,
  signal: AbortSignal,
): Promise<RouteResult | undefined> {
  const startMs = performance.now()
  const result = await execa('ip', ['-j', 'route', 'get', address], askOptions(signal))
  if (result.code === 'ENOENT') return undefined
  if (result.exitCode !== 0) {
    const detail = `no route to ${address}: ${result.stderr.split('\n')[0]?.trim() || 'ip route get failed'}`
    return { failure: { kind: 'unreachable', detail, afterMs: performance.now() - startMs } }
  }
  const [route] = JSON.parse(result.stdout || '[]')
  if (!route) return undefined
  return {
    interface: route.dev,
    source: route.prefsrc,
    gateway: route.gateway,
    onLink: route.gateway === undefined,
    interfaceCidr: own?.cidr ?? cidrOf(route.prefsrc),
    via: 'ip route',
  }
}

function cidrOf(source: string | undefined): string | undefined {
  return (
    Object.values(networkInterfaces())
      .flatMap((infos = []) => infos)
      .find(({ address }) => address === source)?.cidr ?? undefined
  )
}

async function askRouteGet(
  address: string,
  own: OwnInterface | undefined,
  signal: AbortSignal,
): Promise<RouteResult | undefined> {
  const result = await execa('route', ['-n', 'get', address], askOptions(signal))
  if (result.exitCode !== 0) return undefined
  return { ...parseRouteGet(result.stdout), interfaceCidr: own?.cidr, via: 'route get' }
}

/** Reads what macOS and the BSDs print: `gateway: 10.0.0.1`, `interface: en0`. */
export function parseRouteGet(output: string): Pick<Route, 'interface' | 'gateway' | 'onLink'> {
  const field = (name: string) => new RegExp(`^\\s*${name}: (\\S+)`, 'm').exec(output)?.[1]
  const gateway = field('gateway')
  const isRouter = gateway !== undefined && ipaddr.isValid(gateway)
  return { interface: field('interface'), ...(isRouter && { gateway }), onLink: !isRouter }
}

function askOptions(signal: AbortSignal) {
  return {
    reject: false,
    timeout: 2_000,
    cancelSignal: signal,
    stdin: 'ignore',
    env: { LC_ALL: 'C', PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  } as const
}
