import { type LabelTable, parseLabel } from '../conditions/label-table.ts'
import { parseCondition } from '../conditions/parse-condition.ts'
import { schemas } from '../generated/schemas.ts'
import type { Measurement } from '../record/measurement.ts'
import type { Verdict } from '../record/verdict.ts'
import type { MetricTable } from '../units/dimension.ts'
import type { Labels } from '../units/labels.ts'
import { familyOfEach, findMetric, metricTableOf } from '../units/metric-table.ts'
import type { Expectation } from '../verdict/expectation.ts'
import { judge } from '../verdict/judge.ts'

/** A condition as in a spec: text, a literal, or a list of which all must be met. */
export type ConditionInput = string | number | boolean | readonly (string | number | boolean)[]

/** Conditions by metric name. */
export type Expectations = Readonly<Record<string, ConditionInput | undefined>>

/**
 * Options of conditions, beside their metrics.
 * @example
 * expect(load).toMeet({ 'latency.p95': '< 1s' }, { at: { concurrency: 15 } })
 */
export interface MeetOptions {
  /** The level of the conditions, as in a spec: `{ concurrency: 15 }`. Default: every level. */
  readonly at?: Readonly<Record<string, number | string | undefined>>
}

/**
 * Judges a measurement against conditions in the language of the specs.
 * @throws TypeError for an invalid measurement, an unknown metric or label, or a condition of another
 * dimension
 * @example
 * const { status, conditions } = meet(measurement, { packet_loss: '0%', 'rtt.avg': '< 10ms' })
 */
export function meet(
  received: unknown,
  expectations: Expectations,
  options: MeetOptions = {},
): Verdict {
  const measurement = asMeasurement(received)
  const { check } = measurement
  const { metrics } = declarationOf(check)
  const at = options.at && readLevel(check, options.at)
  const conditions = Object.entries(expectations).map(([metric, written]) => ({
    ...readExpectation(check, metrics, metric, written),
    ...(at && { at }),
  }))
  return judge(conditions, measurement)
}

function declarationOf(check: string): { metrics: MetricTable; labels: LabelTable } {
  const schema =
    Object.hasOwn(schemas.checks, check) && schemas.checks[check as keyof typeof schemas.checks]
  if (!schema) throw new TypeError(`no check \`${check}\` is known`)
  return { metrics: metricTableOf(schema), labels: (schema['x-labels'] ?? {}) as LabelTable }
}

/** @throws TypeError for an invalid measurement */
export function asMeasurement(received: unknown): Measurement {
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
  const { dimension, needs } = declaration
  const parsed = parseCondition(written, dimension)
  if (!parsed.ok)
    throw new TypeError(`\`${metric}\`: ${parsed.message}; expected ${parsed.expected}`)
  const family = familyOfEach(table, metric)
  return {
    metric,
    ...(family !== undefined && { family }),
    dimension,
    ...(needs && { needs }),
    condition: parsed.condition,
  }
}

/** @throws TypeError for an unknown label of the check, or an invalid value of it */
export function readLevel(check: string, at: NonNullable<MeetOptions['at']>): Labels {
  const { labels: table } = declarationOf(check)
  const names = Object.keys(table)
  if (names.length === 0) throw new TypeError(`\`${check}\` does not measure at levels: no \`at\``)
  const labels = Object.entries(at).map(([name, written]) => {
    const type = Object.hasOwn(table, name) ? table[name] : undefined
    if (!type) {
      throw new TypeError(`unknown label \`${name}\` of \`${check}\`; it has ${names.join(', ')}`)
    }
    const parsed = parseLabel(written, type)
    if (parsed.ok) return [name, parsed.value] as const
    throw new TypeError(`\`${name}\`: ${parsed.message}; expected ${parsed.expected}`)
  })
  if (labels.length === 0) throw new TypeError('`at` names no level')
  return Object.fromEntries(labels)
}
