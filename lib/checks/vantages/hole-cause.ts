import type { Evidence, Subject } from '../../record/measurement.ts'
import { listed } from '../../units/listed.ts'

/** How a second way to a host is called in the evidence. */
export const icmpAttempt = 'ICMP echo to'
export const tcpAttempt = 'TCP connect to'

/** What one agent found of a target. */
export interface View {
  readonly agent: string
  readonly reaches: boolean | undefined
  readonly evidence: readonly Evidence[]
}

/**
 * Why an agent does not reach a target, in words: from what it tried in two ways, and from who reaches it all the
 * same. `a2 reaches w3 by ICMP, but its port 8000 is dropped from a2's side only`.
 */
export function holeCause(
  check: string,
  subject: Subject,
  view: View,
  all: readonly View[],
): string {
  const failed = view.evidence.findLast(({ outcome }) => outcome !== 'ok')
  if (!failed) return `nothing comes back to ${view.agent} from ${subject.name}`
  const hole: Hole = {
    agent: view.agent,
    name: subject.name,
    host: subject.host ?? subject.name,
    way: check === 'ping' || check === 'path' ? 'ICMP' : portWords(subject),
    failed,
    other: otherWay(check, view),
    ...sideOf(view.agent, all),
  }
  return (
    wordsOf[failed.outcome]?.(hole) ??
    `${hole.agent}: ${failed.attempt} → ${failed.detail}${hole.but}`
  )
}

interface Hole extends Side {
  readonly agent: string
  readonly name: string
  readonly host: string
  /** The protocol of the second attempt: `ICMP`, `port 8000`. */
  readonly way: string
  readonly failed: Evidence
  readonly other: OtherWay | undefined
}

const wordsOf: Partial<Record<Evidence['outcome'], (hole: Hole) => string>> = {
  dns: ({ agent, host, but }) => `the name ${host} does not resolve at ${agent}${but}`,
  unreachable: ({ agent, name, failed, but }) =>
    `${agent} has no way to ${name} (${failed.detail})${but}`,
  refused: ({ agent, name, way, but, isReached }) =>
    `${name} refuses ${agent} at ${way}${but}: ${isReached ? `a firewall rejects ${agent}, or the address is that of another machine there` : 'its server is not running'}`,
  timed_out: (hole) => silentWords(hole),
}

function silentWords({ agent, name, way, failed, other, only, but, isReached }: Hole): string {
  if (/^(?:connected|TLS|first byte)/.test(failed.detail)) {
    return `${agent} connects to ${name}, which then says nothing${but}`
  }
  if (other?.outcome === 'ok') {
    const dropped = way === 'ICMP' ? way : `its ${way}`
    return `${agent} reaches ${name} by ${other.way}, but ${dropped} is dropped${only}`
  }
  const nothing = `nothing comes back to ${agent} from ${name}`
  if (other === undefined || other.isUnknown) return nothing + but
  const why = isReached
    ? `${but}: something between them drops everything`
    : ': it is off, or its address is another'
  return `${nothing}, by ${other.way} neither${why}`
}

/** Who else reaches it, as the end of a sentence. */
interface Side {
  readonly isReached: boolean
  /** Of what is done to an agent. */
  readonly only: string
  /** Of what an agent meets. */
  readonly but: string
}

function sideOf(agent: string, all: readonly View[]): Side {
  const reached = all.filter(({ reaches }) => reaches === true)
  const holes = all.filter(({ reaches }) => reaches === false)
  if (reached.length === 0) {
    const isAlone = holes.length === 1
    return { isReached: false, only: isAlone ? '' : ', as for every agent', but: '' }
  }
  const others = firstOf(reached.map((each) => each.agent))
  return {
    isReached: true,
    only:
      holes.length === 1
        ? ` from ${agent}'s side only`
        : ` from ${agent}'s side, not from ${others}`,
    but: `, and ${others} ${reached.length === 1 ? 'reaches' : 'reach'} it`,
  }
}

interface OtherWay {
  readonly way: 'ICMP' | 'TCP'
  readonly outcome: Evidence['outcome']
  /** The agent cannot ask in this way. */
  readonly isUnknown: boolean
}

/** What came back by the way that the check itself does not take. */
function otherWay(check: string, { evidence }: View): OtherWay | undefined {
  const isOfIcmp = check === 'ping' || check === 'path'
  const lead = isOfIcmp ? tcpAttempt : icmpAttempt
  const found = evidence.findLast(({ attempt }) => attempt.startsWith(lead))
  if (!found) return undefined
  const { outcome } = found
  const isUnknown = outcome === 'not_permitted' || outcome === 'missing_tool'
  return { way: isOfIcmp ? 'TCP' : 'ICMP', outcome, isUnknown }
}

function portWords({ port }: Subject): string {
  return port === undefined ? 'port' : `port ${port}`
}

function firstOf(names: readonly string[]): string {
  return listed(names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names)
}
