import { expect, test } from 'vitest'
import type { MetricTable } from '../../lib/units/dimension.ts'
import { familyOfEach, findMetric } from '../../lib/units/metric-table.ts'

const metrics: MetricTable = {
  'rtt.each': { dimension: 'duration', description: 'A metric of this name.' },
  'rtt.*': { dimension: 'duration', description: 'A family.' },
  'share.*': { dimension: 'percentage', description: 'A family.' },
  'heat.max.*': { dimension: 'temperature', description: 'A family with two words.' },
  'ejected.*': { dimension: 'boolean', description: 'A family.' },
  'json.*': { dimension: 'any', description: 'A family.' },
  'header.*': { dimension: 'text', description: 'A family.' },
}

test.each([
  ['share.each', 'share.'],
  ['ejected.each', 'ejected.'],
  ['heat.max.each', 'heat.max.'],
])('`%s` is the family of all metrics that start with `%s`', (name, prefix) => {
  expect(familyOfEach(metrics, name)).toBe(prefix)
  expect(findMetric(metrics, name)).toBe(metrics[`${prefix}*`])
})

test.each([
  ['share.sim-1', 'a member'],
  ['share.rack.each', 'a member whose name ends so'],
  ['share.', 'no name'],
  ['rtt.each', 'a metric that is declared by this name'],
  ['json.each', 'a key of a body'],
  ['header.each', 'a header of a response'],
  ['each', 'no family'],
])('`%s` is not a family: %s', (name) => {
  expect(familyOfEach(metrics, name)).toBeUndefined()
})
