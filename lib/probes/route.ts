import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import type { ProbeFailure } from './failure.ts'
import { parseIpRoute, parseRouteGet, routeRefusal } from './route-output.ts'
import { runTool, type ToolOptions, type ToolRun } from './run-tool.ts'
import { stoppedFailure } from './system-errors.ts'

/** How this host reaches an address. */
export interface Route {
  readonly interface?: string
  /** This host's own address on the route. */
  readonly source?: string
  readonly gateway?: string
  /** Whether there is no router in between. */
  readonly onLink?: boolean
  /** Network of the interface that contains the address, e.g. `10.0.0.5/24`. */
  readonly interfaceCidr?: string
  readonly via: 'os interfaces' | 'ip route' | 'route get'
}

export type RouteResult = Route | { readonly failure: ProbeFailure }

/**
 * The interface and route to an address: from the system if it reports them, else from the interfaces.
 * Never rejects.
 */
export async function findRoute(
  address: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<RouteResult> {
  if (isIP(address) === 0) {
    return { failure: { kind: 'dns', detail: `${address} is not an address`, afterMs: 0 } }
  }
  const asked = await askSystem(address, signal)
  return asked ?? fromOwn(interfaceFor(address))
}

/** Undefined if there is no such command, or none that supports the option. */
function askSystem(address: string, signal: AbortSignal): Promise<RouteResult | undefined> {
  if (process.platform === 'linux') return askIpRoute(address, signal)
  if (process.platform === 'darwin') return askRouteGet(address, signal)
  return Promise.resolve(undefined)
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

function ownInterfaces(): OwnInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, infos = []]) =>
    infos.flatMap(({ address, cidr }) => (cidr ? [{ name, address, cidr }] : [])),
  )
}

/**
 * If several networks contain the address: the one of `device`, then the narrowest, like routes are chosen.
 */
function interfaceFor(address: string, device?: string): OwnInterface | undefined {
  const target = ipaddr.process(address)
  const bitsOf = ({ cidr }: OwnInterface) => ipaddr.parseCIDR(cidr)[1]
  const isOn = ({ name }: OwnInterface) => Number(name === device)
  return ownInterfaces()
    .filter(({ cidr }) => {
      const [network, bits] = ipaddr.parseCIDR(cidr)
      return network.kind() === target.kind() && target.match(network, bits)
    })
    .toSorted((first, second) => isOn(second) - isOn(first) || bitsOf(second) - bitsOf(first))[0]
}

async function askIpRoute(address: string, signal: AbortSignal): Promise<RouteResult | undefined> {
  // Read as text: the `ip` of busybox and old versions of iproute2 have no `-j`.
  const result = await runTool('ip', ['route', 'get', address], askOptions(signal))
  const stopped = stoppedOf(result, signal)
  if (stopped) return { failure: stopped }
  const refusal = routeRefusal(result.stderr || result.stdout, address)
  if (refusal) return { failure: { ...refusal, afterMs: result.durationMs } }
  const route = result.exitCode === 0 ? parseIpRoute(result.stdout) : undefined
  if (!route) return undefined
  const interfaceCidr = interfaceFor(address, route.interface)?.cidr ?? cidrOf(route.source)
  return { ...route, interfaceCidr, via: 'ip route' }
}

function cidrOf(source: string | undefined): string | undefined {
  return ownInterfaces().find(({ address }) => address === source)?.cidr
}

async function askRouteGet(address: string, signal: AbortSignal): Promise<RouteResult | undefined> {
  const family = isIP(address) === 6 ? ['-inet6'] : []
  const result = await runTool('route', ['-n', 'get', ...family, address], askOptions(signal))
  const stopped = stoppedOf(result, signal)
  if (stopped) return { failure: stopped }
  if (result.exitCode !== 0) return undefined
  const route = parseRouteGet(result.stdout)
  const interfaceCidr = interfaceFor(address, route.interface)?.cidr
  return { ...route, interfaceCidr, via: 'route get' }
}

function stoppedOf(
  { isCanceled, timedOut, durationMs }: ToolRun,
  signal: AbortSignal,
): ProbeFailure | undefined {
  if (!isCanceled && !timedOut) return undefined
  return stoppedFailure(signal, 'the system reported no route', durationMs)
}

function askOptions(signal: AbortSignal): ToolOptions {
  return { timeoutMs: 2_000, signal, killSignal: 'SIGKILL' }
}
