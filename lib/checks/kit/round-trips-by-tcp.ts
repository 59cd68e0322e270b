import type { ProbeFailure } from '../../probes/failure.ts'
import { addressesOf } from '../../probes/host-addresses.ts'
import { pause } from '../../time/pause.ts'
import { connectUndisturbed } from './connect-undisturbed.ts'

export interface TcpRoundTripOptions {
  readonly host: string
  readonly port: number
  readonly count: number
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface TcpRoundTrips {
  readonly sent: number
  /** In the order in which they were sent. */
  readonly rttsMs: readonly number[]
  readonly address?: string
  /** Failures of connects; one of each kind with its count. */
  readonly failures: readonly { readonly failure: ProbeFailure; readonly count: number }[]
}

/**
 * A SYN without a response is resent after a second (RFC 6298, 2.1), by Linux, macOS and Windows alike: a
 * connect that takes longer has lost its first packet, and its time is that of the timer.
 */
const retransmissionMs = 950

/** Maximum number of open connects, if many are lost: the wait of one must not delay the next. */
const maxInFlight = 64

/**
 * Round trips by TCP: a connect each `intervalMs`, one packet each. A refusal is a reply, because the host
 * sent it; a connect that would need a second SYN is a lost packet. Never rejects.
 */
export async function roundTripsByTcp(options: TcpRoundTripOptions): Promise<TcpRoundTrips> {
  const { host, timeoutMs, signal } = options
  const found = await addressesOf(host, { timeoutMs, signal })
  if (!found.ok) return { sent: 0, rttsMs: [], failures: [{ failure: found.failure, count: 1 }] }
  const [first, ...others] = found.addresses
  let sample = await sampleAddress(first, options)
  for (const address of isUnreachable(sample) ? others : []) {
    const next = await sampleAddress(address, options)
    if (isUnreachable(next)) continue
    sample = next
    break
  }
  return sample
}

function isUnreachable({ rttsMs, failures }: TcpRoundTrips): boolean {
  return rttsMs.length === 0 && failures.some(({ failure }) => failure.kind === 'unreachable')
}

async function sampleAddress(
  address: string,
  { port, count, intervalMs, timeoutMs, signal }: TcpRoundTripOptions,
): Promise<TcpRoundTrips> {
  const limitMs = Math.min(timeoutMs, retransmissionMs)
  const trips: Trip[] = []
  const inFlight = new Set<Promise<void>>()
  for (let index = 0; index < count && !signal.aborted; index++) {
    if (index > 0) await pause(intervalMs, signal)
    if (inFlight.size >= maxInFlight) await Promise.race(inFlight)
    if (signal.aborted) break
    const trip = roundTrip({ host: address, port, timeoutMs: limitMs, signal }).then((result) => {
      trips[index] = result
      inFlight.delete(trip)
    })
    inFlight.add(trip)
  }
  await Promise.all(inFlight)
  // A connect that the end of the run cut off counts neither as a reply nor as lost.
  const ended = Object.values(trips).filter(({ failure }) => failure?.kind !== 'aborted')
  return {
    sent: ended.length,
    rttsMs: ended.flatMap(({ rttMs }) => rttMs ?? []),
    address,
    failures: failuresOf(ended),
  }
}

interface Trip {
  readonly rttMs?: number
  readonly failure?: ProbeFailure
}

async function roundTrip(
  options: Parameters<typeof connectUndisturbed>[0] & { readonly timeoutMs: number },
): Promise<Trip> {
  const result = await connectUndisturbed(options)
  const afterMs = result.ok ? result.connectMs : result.failure.afterMs
  const isResponse = result.ok || result.failure.kind === 'refused'
  if (isResponse && afterMs >= options.timeoutMs) {
    const detail = `no reply within ${options.timeoutMs}ms`
    return { failure: { kind: 'timed_out', detail, afterMs } }
  }
  if (result.ok) return { rttMs: afterMs }
  return { failure: result.failure, ...(isResponse && { rttMs: afterMs }) }
}

function failuresOf(trips: readonly Trip[]): TcpRoundTrips['failures'] {
  const byKind = new Map<string, { readonly failure: ProbeFailure; readonly count: number }>()
  for (const { failure } of trips) {
    if (!failure) continue
    const known = byKind.get(failure.kind)
    byKind.set(failure.kind, { failure: known?.failure ?? failure, count: (known?.count ?? 0) + 1 })
  }
  return [...byKind.values()]
}
