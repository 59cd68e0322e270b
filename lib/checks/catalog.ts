import { schemas } from '../generated/schemas.ts'
import type { CheckCatalog } from '../spec/spec.ts'
import { metricTableOf } from '../units/metric-table.ts'

/** The checks that come with the package, as their schemas declare them. */
export const checkCatalog: CheckCatalog = Object.fromEntries(
  Object.entries(schemas.checks).map(([kind, schema]) => [
    kind,
    {
      scope: schema['x-scope'],
      metrics: metricTableOf(schema),
      ...(schema['x-labels'] && { labels: schema['x-labels'] }),
    },
  ]),
)
