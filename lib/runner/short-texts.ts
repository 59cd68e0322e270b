import type { ConditionVerdict, Verdict } from '../record/verdict.ts'
import type { MetricValue } from '../units/dimension.ts'

/** The length of a text in a report: a body or an output was judged completely. */
const maxCharacters = 4_000

/** A verdict whose texts are short enough for a report; truncated ones are marked. */
export function withShortTexts(verdict: Verdict): Verdict {
  const { conditions, measurement } = verdict
  const shortened = conditions.map(shortCondition)
  if (!measurement) return { ...verdict, conditions: shortened }
  const values = Object.entries(measurement.metrics)
  if (!values.some(([, value]) => isLong(value))) return { ...verdict, conditions: shortened }
  const metrics = Object.fromEntries(values.map(([name, value]) => [name, short(value)]))
  return { ...verdict, conditions: shortened, measurement: { ...measurement, metrics } }
}

function shortCondition(verdict: ConditionVerdict): ConditionVerdict {
  const { measured, formatted, reason } = verdict
  if (!isLong(measured) && !isLong(formatted)) return verdict
  return {
    ...verdict,
    measured: short(measured),
    formatted: shortText(formatted),
    ...(reason !== undefined && { reason: shortText(reason) }),
  }
}

function isLong(value: MetricValue): boolean {
  return typeof value === 'string' && value.length > maxCharacters
}

function short(value: MetricValue): MetricValue {
  return typeof value === 'string' ? shortText(value) : value
}

function shortText(text: string): string {
  if (text.length <= maxCharacters) return text
  return `${text.slice(0, maxCharacters)}… (the first ${maxCharacters} of ${text.length} characters)`
}
