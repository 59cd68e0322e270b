import type { CheckKind } from '../generated/checks.ts'
import { schemas } from '../generated/schemas.ts'
import type { CheckCatalog, CheckDeclaration } from '../spec/spec.ts'
import { lazily } from '../units/lazily.ts'
import { metricTableOf } from '../units/metric-table.ts'

/** The checks that come with the package, as their schemas declare them. */
export const checkCatalog: CheckCatalog = lazily(
  Object.fromEntries(
    Object.keys(schemas.checks).map((kind) => [kind, () => declarationOf(kind as CheckKind)]),
  ),
)

function declarationOf(kind: CheckKind): CheckDeclaration {
  const schema = schemas.checks[kind]
  return {
    scope: schema['x-scope'],
    metrics: metricTableOf(schema),
    ...(schema['x-labels'] && { labels: schema['x-labels'] }),
  }
}
