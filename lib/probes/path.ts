import { isIPv6 } from 'node:net'
import type { ProbeFailure } from './failure.ts'
import type { PingDialect } from './ping-dialect.ts'
import { askOnce, type EchoResponse, type EchoTarget } from './single-echo.ts'
import { stoppedFailure } from './system-errors.ts'

export interface PathOptions extends EchoTarget {
  /** For all of it. */
  readonly timeoutMs: number
}

export interface Hop {
  readonly ttl: number
  /** Undefined where the router keeps silent. */
  readonly address?: string
  /** Of the host itself: `ping` does not time what a router answers. */
  readonly rttMs?: number
}

export interface PathResult {
  readonly reached: boolean
  readonly hops: readonly Hop[]
  readonly durationMs: number
  readonly failure?: ProbeFailure
}

/** The routers on the way, by pings with a rising time to live, until the host itself answers. */
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

/** What every link must carry (RFC 791, RFC 8200); the length field of an IPv4 packet ends the search. */
const smallestMtu = { 4: 576, 6: 1280 } as const
const largestMtu = 65_535
const usualMtu = 1_500

/**
 * The largest packet that reaches a host whole, by pings that may not be fragmented. A search that
 * its time or the caller ended has no result: what passed until then would be a wrong one.
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
  // A big packet that is lost costs this wait: the way of a small one tells how long it may take.
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

/** The largest size that passes, where `low` does: by suspected sizes, else by halves. */
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
    // Where a suspected size passes and the one above it does not, two packets have shown all.
    const isSuspected: boolean = hint !== undefined && size > low + 1
    if (response.isReached) low = size
    else high = size
    hint = response.isReached ? proofOf(size, isSuspected, high) : named(response, low, high)
  }
  return low
}

/** The size above a suspected one that passed. */
function proofOf(size: number, isSuspected: boolean, high: number): number | undefined {
  return isSuspected && size + 1 < high ? size + 1 : undefined
}

/** The size that the one who turned a packet back says would pass. */
function named({ mtuBytes = 0 }: EchoResponse, low: number, high: number): number | undefined {
  return mtuBytes > low && mtuBytes < high ? mtuBytes : undefined
}

/** Asks twice where nothing comes back: one lost packet says nothing of its size. */
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
