import type {
  Evidence,
  EvidenceOutcome,
  Measurement,
  Subject,
} from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { besideLoad } from '../evidence/failed-evidence.ts'
import { isAboutOutcome, missedLevel } from '../evidence/load-level.ts'
import { sum, workerIds } from '../evidence/load-workers.ts'
import { lossEnding } from '../evidence/loss-in-words.ts'
import { startCommands } from '../network/server-remedies.ts'

/** Connects to a worker failed during the load: the network comes first, and explains its consequences. */
export function networkBesideLoad(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(measurement, missed, isAboutOutcome)
  const isAsked = missed.some(({ metric }) => isAboutOutcome(metric))
  // An unfit measurement has no missed conditions, but may be unfit for this reason.
  if (!isAsked && measurement.unfit === undefined) return undefined
  const used = level && workerIds([...level.loads, ...level.baseline])
  const failing = measurement.evidence
    .flatMap((evidence) => readConnects(evidence) ?? [])
    .filter(({ id, failed, tries }) => failed / tries >= minShare && (used?.includes(id) ?? true))
    .toSorted((a, b) => b.failed / b.tries - a.failed / a.tries)
  const [worst] = failing
  if (!worst) return undefined
  const all = failing.every(({ failed, tries }) => failed === tries)
  const reported = failing.map(({ id, failed, tries }) => `${id}: ${failed} of ${tries}`).join(', ')
  return {
    code: 'network_failed_beside_load',
    symptom: `while the load ran, connects failed (${reported})`,
    cause: `${worst.id} (${worst.address}) ${causeOf(worst.outcome)}: ${reported} connects during the load failed (${worst.reason})${all ? '' : '; others succeeded, so it went away during the load, or is intermittent'}${effectOf(measurement)}${level ? lossEnding(level) : ''}`,
    remedy: [
      'network first: a benchmark is worthless before `npx vitest run specs/network` passes',
      ...remediesOf(worst, measurement.subject),
    ],
  }
}

/** Below this fraction one or two packets were lost. */
const minShare = 0.05

interface FailedConnects {
  readonly id: string
  readonly address: string
  readonly failed: number
  readonly tries: number
  readonly outcome: EvidenceOutcome
  readonly reason: string
}

function readConnects({ attempt, outcome, detail }: Evidence): FailedConnects | undefined {
  const address = besideLoad.exec(attempt)?.groups?.address
  const counted = /^(?:[A-Z_]+: )?(?<id>.+): (?<failed>\d+) of (?<tries>\d+) failed: (?<reason>.*)$/
  const { id = '', failed, tries, reason = '' } = counted.exec(detail)?.groups ?? {}
  if (address === undefined || failed === undefined) return undefined
  return { id, address, failed: Number(failed), tries: Number(tries), outcome, reason }
}

function causeOf(outcome: EvidenceOutcome): string {
  if (outcome === 'refused') return 'refuses connections: its server is not running'
  if (outcome === 'timed_out')
    return 'does not respond: packets to it get lost, or a firewall drops them'
  if (outcome === 'unreachable') return 'cannot be reached: there is no route to it'
  return 'cannot be connected to'
}

/** Outcomes of the requests meanwhile. */
function effectOf({ loads = [] }: Measurement): string {
  const retries = sum(loads, (load) => load.retries)
  const failed = sum(loads, ({ total }) => total.ended - total.ok)
  const reported = [
    ...(retries > 0 ? [`${retries} requests were sent again`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  return reported.length === 0 ? '' : `; ${reported.join(' and ')}`
}

function remediesOf({ id, address, outcome }: FailedConnects, subject: Subject): string[] {
  const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(address) ?? []
  const worker: Subject = { ...subject, name: id, host, port: Number(port) }
  if (outcome === 'refused') {
    return [
      ...startCommands(worker),
      `see on ${id} what listens: \`lsof -i :${port}\`; bound to 127.0.0.1 only, bind it to 0.0.0.0`,
    ]
  }
  const watch = `test the path to it: \`ping -c 100 ${host}\`, \`nc -z -v ${host} ${port}\``
  const cable = `connect ${id} by Ethernet instead of Wi-Fi; keep its machine from sleeping`
  if (outcome === 'timed_out') {
    return [
      watch,
      cable,
      `see whether a firewall drops port ${port}: \`sudo pfctl -sr | grep ${port}\` (macOS), \`sudo nft list ruleset | grep ${port}\` (Linux)`,
    ]
  }
  return [
    `see which route this host uses: \`ip route get ${host}\`, \`route -n get ${host}\` (macOS)`,
    cable,
    watch,
  ]
}
