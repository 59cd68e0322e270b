import type { FailureKind } from './failure.ts'

/** What a `ping` printed, as numbers; round trips in the order of arrival, duplicates left out. */
export interface PingOutput {
  readonly sent: number
  readonly received: number
  readonly duplicates: number
  readonly rttsMs: readonly number[]
  readonly address?: string
  /** What routers or the system answered instead, each once. */
  readonly errors: readonly PingError[]
}

export interface PingError {
  readonly kind: FailureKind
  readonly detail: string
}

/**
 * Reads the output of iputils, busybox and macOS pings, whole or cut off: replies name
 * `icmp_seq=` or `seq=` and `time=0.03 ms` or `time<1 ms`; the last lines count packets.
 */
export function parsePingOutput(output: string): PingOutput {
  const bySequence = new Map<string, number>()
  let duplicates = 0
  for (const line of output.split('\n')) {
    const reply = /seq=(\d+).*?time[=<]([\d.]+) ?ms/.exec(line)
    if (!reply) continue
    const [, sequence = '', time = ''] = reply
    if (line.includes('DUP!') || bySequence.has(sequence)) duplicates += 1
    else bySequence.set(sequence, Number(time))
  }
  const counted = /(\d+) packets transmitted, (\d+) (?:packets )?received/.exec(output)
  const rttsMs = [...bySequence.values()]
  return {
    sent: Number(counted?.[1] ?? highestSequence(bySequence)),
    received: rttsMs.length,
    duplicates,
    rttsMs,
    address: /^PING [^(]*\(([0-9a-fA-F.:%]+)\)/m.exec(output)?.[1],
    errors: errorsIn(output),
  }
}

/** How many packets were sent at least, where the output was cut off before its summary. */
function highestSequence(bySequence: ReadonlyMap<string, number>): number {
  return Math.max(0, ...[...bySequence.keys()].map(Number))
}

const errorWords: readonly (readonly [RegExp, FailureKind])[] = [
  [/Destination (?:Host|Net|Port|Protocol) (?:Unreachable|Prohibited).*/i, 'unreachable'],
  [/(?:Packet filtered|Communication prohibited|Administratively prohibited).*/i, 'unreachable'],
  [/Time to live exceeded.*/i, 'unreachable'],
  [/(?:Host is down|No route to host|Network is unreachable|Network is down).*/i, 'unreachable'],
  [/Redirect (?:Host|Network).*/i, 'unreachable'],
]

function errorsIn(output: string): PingError[] {
  const found = new Map<string, PingError>()
  for (const line of output.split('\n')) {
    for (const [words, kind] of errorWords) {
      const detail = words.exec(line)?.[0]?.trim()
      if (detail !== undefined) found.set(detail, { kind, detail })
    }
  }
  return [...found.values()]
}

const refusals: readonly (readonly [RegExp, FailureKind, string?])[] = [
  [/Operation not permitted|Permission denied|must be root|are you root/i, 'not_permitted'],
  [/cannot flood|minimal interval|interval too short/i, 'not_permitted'],
  [
    /Name or service not known|bad address|unknown host|cannot resolve|not known|Temporary failure in name/i,
    'dns',
  ],
  [/Network is unreachable/i, 'unreachable'],
  [/No route to host|Host is unreachable|Host is down/i, 'unreachable'],
  // What Linux says of blackhole and prohibit routes.
  [/connect: Invalid argument|Invalid argument/i, 'unreachable', 'a blackhole route'],
  [
    /Do you want to ping broadcast/i,
    'unreachable',
    'a route that prohibits it, or a broadcast address',
  ],
]

/** Why ping gave up before it sent a packet, from what it wrote to its standard error. */
export function refusalIn(stderr: string): PingError | undefined {
  for (const [words, kind, meaning] of refusals) {
    const line = stderr.split('\n').find((each) => words.test(each))
    if (line === undefined) continue
    const said = line.replace(/^ping6?: /, '').trim()
    return { kind, detail: meaning ? `${said} (${meaning})` : said }
  }
  return undefined
}
