import type { Measurement } from '../record/measurement.ts'
import type { ParsedCondition } from '../units/condition.ts'
import { formatQuantity } from '../units/quantity.ts'
import { shortfall } from '../units/shortfall.ts'
import { type Judged, judgeMetric } from './judge-metric.ts'

/** More members than this are not named in a reason. */
const maxNamed = 3

/** From worst to best; a member without data fails too, but one that was measured says more. */
const severity = ['fail', 'no_data', 'inconclusive', 'pass'] as const

/**
 * Holds every metric of a family against a condition, as `share.each` asks: the worst of them decides,
 * and the reason names those that are no better.
 * @param prefix of the members' names, e.g. `share.`
 */
export function judgeFamily(
  prefix: string,
  condition: ParsedCondition,
  measurement: Measurement,
): Judged {
  const members = Object.keys(measurement.metrics)
    .filter((metric) => metric.startsWith(prefix) && metric.length > prefix.length)
    .map((metric) => judgeMember(prefix, metric, condition, measurement))
    .toSorted(worstFirst)
  const [worst] = members
  if (!worst) return noMembers(prefix)
  const { status, measured, interval } = worst.judged
  const reason = reasonOf(members, status)
  return {
    status,
    measured,
    formatted: formatExtent(members, condition),
    member: worst.name,
    ...(interval && { interval }),
    ...(reason !== undefined && { reason }),
  }
}

interface Member {
  /** The name without the family's. */
  readonly name: string
  /** As measured, also where it is infinite. */
  readonly value: number | undefined
  readonly missesBy: number
  readonly judged: Judged
}

function judgeMember(
  prefix: string,
  metric: string,
  condition: ParsedCondition,
  measurement: Measurement,
): Member {
  const value = measurement.metrics[metric]
  const isNumber = typeof value === 'number' && !Number.isNaN(value)
  return {
    name: metric.slice(prefix.length),
    value: isNumber ? value : undefined,
    missesBy: isNumber ? shortfall(condition.condition, value) : 0,
    judged: judgeMetric(metric, condition, measurement),
  }
}

function worstFirst(a: Member, b: Member): number {
  const bySeverity = severity.indexOf(a.judged.status) - severity.indexOf(b.judged.status)
  if (bySeverity !== 0) return bySeverity
  // Two that are infinite are alike, though their difference is not a number.
  return a.missesBy === b.missesBy ? 0 : b.missesBy - a.missesBy
}

function noMembers(prefix: string): Judged {
  return {
    status: 'no_data',
    measured: null,
    formatted: formatQuantity(null, 'any'),
    reason: `no data: no metric \`${prefix}*\` was measured`,
  }
}

/** The members that decide, worst first: those that fail or lack data, else those that stay open. */
function reasonOf(members: readonly Member[], status: Judged['status']): string | undefined {
  if (status === 'pass') return undefined
  const isOpen = status === 'inconclusive'
  const deciding = members.filter(
    ({ judged }) => judged.status !== 'pass' && (judged.status === 'inconclusive') === isOpen,
  )
  const told = deciding.slice(0, maxNamed).map(({ name, judged }) => `${name}: ${judged.reason}`)
  const left = deciding.length - told.length
  return [...told, ...(left > 0 ? [`and ${left} more`] : [])].join('; ')
}

/** `31.2%..35.1%` of numbers, else each value once. */
function formatExtent(members: readonly Member[], { dimension }: ParsedCondition): string {
  const numbers = members.flatMap(({ value }) => value ?? []).toSorted((a, b) => a - b)
  const ends = [numbers.at(0), numbers.at(-1)].flatMap((end) => end ?? [])
  const isOfNumbers = ends.length > 0
  const texts = isOfNumbers
    ? ends.map((end) => formatQuantity(end, dimension))
    : members.map(({ judged }) => judged.formatted)
  return [...new Set(texts)].join(isOfNumbers ? '..' : ', ')
}
