import type { Better, Dimension, MetricDeclaration, MetricTable } from './dimension.ts'
import { isNumericDimension } from './dimension-words.ts'

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
  readonly 'x-better'?: string
  readonly 'x-needs'?: readonly string[]
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
    Object.entries(metrics).map(
      ([key, { 'x-dimension': dimension, 'x-better': better, 'x-needs': needs, description }]) => [
        nameOf(key),
        {
          dimension: dimension as Dimension,
          description,
          ...(better !== undefined && { better: better as Better }),
          ...(needs !== undefined && needs.length > 0 && { needs }),
        },
      ],
    ),
  )
}

/** `^telemetry\.power\.max\..+` is the family `telemetry.power.max.*`. */
function familyName(pattern: string): string {
  const prefix = pattern.replace(/^\^/, '').replace(/\\\.\.\+\$?$/, '')
  return `${prefix.replaceAll('\\.', '.')}.*`
}

/** A metric by its name, or by the family that it belongs to. */
export function findMetric(metrics: MetricTable, name: string): MetricDeclaration | undefined {
  if (Object.hasOwn(metrics, name)) return metrics[name]
  const family = familyOf(metrics, name)
  return family === undefined ? undefined : metrics[family]
}

/**
 * The prefix of all metrics of a name such as `share.each`: `share.`; undefined for the name of a single
 * metric.
 *
 * Families of texts and of `any` have no `.each`: their members are named by the content of a response
 * (`json.each` is the key `each` of a body), and measured only if a spec names them.
 */
export function familyOfEach(metrics: MetricTable, name: string): string | undefined {
  const family = Object.hasOwn(metrics, name) ? undefined : familyOf(metrics, name)
  if (family === undefined || name !== family.replace('*', 'each')) return undefined
  const dimension = metrics[family]?.dimension
  const isOfNumbers = dimension === 'boolean' || (dimension && isNumericDimension(dimension))
  return isOfNumbers ? family.slice(0, -1) : undefined
}

function familyOf(metrics: MetricTable, name: string): string | undefined {
  return Object.keys(metrics).find((key) => {
    const prefix = key.endsWith('.*') ? key.slice(0, -1) : undefined
    return prefix !== undefined && name.startsWith(prefix) && name.length > prefix.length
  })
}
