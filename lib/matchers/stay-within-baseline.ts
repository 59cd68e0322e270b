import { type RegressionBudget, regressionCondition } from '../conditions/regression-budget.ts'
import type { CheckKind } from '../generated/checks.ts'
import { schemas } from '../generated/schemas.ts'
import { baselinePath } from '../record/baseline/baseline-file.ts'
import type { Measurement } from '../record/measurement.ts'
import type { Verdict } from '../record/verdict.ts'
import { metricTableOf } from '../units/metric-table.ts'
import { parseQuantity } from '../units/quantity.ts'
import { readValidBaseline } from '../verdict/baseline/valid-baseline.ts'
import type { BaselineReference } from '../verdict/baseline-reference.ts'
import { judge } from '../verdict/judge.ts'
import { asMeasurement, type MeetOptions, readLevel } from './meet.ts'

/**
 * Options of a comparison with a baseline.
 * @example
 * const options: BaselineOptions = { metric: 'throughput', within: '5%' }
 */
export interface BaselineOptions extends MeetOptions {
  /** A metric with a better direction: `throughput`, `latency.p95`. */
  readonly metric: string
  /** How much worse it may be, in percent of the baseline; default `5%`. */
  readonly within?: string
  /** Required confidence of the verdict; default `99%`. */
  readonly confidence?: string
}

/** The running test: the runners put it on `this`. */
export interface RunningTest {
  /** Absolute path of its file. */
  readonly testPath?: string | undefined
  /** With its suites, joined like the runner does. */
  readonly currentTestName?: string | undefined
}

/**
 * Compares a measurement with the baseline of the running test, like `regression` in a spec.
 * @throws TypeError for an invalid measurement, or invalid options
 * @throws BaselineFileError for a file that is not a baseline
 */
export function stayWithinBaseline(
  received: unknown,
  options: BaselineOptions,
  test: RunningTest,
): Verdict {
  const measurement = asMeasurement(received)
  const { metric, at } = options
  const regression = budgetOf(measurement.check, options)
  const condition = regressionCondition(regression)
  const level = at && readLevel(measurement.check, at)
  return judge(
    [
      {
        metric,
        ...(level && { at: level }),
        dimension: 'percentage',
        condition,
        regression,
      },
    ],
    measurement,
    referenceOf(test),
  )
}

function budgetOf(
  check: Measurement['check'],
  { metric, within = '5%', confidence = '99%' }: BaselineOptions,
): RegressionBudget {
  const schema = Object.hasOwn(schemas.checks, check)
    ? schemas.checks[check as CheckKind]
    : undefined
  const table = schema ? metricTableOf(schema) : {}
  const names = Object.keys(table).filter((name) => table[name]?.better !== undefined)
  const better = names.includes(metric) ? table[metric]?.better : undefined
  if (!better) {
    const known = names.length > 0 ? `it has ${names.join(', ')}` : 'it has none'
    throw new TypeError(`no metric \`${metric}\` of \`${check}\` gets better or worse; ${known}`)
  }
  return {
    better,
    withinPercent: percentBetween('within', within, 0, 100),
    confidence: percentBetween('confidence', confidence, 50, 100) / 100,
  }
}

function percentBetween(name: string, text: string, low: number, high: number): number {
  const parsed = parseQuantity(text, 'percentage')
  if (parsed.ok && parsed.value > low && parsed.value < high) return parsed.value
  throw new TypeError(
    `\`${name}\`: \`${text}\` is not a percentage above ${low}% and below ${high}%`,
  )
}

function referenceOf({ testPath, currentTestName }: RunningTest): BaselineReference {
  if (testPath === undefined || currentTestName === undefined) {
    throw new TypeError('the runner does not say which test this is, so its baseline is not known')
  }
  const file = baselinePath(testPath, currentTestName)
  return { file, baseline: readValidBaseline(file) }
}
