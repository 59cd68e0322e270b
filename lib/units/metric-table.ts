import type { Dimension, MetricDeclaration, MetricTable } from './dimension.ts'

/** The part of a check's schema that declares its metrics. */
export interface MetricsSchema {
  readonly $defs: {
    readonly metrics: {
      readonly properties: Readonly<Record<string, MetricSchema>>
      readonly patternProperties?: Readonly<Record<string, MetricSchema>>
    }
  }
}

interface MetricSchema {
  readonly 'x-dimension': string
  readonly description: string
}

/** The metrics that a check's schema declares; a pattern such as `^json\..+$` gives the family `json.*`. */
export function metricTableOf(schema: MetricsSchema): MetricTable {
  const { properties, patternProperties = {} } = schema.$defs.metrics
  return {
    ...declarationsOf(properties, (name) => name),
    ...declarationsOf(patternProperties, familyName),
  }
}

function declarationsOf(
  metrics: Readonly<Record<string, MetricSchema>>,
  nameOf: (key: string) => string,
): MetricTable {
  return Object.fromEntries(
    Object.entries(metrics).map(([key, { 'x-dimension': dimension, description }]) => [
      nameOf(key),
      { dimension: dimension as Dimension, description },
    ]),
  )
}

function familyName(pattern: string): string {
  return `${pattern.replace(/^\^/, '').split('\\.')[0]}.*`
}

/** A metric by its name, or by the family that it belongs to. */
export function findMetric(metrics: MetricTable, name: string): MetricDeclaration | undefined {
  if (Object.hasOwn(metrics, name)) return metrics[name]
  const family = Object.keys(metrics).find((key) => {
    const prefix = key.endsWith('.*') ? key.slice(0, -1) : undefined
    return prefix !== undefined && name.startsWith(prefix) && name.length > prefix.length
  })
  return family === undefined ? undefined : metrics[family]
}
