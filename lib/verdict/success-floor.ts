import type { Measurement } from '../record/measurement.ts'
import { hasLabels, type Labels, labelled, readLabelled } from '../units/labels.ts'
import { formatQuantity } from '../units/quantity.ts'
import type { Expectation } from './expectation.ts'

/** Percent of the requests that must succeed for times and rates of the successful ones to count. */
const minSuccess = 99

/**
 * Why a metric does not count, by its key: too many of the requests failed. Times of successful requests
 * show nothing about the failed ones, and neither do shares and rates. The success rates that a metric
 * needs are declared by its check (`x-needs`); a test with a condition on that rate itself sets its own
 * limit.
 */
export type SuccessFloor = (key: string) => string | undefined

export function successFloor(
  { needs = [] }: Pick<Expectation, 'needs'>,
  measurement: Measurement,
  all: readonly Expectation[],
): SuccessFloor {
  return (key) => {
    const { labels } = readLabelled(key)
    return needs
      .filter((rate) => !isAsked(rate, labels, all))
      .map((rate) => shortfall(rate, labels, measurement))
      .find((reason) => reason !== undefined)
  }
}

function isAsked(rate: string, labels: Labels, all: readonly Expectation[]): boolean {
  return all.some(
    ({ metric, at = {}, regression }) => metric === rate && !regression && hasLabels(labels, at),
  )
}

function shortfall(rate: string, labels: Labels, measurement: Measurement): string | undefined {
  const success = successOf(rate, labels, measurement)
  if (success === undefined) return `no data: no request succeeded (no \`${rate}\`)`
  if (success >= minSuccess) return undefined
  const named = failuresOf(measurement)
  const reported = named === '' ? '' : ` (${named})`
  return `only ${formatQuantity(success, 'percentage')} of the requests succeeded${reported}, at least ${minSuccess}% must; a condition on \`${rate}\` in this test sets another limit`
}

/** At the level of the metric; for a metric of all levels, the lowest of them; else that of all. */
function successOf(rate: string, labels: Labels, { metrics }: Measurement): number | undefined {
  const own = metrics[labelled(rate, labels)]
  if (typeof own === 'number') return own
  const values = Object.entries(metrics).flatMap(([key, value]) => {
    const { metric, labels: level } = readLabelled(key)
    const isMeant = metric === rate && hasLabels(level, labels)
    return isMeant && typeof value === 'number' ? value : []
  })
  if (values.length > 0) return Math.min(...values)
  const ofAll = metrics[rate]
  return typeof ofAll === 'number' ? ofAll : undefined
}

const maxNamed = 3

/** `48 ended with HTTP 500 ("out of memory")`, of all levels. */
function failuresOf({ evidence }: Measurement): string {
  const failed = evidence.filter(
    ({ outcome, detail }) => outcome !== 'ok' && /^\d+ ended with /.test(detail),
  )
  const words = failed.map(({ detail, said }) =>
    said === undefined ? detail : `${detail} ("${said}")`,
  )
  return [...new Set(words)].slice(0, maxNamed).join(', ')
}
