import { schemas } from '../generated/schemas.ts'
import type { DeclarationOf } from '../record/history.ts'
import type { MetricTable } from '../units/dimension.ts'
import { findMetric, metricTableOf } from '../units/metric-table.ts'

/** The declaration of a metric in the schemas of the checks. */
export const declarationOf: DeclarationOf = (check, metric) => {
  const table = tables.get(check)
  return table && findMetric(table, metric)
}

const tables: ReadonlyMap<string, MetricTable> = new Map(
  Object.entries(schemas.checks).map(([kind, schema]) => [kind, metricTableOf(schema)]),
)
