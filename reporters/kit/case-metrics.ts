import type { Measurement } from '../../lib/record/measurement.ts'
import type { CaseRecord } from '../../lib/record/run/run-record.ts'
import type { MetricValue } from '../../lib/units/dimension.ts'

/** A measured value of a case; a metric without data has none. */
export interface CaseMetric {
  readonly check: string
  /** Its key, with the labels of its level: `speedup{concurrency=15}`. */
  readonly key: string
  readonly value: Exclude<MetricValue, null>
}

/** All metrics of a case, declared in YAML or in TypeScript. */
export function metricsOf(test: CaseRecord): readonly CaseMetric[] {
  return measurementsOf(test).flatMap(({ check, metrics }) =>
    Object.entries(metrics).flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [{ check, key, value }],
    ),
  )
}

export function measurementsOf({ record, measurements = [] }: CaseRecord): readonly Measurement[] {
  const judged = record?.verdict.measurement
  return judged ? [judged, ...measurements] : measurements
}

const maxNotes = 20

/** The notes of its measurements, each once. */
export function notesOf(test: CaseRecord): readonly string[] {
  return [...new Set(measurementsOf(test).flatMap(({ notes }) => notes))].slice(0, maxNotes)
}

/** As plain text: numbers in the unit of their dimension, without it. */
export function metricText(value: CaseMetric['value']): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
