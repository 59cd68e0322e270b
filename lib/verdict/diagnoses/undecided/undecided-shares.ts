import { parseCondition } from '../../../conditions/parse-condition.ts'
import { shortfall } from '../../../conditions/shortfall.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { numberOf } from '../evidence/load-evidence.ts'

/** Too few requests to decide a condition on a share. */
export function undecidedShares(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const open = missed.filter(({ status, interval }) => status === 'inconclusive' && interval)
  const [first] = open
  const sample = samples[measurement.check]
  if (!first || !sample || missed.length > open.length) return undefined
  const more = Math.max(...open.map((verdict) => timesMore(verdict)))
  const { interval: { low, high } = { low: 0, high: 0 } } = first
  return {
    code: 'share_undecided',
    symptom: `${first.metric} is known to within ${shown(high - low)} only, and the bound is inside`,
    cause:
      'too few requests: the interval of a share gets narrower with their square root, half as wide with four times as many',
    remedy: [
      more <= maxMore ? sample.raise(measurement, more) : `raise \`${sample.option}\``,
      'or ask for less: a wider tolerance',
      'if it may stay open: `on_inconclusive: warn`',
    ],
  }
}

interface Sample {
  readonly option: string
  readonly raise: (measurement: Measurement, times: number) => string
}

const requests: Sample = {
  option: 'requests',
  raise: (measurement, times) =>
    `raise \`requests\` to about ${rounded((numberOf(measurement, 'requests') ?? 0) * times)}`,
}

/** The option that enlarges the sample of a check. */
const samples: Readonly<Record<string, Sample>> = {
  balance: requests,
  adapt: requests,
  failover: {
    option: 'requests',
    // The share after the return is that of a fifth of them, or 100 at least.
    raise: (measurement, times) =>
      `raise \`requests\` to about ${rounded(Math.max(500, numberOf(measurement, 'requests') ?? 0) * times)}`,
  },
  affinity: { option: 'sessions', raise: (_, times) => `raise \`sessions\` ${shown(times)} times` },
}

/** Beyond this a value counts as equal to the bound, which no number of requests decides. */
const maxMore = 100

/** Multiple of the requests that decides: until the interval no longer contains the bound. */
function timesMore({ condition, dimension, measured, interval }: ConditionVerdict): number {
  const parsed = parseCondition(condition, dimension)
  if (!parsed.ok || typeof measured !== 'number' || !interval) return Number.POSITIVE_INFINITY
  const misses = (value: number) => shortfall(parsed.condition.condition, value)
  const room = Math.abs(misses(measured))
  const width = Math.max(interval.high - measured, measured - interval.low)
  return Math.max(1.5, (width / room) ** 2)
}

/** To two digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(2))
}

function shown(value: number): string {
  return String(Number(value.toPrecision(2)))
}
