import type { FailureKind } from './failure.ts'

/** The output of `ping`, as numbers; duplicates do not count as replies. */
export interface PingOutput {
  readonly sent: number
  readonly received: number
  readonly duplicates: number
  /**
   * By sequence, one per reply: lost packets are not included. iputils has no time for payloads under 16
   * bytes.
   */
  readonly rttsMs: readonly number[]
  readonly address?: string
  /** Error replies of routers or the system, each once. */
  readonly errors: readonly PingError[]
  /** Whether ping printed its summary; else `sent` counts up to the last reply only. */
  readonly isComplete: boolean
}

export interface PingError {
  readonly kind: FailureKind
  readonly detail: string
}

/**
 * Reads the output of iputils, busybox, GNU inetutils and macOS pings, complete or truncated: replies have
 * `icmp_seq=` or `seq=` and `time=0.03 ms` or `time<1 ms`; the last lines count packets.
 */
export function parsePingOutput(output: string, stderr = ''): PingOutput {
  const { bySequence, duplicates } = repliesIn(output)
  const counted = /(\d+) packets transmitted, (\d+) (?:packets )?received/.exec(output)
  const replies = [...bySequence].sort(([first], [second]) => first - second)
  return {
    sent: Number(counted?.[1] ?? sentAtLeast(output, replies.at(-1)?.[0])),
    received: replies.length,
    duplicates,
    rttsMs: replies.flatMap(([, rttMs]) => rttMs ?? []),
    address: addressIn(output),
    errors: errorsIn(output, stderr),
    isComplete: counted !== null,
  }
}

/** The target address of ping: `PING name (10.0.0.7)`, `PING ::1(::1)`. */
function addressIn(output: string): string | undefined {
  return /^PING [^(]*\(([0-9a-fA-F.:]+(?:%[^)\s]+)?)\)/m.exec(output)?.[1]
}

interface Replies {
  /** A payload too small for a timestamp comes back without a round trip. */
  readonly bySequence: ReadonlyMap<number, number | undefined>
  readonly duplicates: number
}

function repliesIn(output: string): Replies {
  const bySequence = new Map<number, number | undefined>()
  let duplicates = 0
  for (const line of output.split('\n')) {
    const reply = /bytes from .*seq=(\d+) (?:.*time[=<]([\d.]+) ?ms)?/.exec(line)
    if (!reply) continue
    const sequence = Number(reply[1])
    if (line.includes('DUP!') || bySequence.has(sequence)) duplicates += 1
    else bySequence.set(sequence, reply[2] === undefined ? undefined : Number(reply[2]))
  }
  return { bySequence, duplicates }
}

/** The minimum number of sent packets, if the output was truncated before its summary. */
function sentAtLeast(output: string, lastSequence: number | undefined): number {
  if (lastSequence === undefined) return 0
  // busybox and macOS count from 0, iputils from 1.
  const isFromZero = /^PING .*\): \d+ data bytes/m.test(output)
  return isFromZero ? lastSequence + 1 : lastSequence
}

const errorWords: readonly (readonly [RegExp, FailureKind])[] = [
  [/Destination (?:Host|Net|Port|Protocol) (?:Unreachable|Prohibited).*/i, 'unreachable'],
  // ICMPv6: `Destination unreachable: Address unreachable`, `... No route`.
  [/Destination unreachable: .*/i, 'unreachable'],
  [/(?:Packet filtered|Communication prohibited|Administratively prohibited).*/i, 'unreachable'],
  [/Time (?:to live )?exceeded.*/i, 'unreachable'],
  [/(?:Host is down|No route to host|Network is unreachable|Network is down).*/i, 'unreachable'],
]

function errorsIn(output: string, stderr: string): PingError[] {
  const found = new Map<string, PingError>()
  for (const line of output.split('\n')) {
    const [words, kind] = errorWords.find(([each]) => each.test(line)) ?? []
    const detail = words?.exec(line)?.[0].trim()
    if (kind && detail) found.set(detail, { kind, detail })
  }
  for (const line of stderr.split('\n')) {
    const refusal = refusalIn(line)
    if (refusal) found.set(refusal.detail, refusal)
  }
  return [...found.values()]
}

const refusals: readonly (readonly [RegExp, FailureKind, string?])[] = [
  // Linux's messages for prohibit and blackhole routes; without a socket call they are about ping itself.
  [/(?:connect|sendto|sendmsg): Permission denied/i, 'unreachable', 'a route that prohibits it'],
  [/(?:connect|sendto|sendmsg): Invalid argument/i, 'unreachable', 'a blackhole route'],
  [/Operation not permitted|Permission denied|must be root|are you root/i, 'not_permitted'],
  [/cannot flood|minimal interval|interval too short/i, 'not_permitted'],
  [
    /Name or service not known|bad address|unknown host|cannot resolve|not known|name does not resolve|Temporary failure in name|address associated with hostname|Address family for hostname/i,
    'dns',
  ],
  [/Network is unreachable|Network is down/i, 'unreachable'],
  [/No route to host|Host is unreachable|Host is down/i, 'unreachable'],
  [
    /Do you want to ping broadcast/i,
    'unreachable',
    'a route that prohibits it, or a broadcast address',
  ],
]

/** Why ping gave up before it sent a packet, from its standard error. */
export function refusalIn(stderr: string): PingError | undefined {
  for (const [words, kind, meaning] of refusals) {
    const line = stderr.split('\n').find((each) => words.test(each))
    if (line === undefined) continue
    const said = line.replace(/^ping6?: /, '').trim()
    return { kind, detail: meaning ? `${said} (${meaning})` : said }
  }
  return undefined
}
