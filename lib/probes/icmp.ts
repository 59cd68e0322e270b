import { isIPv6 } from 'node:net'
import type { ProbeFailure } from './failure.ts'
import { addressesOf } from './host-addresses.ts'
import { type PingRun, runPing } from './ping-command.ts'
import type { PingDialect } from './ping-dialect.ts'
import { type PingOutput, parsePingOutput, refusalIn } from './ping-output.ts'

export interface PingHostOptions {
  readonly host: string
  readonly count: number
  readonly intervalMs: number
  readonly sizeBytes: number
  /** How long to wait for the reply to the last packet, in milliseconds. */
  readonly timeoutMs: number
  /** When ping is stopped, whatever it waits for, in milliseconds. */
  readonly deadlineMs: number
  readonly signal: AbortSignal
  /** Which addresses of a name to use; an address has its own family. */
  readonly interfaceFamily?: 4 | 6
}

export interface PingResult extends PingOutput {
  /** Why no packet could be sent, or not all. */
  readonly failure?: ProbeFailure
}

/** Sends ICMP echo requests with the system's `ping`. Never rejects. */
export async function pingHost(options: PingHostOptions): Promise<PingResult> {
  const { host, signal, deadlineMs, interfaceFamily: family } = options
  const endMs = performance.now() + deadlineMs
  const found = await addressesOf(host, { timeoutMs: deadlineMs, signal, family })
  if (!found.ok) return { ...parsePingOutput(''), failure: found.failure }
  const [first, ...others] = found.addresses
  const result = await pingAddress(first, options)
  for (const address of result.failure?.kind === 'unreachable' ? others : []) {
    // An address family without a route on this machine: the name may have the other one.
    const next = await pingAddress(address, { ...options, deadlineMs: endMs - performance.now() })
    if (!next.failure) return next
  }
  return result
}

async function pingAddress(address: string, options: PingHostOptions): Promise<PingResult> {
  const family = isIPv6(address) ? 6 : 4
  const timeoutMs = Math.min(options.deadlineMs, ownDurationMs(options))
  const args = (dialect: PingDialect) => pingArguments(address, options, dialect)
  const run = await runPing(args, { family, timeoutMs, signal: options.signal })
  const output = { ...parsePingOutput(run.stdout, run.stderr), address }
  const sent = output.isComplete || !run.isCutOff ? output.sent : sentUntilCut(run, output, options)
  const failure = run.failure ?? failureOf(run, { ...output, sent })
  return { ...output, sent, ...(failure && { failure }) }
}

/** The maximum duration of ping itself, with some margin. */
function ownDurationMs({ count, intervalMs, timeoutMs }: PingHostOptions): number {
  return count * intervalMs + timeoutMs + 1_000
}

/** The last packets before a stop may all be lost: those with a reply are not all that were sent. */
function sentUntilCut(
  { stdout, durationMs }: PingRun,
  { sent }: Pick<PingOutput, 'sent'>,
  { count, intervalMs }: PingHostOptions,
): number {
  if (!stdout.startsWith('PING ')) return 0
  const byTime = intervalMs > 0 ? 1 + Math.floor(durationMs / intervalMs) : count
  return Math.min(count, Math.max(sent, byTime))
}

function pingArguments(
  address: string,
  { count, intervalMs, sizeBytes, timeoutMs }: PingHostOptions,
  dialect: PingDialect,
): string[] {
  return [
    ...['-n', '-c', String(count), '-i', String(intervalMs / 1_000)],
    ...['-s', String(sizeBytes), ...dialect.wait(timeoutMs), '--', address],
  ]
}

function failureOf(
  { stderr, isCutOff, exitCode, durationMs: afterMs }: PingRun,
  { sent, received, errors }: Pick<PingOutput, 'sent' | 'received' | 'errors'>,
): ProbeFailure | undefined {
  if (sent > 0) {
    // A firewall on this host that drops outgoing packets: not the loss of a network.
    const ownRefusal = errors.find(({ kind }) => kind === 'not_permitted')
    return received === 0 && ownRefusal ? { ...ownRefusal, afterMs } : undefined
  }
  const refusal = refusalIn(stderr)
  if (refusal) return { ...refusal, afterMs }
  if (isCutOff) return { kind: 'timed_out', detail: 'ping printed nothing', afterMs }
  // No packet was sent, and not because of the network.
  const words = stderr.trim().split('\n')[0] || `it exited with ${exitCode}`
  return {
    kind: 'missing_tool',
    detail: `the \`ping\` of this machine does not work: ${words}`,
    afterMs,
  }
}
