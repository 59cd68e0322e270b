import { schemas } from '../generated/schemas.ts'
import type { Measurement } from '../record/measurement.ts'
import type { Verdict } from '../record/verdict.ts'
import type { MetricTable } from '../units/dimension.ts'
import { familyOfEach, findMetric, metricTableOf } from '../units/metric-table.ts'
import { parseCondition } from '../units/parse-condition.ts'
import type { Expectation } from '../verdict/expectation.ts'
import { judge } from '../verdict/judge.ts'

/** A condition as it is written: text, a literal, or a list of which all must hold. */
export type ConditionInput = string | number | boolean | readonly (string | number | boolean)[]

/** Conditions by metric name. */
export type Expectations = Readonly<Record<string, ConditionInput | undefined>>

/**
 * Judges a measurement against conditions in the language of the specs.
 * @throws TypeError for what is no measurement, an unknown metric, or a condition of another dimension
 */
export function meet(received: unknown, expectations: Expectations): Verdict {
  const measurement = asMeasurement(received)
  const table = metricsOf(measurement.check)
  const conditions = Object.entries(expectations).map(([metric, written]) =>
    readExpectation(measurement.check, table, metric, written),
  )
  return judge(conditions, measurement)
}

function metricsOf(check: string): MetricTable {
  const schema =
    Object.hasOwn(schemas.checks, check) && schemas.checks[check as keyof typeof schemas.checks]
  if (!schema) throw new TypeError(`no check \`${check}\` is known`)
  return metricTableOf(schema)
}

function asMeasurement(received: unknown): Measurement {
  const isMeasurement =
    received !== null &&
    typeof received === 'object' &&
    'check' in received &&
    'metrics' in received
  if (isMeasurement) return received as Measurement
  throw new TypeError(
    'expect() got no measurement: pass what a check returned, e.g. `expect(await worker.ping()).toMeet(...)`',
  )
}

function readExpectation(
  check: string,
  table: MetricTable,
  metric: string,
  written: ConditionInput | undefined,
): Expectation {
  const declaration = findMetric(table, metric)
  if (!declaration) {
    throw new TypeError(
      `unknown metric \`${metric}\` of \`${check}\`; it has ${Object.keys(table).join(', ')}`,
    )
  }
  const { dimension } = declaration
  const parsed = parseCondition(written, dimension)
  if (!parsed.ok)
    throw new TypeError(`\`${metric}\`: ${parsed.message}; expected ${parsed.expected}`)
  const family = familyOfEach(table, metric)
  return { metric, ...(family !== undefined && { family }), dimension, condition: parsed.condition }
}
