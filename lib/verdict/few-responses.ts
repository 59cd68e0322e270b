import type { LoadRecord, TimeName, TimeRecord } from '../record/load-record.ts'
import type { Measurement } from '../record/measurement.ts'
import { recordedTimes } from '../record/recorded-times.ts'
import { binomialCdf } from '../stats/intervals/binomial.ts'
import { minForQuantile } from '../stats/intervals/quantile-interval.ts'
import type { Interval } from '../units/interval.ts'
import { labelled, readLabelled } from '../units/labels.ts'

/** Confidence that the largest of so few responses is above the quantile at all. */
const enough = 0.95
/** Confidence of a limit beyond which a quantile is impossible, however few responses there are. */
const beyondDoubt = 0.99

/** A quantile with too few responses. */
export interface FewResponses {
  /** `p99 needs at least 299 responses, 50 were measured: raise requests`. */
  readonly reason: string
  /** The quantile's range anyway: above its lower limit, without an upper one. */
  readonly interval: Interval
}

/**
 * Why a metric such as `latency.p99` is unreliable: there are fewer responses than needed for even the
 * longest of them to be above the quantile (`fewestForQuantile`). The few responses still give a lower
 * limit: if 4 of 50 took longer than a second, more than 1 in 100 of all do so.
 * @param key of the metric in the measurement, with its labels
 * @returns undefined for a metric other than a quantile of the times of a load, and if there are enough
 * responses
 */
export function fewResponses(
  key: string,
  { check, loads = [] }: Pick<Measurement, 'check' | 'loads'>,
): FewResponses | undefined {
  const { metric, labels } = readLabelled(key)
  const asked = quantileOf(metric)
  if (!asked) return undefined
  const level = labelled('', labels)
  const measured = loads.filter(({ labels: { side = 'candidate', repetition: _, ...rest } }) => {
    return side === asked.side && labelled('', rest) === level
  })
  const reason = tooFewResponses(metric, measured, check)
  if (reason === undefined) return undefined
  const low = lowestPossible(recordedTimes(timesOf(measured, asked)), asked.share)
  return { reason, interval: { low, high: Number.POSITIVE_INFINITY, confidence: beyondDoubt } }
}

/**
 * The value at or above which so many responses are as hardly ever would be if it were above the quantile.
 * With whole ranks, unlike `quantileLimits`: there is nothing between a fast response and one that timed
 * out.
 */
function lowestPossible(times: readonly number[], share: number): number {
  const descending = times.toSorted((a, b) => b - a)
  const limit = descending.find(
    (_, index) => binomialCdf(index, times.length, 1 - share) >= beyondDoubt,
  )
  return limit ?? 0
}

/**
 * Only the reason, for one side of a comparison.
 * @param loads of one level and side, all repetitions
 */
export function tooFewResponses(
  metric: string,
  loads: readonly LoadRecord[],
  check: string,
): string | undefined {
  const asked = quantileOf(metric)
  if (!asked) return undefined
  const count = timesOf(loads, asked).reduce((sum, each) => sum + each.count, 0)
  const fewest = minForQuantile(asked.share, enough)
  if (count === 0 || count >= fewest) return undefined
  const what = asked.time === 'itl' ? 'gaps between tokens' : 'responses'
  return `p${asked.percent} needs at least ${fewest} ${what}, ${count} were measured: raise ${optionOf(check)}`
}

interface Quantile {
  readonly side: 'candidate' | 'baseline'
  readonly time: TimeName
  /** `99.9`. */
  readonly percent: string
  readonly share: number
}

const form =
  /^(?<of>baseline\.|open_loop\.)?(?<time>latency|ttft|itl|tpot|queue_wait|service_time)\.p(?<percent>\d{1,2}(?:\.\d+)?)$/

function quantileOf(metric: string): Quantile | undefined {
  const { of, time, percent } = form.exec(metric)?.groups ?? {}
  const share = Number(percent) / 100
  if (time === undefined || percent === undefined || !(share > 0)) return undefined
  const side = of === 'baseline.' ? 'baseline' : 'candidate'
  return { side, time: time as TimeName, percent, share }
}

function timesOf(loads: readonly LoadRecord[], { time }: Quantile): readonly TimeRecord[] {
  return loads.flatMap(({ total }) => total.times[time] ?? [])
}

/** The option of a check that enlarges its sample. */
const options: Readonly<Record<string, string>> = {
  batch: '`tasks`',
  load: '`duration` or `requests`',
  soak: '`duration`',
}

function optionOf(check: string): string {
  return Object.hasOwn(options, check) ? (options[check] ?? '') : '`requests`'
}
