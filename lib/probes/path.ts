import { isIPv6 } from 'node:net'
import { execa } from 'execa'
import type { ProbeFailure } from './failure.ts'
import { parsePingOutput, refusalIn } from './ping-output.ts'

export interface PathOptions {
  readonly host: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface Hop {
  readonly ttl: number
  /** Undefined where the router keeps silent. */
  readonly address?: string
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
  for (let ttl = 1; ttl <= options.maxHops && elapsedMs() < options.timeoutMs; ttl++) {
    const answer = await askOnce(options, [
      process.platform === 'darwin' ? '-m' : '-t',
      String(ttl),
    ])
    if (answer.failure)
      return { reached: false, hops, durationMs: elapsedMs(), failure: answer.failure }
    hops.push({ ttl, address: answer.from })
    if (answer.isReached) return { reached: true, hops, durationMs: elapsedMs() }
  }
  const afterMs = elapsedMs()
  const detail = `not reached within ${hops.length} hops`
  return {
    reached: false,
    hops,
    durationMs: afterMs,
    failure: { kind: 'timed_out', detail, afterMs },
  }
}

export type MtuResult =
  | { readonly ok: true; readonly mtuBytes: number; readonly durationMs: number }
  | { readonly ok: false; readonly failure: ProbeFailure }

const smallestMtu = { 4: 576, 6: 1280 } as const
const largestMtu = 65_535

/** The largest packet that reaches a host whole, by pings that may not be fragmented. */
export async function probeMtu(options: PathOptions): Promise<MtuResult> {
  const startMs = performance.now()
  const headers = isIPv6(options.host) ? 48 : 28
  const dontFragment = process.platform === 'darwin' ? ['-D'] : ['-M', 'do']
  const passes = (mtu: number) => askOnce(options, [...dontFragment, '-s', String(mtu - headers)])
  let low: number = smallestMtu[isIPv6(options.host) ? 6 : 4]
  const first = await passes(low)
  const elapsedMs = () => performance.now() - startMs
  if (first.failure) return { ok: false, failure: first.failure }
  if (!first.isReached) {
    const detail = `no answer to a packet of ${low} bytes`
    return { ok: false, failure: { kind: 'timed_out', detail, afterMs: elapsedMs() } }
  }
  let high = (await passes(1500)).isReached ? largestMtu : 1500
  if (high === largestMtu) low = 1500
  while (high - low > 1 && elapsedMs() < options.timeoutMs) {
    const middle = Math.floor((low + high) / 2)
    if ((await passes(middle)).isReached) low = middle
    else high = middle
  }
  return { ok: true, mtuBytes: low, durationMs: elapsedMs() }
}

interface Answer {
  readonly isReached: boolean
  readonly from?: string
  readonly failure?: ProbeFailure
}

async function askOnce({ host, signal, timeoutMs }: PathOptions, flags: string[]): Promise<Answer> {
  const result = await execa('ping', ['-n', '-c', '1', '-W', '1', ...flags, '--', host], {
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
    timeout: Math.min(2_000, timeoutMs),
    env: { LC_ALL: 'C', PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  })
  const afterMs = result.durationMs
  const { received } = parsePingOutput(result.stdout ?? '')
  const from = /From ([0-9a-fA-F.:]+)/i.exec(result.stdout ?? '')?.[1]?.replace(/:$/, '')
  if (received > 0) return { isReached: true, from: replyFrom(result.stdout ?? '') }
  if (result.code === 'ENOENT') {
    return { isReached: false, failure: { kind: 'missing_tool', detail: 'no `ping`', afterMs } }
  }
  const stderr = String(result.stderr ?? '')
  const isTooLong = /message too long|Message too long|frag needed/i.test(stderr + result.stdout)
  const isUnknown = /invalid option|unrecognized option|illegal option/i.test(stderr)
  if (isUnknown) {
    const detail = 'this `ping` lacks the option for it'
    return { isReached: false, failure: { kind: 'not_permitted', detail, afterMs } }
  }
  const refusal = isTooLong ? undefined : refusalIn(stderr)
  return { isReached: false, from, ...(refusal && { failure: { ...refusal, afterMs } }) }
}

function replyFrom(output: string): string | undefined {
  return /bytes from ([0-9a-fA-F.:]+?):? /.exec(output)?.[1]
}
