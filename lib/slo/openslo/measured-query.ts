import { baseUnit } from '../../rendering/base-unit.ts'
import { cut } from '../../rendering/plain-text.ts'
import { type Bound, rounded } from '../bounds.ts'
import { quoted } from '../prometheus/promql.ts'
import type { Declared, Objective } from '../slo.ts'

/** Labels are truncated like in the OpenMetrics reporter. */
const longestLabel = 200

/**
 * PromQL for the measurements of an objective in runs, as the OpenMetrics reporter writes them: of several
 * workers, levels or members the worst.
 */
export function measuredQuery({ suite, test, objective }: Declared, side: Bound['op']): string {
  const { family, expectation } = objective
  const { metric, at = {}, dimension } = expectation
  const name = family?.name ?? metric
  const unit = baseUnit(dimension).name
  const labels = {
    file: suite.file,
    test: test.recordName,
    ...(family?.member !== undefined && { member: family.member }),
    ...Object.fromEntries(Object.entries(at).map(([label, value]) => [label, String(value)])),
  }
  const selector = Object.entries(labels)
    .map(([label, value]) => `${label}=${quoted(cut(value, longestLabel))}`)
    .join(',')
  const words = `clustergate_measured_${name.replaceAll(/[^a-zA-Z0-9_]+/g, '_')}`
  return `${side.startsWith('l') ? 'max' : 'min'}(${words}${unit && `_${unit}`}{${selector}})`
}

/** A bound in the base unit of the reporter. */
export function measuredValue({ expectation }: Objective, { value }: Bound): number {
  return rounded(value / baseUnit(expectation.dimension).divisor)
}
