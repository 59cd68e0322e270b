import { isIPv6 } from 'node:net'
import type { ProbeFailure } from './failure.ts'
import { addressesOf } from './host-addresses.ts'
import { type PingArguments, runPing } from './ping-command.ts'
import type { PingDialect } from './ping-dialect.ts'
import { parsePingOutput, refusalIn } from './ping-output.ts'

export interface EchoTarget {
  readonly host: string
  readonly signal: AbortSignal
}

/** The result of one echo request; neither reached nor failed is silence, or the reply of a router. */
export interface EchoResponse {
  readonly isReached: boolean
  /** Who responded: the host, or a router. */
  readonly from?: string
  /** The target address, if `host` is a name. */
  readonly address?: string
  readonly rttMs?: number
  /** The packet was too large to pass without fragmentation. */
  readonly isTooLong?: boolean
  /** The size that would pass, if the router that rejected the packet reported it. */
  readonly mtuBytes?: number
  readonly failure?: ProbeFailure
}

/** Sends one ICMP echo request with these options of `ping`, and waits at most `waitMs`. */
export async function askOnce(
  { host, signal }: EchoTarget,
  flags: PingArguments,
  waitMs: number,
): Promise<EchoResponse> {
  const endMs = performance.now() + waitMs
  const found = await addressesOf(host, { timeoutMs: waitMs, signal })
  if (!found.ok) return { isReached: false, failure: found.failure }
  const [target] = found.addresses
  const args = (dialect: PingDialect) => {
    const own = flags(dialect)
    return own && ['-n', '-c', '1', ...dialect.wait(1_000), ...own, '--', target]
  }
  const timeoutMs = endMs - performance.now()
  const run = await runPing(args, { family: isIPv6(target) ? 6 : 4, timeoutMs, signal })
  const { received, rttsMs, errors } = parsePingOutput(run.stdout, run.stderr)
  const address = target
  const afterMs = run.durationMs
  if (run.failure) return { isReached: false, failure: run.failure }
  const from = senderIn(run.stdout)
  if (received > 0) return { isReached: true, from, address, rttMs: rttsMs[0] }
  const said = run.stdout + run.stderr
  if (/message too long|frag needed|fragmentation needed|packet too big/i.test(said)) {
    const mtu = /mtu ?[:=] ?(\d+)/i.exec(said)?.[1]
    return { isReached: false, address, isTooLong: true, ...(mtu && { mtuBytes: Number(mtu) }) }
  }
  // Hops are found by packets whose time to live is exceeded; every other reply ends the path.
  const refusal = refusalIn(run.stderr) ?? errors.find(({ detail }) => !/exceeded/i.test(detail))
  return { isReached: false, from, address, ...(refusal && { failure: { ...refusal, afterMs } }) }
}

/** `64 bytes from 10.0.0.7: ...` of the host, `From 10.0.0.1 icmp_seq=1 ...` of a router. */
function senderIn(output: string): string | undefined {
  return /\bfrom ([0-9a-f.:]+(?:%\w+)?)/i.exec(output)?.[1]?.replace(/[:,]$/, '')
}
