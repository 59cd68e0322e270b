import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { createValidator } from '../../lib/source/create-validator.ts'

/** An OpenSLO object, as far as tests inspect it. */
export interface OpenSlo {
  readonly kind: 'Service' | 'SLI' | 'SLO'
  readonly metadata: {
    readonly name: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: {
    readonly service?: string
    readonly indicatorRef?: string
    readonly thresholdMetric?: Metric
    readonly ratioMetric?: { readonly good: Metric; readonly total: Metric }
    readonly timeWindow?: readonly { readonly duration: string }[]
    readonly objectives?: readonly {
      readonly op?: string
      readonly value?: number
      readonly target: number
    }[]
  }
}

interface Metric {
  readonly metricSource: { readonly spec: { readonly query: string } }
}

const validate = createValidator(
  JSON.parse(readFileSync(join(import.meta.dirname, 'openslo.schema.json'), 'utf8')),
)

export function documentsOf(text: string): OpenSlo[] {
  return parseAllDocuments(text).map((document) => document.toJS())
}

/** Mistakes of documents, by the schema and by the references between objects. */
export function faultsOf(documents: readonly OpenSlo[]): string[] {
  const names = (kind: string) =>
    documents.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name)
  const all = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
  const [services, indicators] = [names('Service'), names('SLI')]
  return [
    ...documents.flatMap((each) =>
      validate(each).map(
        ({ instancePath, message }) => `${each.metadata.name} ${instancePath} ${message}`,
      ),
    ),
    ...all.filter((name, index) => all.indexOf(name) !== index).map((name) => `${name} twice`),
    ...documents.flatMap(({ metadata, spec: { service, indicatorRef } }) => [
      ...(service !== undefined && !services.includes(service)
        ? [`${metadata.name}: no ${service}`]
        : []),
      ...(indicatorRef !== undefined && !indicators.includes(indicatorRef)
        ? [`${metadata.name}: no ${indicatorRef}`]
        : []),
    ]),
  ]
}

/** All queries of the indicators. */
export function queriesOf(documents: readonly OpenSlo[]): string[] {
  return documents
    .flatMap(({ spec: { thresholdMetric, ratioMetric } }) => [
      ...[thresholdMetric, ratioMetric?.good, ratioMetric?.total],
    ])
    .flatMap((metric) => metric?.metricSource.spec.query ?? [])
}
