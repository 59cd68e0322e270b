import { isIP, isIPv6 } from 'node:net'
import { execa, type Result } from 'execa'
import type { ProbeFailure } from './failure.ts'
import { type PingOutput, parsePingOutput, refusalIn } from './ping-output.ts'

export interface PingHostOptions {
  readonly host: string
  readonly count: number
  readonly intervalMs: number
  readonly sizeBytes: number
  /** How long to wait for the answer to the last packet. */
  readonly timeoutMs: number
  /** When ping is stopped, whatever it waits for. */
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

export interface PingResult extends PingOutput {
  /** Why no packet could be sent, or not all. */
  readonly failure?: ProbeFailure
}

/** Sends ICMP echo requests with the system's `ping`. Never rejects. */
export async function pingHost(options: PingHostOptions): Promise<PingResult> {
  const { host, signal, deadlineMs } = options
  const nothing = { sent: 0, received: 0, duplicates: 0, rttsMs: [], errors: [] }
  if (host.startsWith('-')) {
    const detail = `${host} is no host name`
    return { ...nothing, failure: { kind: 'dns', detail, afterMs: 0 } }
  }
  const result = await execa('ping', pingArguments(options), {
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
    timeout: Math.min(deadlineMs, ownDurationMs(options)),
    // On SIGINT ping prints what it has, with its summary.
    killSignal: 'SIGINT',
    forceKillAfterDelay: 500,
    env: { LC_ALL: 'C', PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  })
  const output = parsePingOutput(result.stdout ?? '')
  const failure = failureOf(result, output.sent, signal)
  return { ...output, ...(failure && { failure }) }
}

/** What ping itself needs at the most, with some room. */
function ownDurationMs({ count, intervalMs, timeoutMs }: PingHostOptions): number {
  return count * intervalMs + timeoutMs + 1_000
}

function pingArguments({
  host,
  count,
  intervalMs,
  sizeBytes,
  timeoutMs,
}: PingHostOptions): string[] {
  const waitSeconds = String(Math.max(1, Math.ceil(timeoutMs / 1_000)))
  const wait = process.platform === 'darwin' ? String(Math.ceil(timeoutMs)) : waitSeconds
  const family = isIP(host) === 0 ? [] : [isIPv6(host) ? '-6' : '-4']
  return [
    ...(process.platform === 'darwin' ? [] : family),
    ...['-n', '-c', String(count), '-i', String(intervalMs / 1_000)],
    ...['-s', String(sizeBytes), '-W', wait, '--', host],
  ]
}

function failureOf(result: Result, sent: number, signal: AbortSignal): ProbeFailure | undefined {
  const afterMs = result.durationMs
  if (result.code === 'ENOENT') {
    const detail = 'no `ping` on this machine (Debian: apt install iputils-ping)'
    return { kind: 'missing_tool', code: 'ENOENT', detail, afterMs }
  }
  if (result.code === 'EPERM' || result.code === 'EACCES') {
    const detail = `${result.code}: this user may not run \`ping\``
    return { kind: 'not_permitted', code: result.code, detail, afterMs }
  }
  if (signal.aborted && (signal.reason as Error | undefined)?.name !== 'TimeoutError') {
    return { kind: 'aborted', detail: 'the run was stopped', afterMs }
  }
  if (sent > 0) return undefined
  const stderr = String(result.stderr ?? '')
  const refusal = refusalIn(stderr)
  if (refusal) return { ...refusal, afterMs }
  if (result.timedOut) return { kind: 'timed_out', detail: 'ping printed nothing', afterMs }
  const words = stderr.trim().split('\n')[0] || `ping ended with ${result.exitCode}`
  return { kind: 'protocol', detail: words, afterMs }
}
