import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Worker } from '../cluster/cluster.ts'
import type { SubnetOptions } from '../generated/checks/subnet.ts'
import { resolveName } from '../probes/dns.ts'
import { findRoute } from '../probes/route.ts'
import type { Check, CheckContext } from './check.ts'
import { MeasurementBuilder, workerSubject } from './kit/measurement-builder.ts'

/** Whether workers and this host are in one network, and by which interface and route they are reached. */
export const check: Check<SubnetOptions> = {
  async run(options, context) {
    const { workers, cluster } = context
    const [first] = workers
    const builder = new MeasurementBuilder(
      'subnet',
      workers.length === 1 && first ? workerSubject(first) : { name: 'cluster' },
    )
    if (workers.length === 0) return builder.note('no worker was selected').build()
    const wanted = options.cidr ?? cluster.subnet
    const places = await Promise.all(workers.map((worker) => locate(worker, wanted, context)))
    for (const place of places) noteEvidence(builder, place)
    const known = places.filter((place) => place.address !== undefined)
    // An unknown worker leaves the result unknown: no data, not `true`.
    const isComplete = known.length === places.length
    const isElsewhere = known.some(({ isInside }) => !isInside)
    return builder
      .metrics({
        same_subnet: isElsewhere ? false : isComplete ? true : undefined,
        on_link: known.some(({ onLink }) => onLink === false)
          ? false
          : known.every(({ onLink }) => onLink)
            ? true
            : undefined,
        subnets: unique(known.map(({ network }) => network)),
        interfaces: unique(known.map((place) => place.interface)),
        interface: known[0]?.interface,
        gateway: known.find((place) => place.gateway)?.gateway,
        source: known[0]?.source,
      })
      .build()
  },
}

/** The network of a worker, seen from this host. */
interface WorkerPlace {
  readonly worker: Worker
  readonly address?: string
  readonly isInside: boolean
  readonly onLink?: boolean
  readonly network?: string
  readonly interface?: string
  readonly gateway?: string
  readonly source?: string
  readonly detail: string
  readonly failure?: 'dns' | 'unreachable'
}

async function locate(
  worker: Worker,
  wanted: string | undefined,
  { signal }: CheckContext,
): Promise<WorkerPlace> {
  const resolved = await addressOf(worker.host, signal)
  if ('failed' in resolved) {
    const detail = `${worker.host} does not resolve: ${resolved.failed}`
    return { worker, isInside: false, detail, failure: 'dns' }
  }
  const { address } = resolved
  const route = await findRoute(address, { signal })
  const isWanted = wanted === undefined || isInCidr(address, wanted)
  if ('failure' in route) {
    const detail = isWanted ? route.failure.detail : `${address} is not in ${wanted}`
    return { worker, address, isInside: false, detail, failure: 'unreachable' }
  }
  const isInside =
    wanted === undefined ? route.onLink === true : isWanted && isHostIn(wanted, route)
  const network = route.interfaceCidr ?? (route.gateway ? `behind ${route.gateway}` : undefined)
  return {
    worker,
    address,
    isInside,
    onLink: route.onLink,
    network,
    interface: route.interface,
    gateway: route.gateway,
    source: route.source,
    detail: describe(address, wanted, isWanted, route),
    ...(!isInside && { failure: 'unreachable' as const }),
  }
}

/** The host's own address on the route to the worker must be in the expected network, too. */
function isHostIn(cidr: string, { source }: { readonly source?: string }): boolean {
  return source === undefined || isInCidr(source, cidr)
}

function describe(
  address: string,
  wanted: string | undefined,
  isWanted: boolean,
  route: { interface?: string; interfaceCidr?: string; gateway?: string; source?: string },
): string {
  const via = route.gateway ? `by gateway ${route.gateway}` : 'directly'
  const by = `reached ${via} by ${route.interface ?? 'an unknown interface'}`
  const host = route.interfaceCidr ?? route.source
  const from = host ? ` of this host (${host})` : ''
  if (wanted === undefined) return `${address} is ${by}${from}`
  return `${address} is ${isWanted ? '' : 'not '}in ${wanted}, ${by}${from}`
}

function noteEvidence(builder: MeasurementBuilder, place: WorkerPlace): void {
  const attempt = `route to ${place.worker.id} (${place.worker.host})`
  if (!place.failure) builder.succeeded(attempt, place.detail, 0)
  else builder.failed(attempt, { kind: place.failure, detail: place.detail, afterMs: 0 })
}

async function addressOf(
  host: string,
  signal: AbortSignal,
): Promise<{ readonly address: string } | { readonly failed: string }> {
  if (isIP(host)) return { address: host }
  const resolved = await resolveName({ name: host, recordType: 'lookup', timeoutMs: 2_000, signal })
  if (!resolved.ok) return { failed: resolved.failure.detail }
  const [address] = resolved.addresses
  return address === undefined ? { failed: 'it has no address' } : { address }
}

function isInCidr(address: string, cidr: string): boolean {
  const parsed = ipaddr.process(address)
  const [network, bits] = ipaddr.parseCIDR(cidr)
  return parsed.kind() === network.kind() && parsed.match(network, bits)
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))]
}
