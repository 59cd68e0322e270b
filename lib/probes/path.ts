import { isIPv6 } from 'node:net'
import type { ProbeFailure } from './failure.ts'
import type { PingDialect } from './ping-dialect.ts'
import { askOnce, type EchoResponse, type EchoTarget } from './single-echo.ts'
import { stoppedFailure } from './system-errors.ts'

export interface PathOptions extends EchoTarget {
  /** For the whole search, in milliseconds. */
  readonly timeoutMs: number
}

export interface Hop {
  readonly ttl: number
  /** Undefined if the router is silent. */
  readonly address?: string
  /** For the host itself only: `ping` does not time replies of routers. */
  readonly rttMs?: number
}

export interface PathResult {
  readonly reached: boolean
  readonly hops: readonly Hop[]
  readonly durationMs: number
  readonly failure?: ProbeFailure
}

/** The routers on the path, by pings with an increasing time to live, until the host itself replies. */
export async function probePath(
  options: PathOptions & { readonly maxHops: number },
): Promise<PathResult> {
  const startMs = performance.now()
  const hops: Hop[] = []
  const elapsedMs = () => performance.now() - startMs
  const end = (failure?: ProbeFailure): PathResult => {
    return { reached: !failure, hops, durationMs: elapsedMs(), ...(failure && { failure }) }
  }
  for (let ttl = 1; ttl <= options.maxHops && elapsedMs() < options.timeoutMs; ttl++) {
    const flags = ({ timeToLive }: PingDialect) => timeToLive(ttl)
    const waitMs = Math.min(1_500, options.timeoutMs - elapsedMs())
    const response = await askOnce(options, flags, waitMs)
    if (response.failure) return end(response.failure)
    hops.push({ ttl, address: response.from, ...(response.isReached && { rttMs: response.rttMs }) })
    if (response.isReached) return end()
  }
  return end(stoppedFailure(options.signal, `not reached by ${hops.length} hops`, elapsedMs()))
}

export type MtuResult =
  | { readonly ok: true; readonly mtuBytes: number; readonly durationMs: number }
  | { readonly ok: false; readonly failure: ProbeFailure }

/**
 * Packet sizes that every link must carry (RFC 791, RFC 8200); the length field of an IPv4 packet is the
 * upper end of the search.
 */
const smallestMtu = { 4: 576, 6: 1280 } as const
const largestMtu = 65_535
const usualMtu = 1_500

/**
 * The largest packet that reaches a host unfragmented, by pings that must not be fragmented. A search that
 * its deadline or the caller ended has no result: the largest size so far would be a wrong one.
 */
export async function probeMtu(options: PathOptions): Promise<MtuResult> {
  const startMs = performance.now()
  const elapsedMs = () => performance.now() - startMs
  const smallest = smallestMtu[4]
  const first = await passes(options, smallest - 28, options.timeoutMs)
  if (first.failure) return { ok: false, failure: first.failure }
  if (!first.isReached) {
    const waited = `no response to a packet of ${smallest} bytes`
    return { ok: false, failure: stoppedFailure(options.signal, waited, elapsedMs()) }
  }
  const family = isIPv6(first.address ?? options.host) ? 6 : 4
  // A large packet that is lost costs this wait: it is derived from the round trip of a small one.
  const patienceMs = Math.max(1_000, 10 * (first.rttMs ?? 0))
  const ask = (size: number): Promise<EchoResponse> => {
    const leftMs = options.timeoutMs - elapsedMs()
    const payloadBytes = size - (family === 6 ? 48 : 28)
    if (leftMs > 0) return passes(options, payloadBytes, Math.min(patienceMs, leftMs))
    const waited = 'the largest packet that passes was not found'
    const failure = stoppedFailure(options.signal, waited, elapsedMs())
    return Promise.resolve({ isReached: false, failure })
  }
  const found = await search(smallestMtu[family], ask)
  if (typeof found !== 'number') return { ok: false, failure: found }
  return { ok: true, mtuBytes: found, durationMs: elapsedMs() }
}

/** The largest size that passes, if `low` does: by candidate sizes, else by bisection. */
async function search(
  smallest: number,
  ask: (size: number) => Promise<EchoResponse>,
): Promise<number | ProbeFailure> {
  let low = smallest
  let high = largestMtu + 1
  let hint: number | undefined = usualMtu
  while (high - low > 1) {
    const size: number = hint ?? Math.floor((low + high) / 2)
    const response = await ask(size)
    if (response.failure) return response.failure
    // If a candidate size passes and the next larger one does not, two packets suffice.
    const isSuspected: boolean = hint !== undefined && size > low + 1
    if (response.isReached) low = size
    else high = size
    hint = response.isReached ? proofOf(size, isSuspected, high) : named(response, low, high)
  }
  return low
}

/** The size above a candidate that passed. */
function proofOf(size: number, isSuspected: boolean, high: number): number | undefined {
  return isSuspected && size + 1 < high ? size + 1 : undefined
}

/** The size that would pass, as reported by the router that rejected a packet. */
function named({ mtuBytes = 0 }: EchoResponse, low: number, high: number): number | undefined {
  return mtuBytes > low && mtuBytes < high ? mtuBytes : undefined
}

/** Tries twice without a reply: one lost packet shows nothing about its size. */
async function passes(
  options: PathOptions,
  payloadBytes: number,
  waitMs: number,
): Promise<EchoResponse> {
  const flags = ({ dontFragment }: PingDialect) =>
    dontFragment && [...dontFragment, '-s', String(payloadBytes)]
  const response = await askOnce(options, flags, waitMs / 2)
  const isSilent = !response.isReached && !response.isTooLong && !response.failure
  return isSilent ? askOnce(options, flags, waitMs / 2) : response
}
