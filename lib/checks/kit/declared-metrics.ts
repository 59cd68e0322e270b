import { findMetric } from '../../units/metric-table.ts'
import { checkCatalog } from '../catalog.ts'
import type { Metrics } from '../load-kit/load-metrics.ts'

/** The metrics that the schema of a check declares: a load measures more than each check needs. */
export function declaredMetrics(kind: string, metrics: Metrics): Metrics {
  const declared = checkCatalog[kind]?.metrics ?? {}
  return Object.fromEntries(
    Object.entries(metrics).filter(([name]) => findMetric(declared, name) !== undefined),
  )
}
