import { type RegressionBudget, regressionCondition } from '../conditions/regression-budget.ts'
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
 * What a metric is held against the baseline with.
 * @example
 * const options: BaselineOptions = { metric: 'throughput', within: '5%' }
 */
export interface BaselineOptions extends MeetOptions {
  /** One that gets better or worse: `throughput`, `latency.p95`. */
  readonly metric: string
  /** How much worse it may be, in percent of the baseline; default `5%`. */
  readonly within?: string
  /** How sure the verdict must be; default `99%`. */
  readonly confidence?: string
}

/** Which test asks: the runners put it on `this`. */
export interface AskingTest {
  /** Absolute path of its file. */
  readonly testPath?: string | undefined
  /** With its suites, as the runner joins them. */
  readonly currentTestName?: string | undefined
}

/**
 * Holds a measurement against the baseline of the test that asks, as `regression` does in a spec.
 * @throws TypeError for what is no measurement, or options that cannot be read
 * @throws BaselineFileError for a file that is no baseline
 */
export function stayWithinBaseline(
  received: unknown,
  options: BaselineOptions,
  test: AskingTest,
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
  const schema = Object.entries(schemas.checks).find(([kind]) => kind === check)?.[1]
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

function referenceOf({ testPath, currentTestName }: AskingTest): BaselineReference {
  if (testPath === undefined || currentTestName === undefined) {
    throw new TypeError('the runner does not say which test this is, so its baseline is not known')
  }
  const file = baselinePath(testPath, currentTestName)
  return { file, baseline: readValidBaseline(file) }
}
