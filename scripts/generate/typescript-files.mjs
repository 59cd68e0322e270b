import { compile } from 'json-schema-to-typescript'
import { printJson } from './print-json.mjs'
import { isWorkloadReference } from './workload-definitions.mjs'

/** The first line of every generated file; `generate` removes only files that start with it. */
export const header = '// Generated from the schemas by `npm run generate`. Do not edit.\n'

/** Options and metric names of one check, with the schema's defaults filled in. */
export async function checkFile(kind, { properties, required = [], $defs }) {
  const filled = Object.keys(properties).filter((name) => 'default' in properties[name])
  const withTypes = withWorkloadTypes(properties)
  const options = await typescript(
    {
      type: 'object',
      properties: withTypes,
      required: [...required, ...filled],
      additionalProperties: false,
    },
    optionsType(kind),
  )
  const isImporting = Object.values(withTypes).some(({ tsType }) => tsType === workloadType)
  return `${header}
${isImporting ? `import type { ${workloadType} } from '../workload.ts'\n\n` : ''}${options}
/** The metrics that \`${kind}\` measures. */
export type ${metricsType(kind)} =
${metricNames($defs.metrics)
  .map((name) => `  | ${name}\n`)
  .join('')}`
}

const workloadType = 'WorkloadReference'

/** A reference to a workload is a type of its own, which all checks share. */
function withWorkloadTypes(properties) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, { $ref, ...property }]) => [
      name,
      isWorkloadReference($ref)
        ? { ...property, tsType: workloadType }
        : { ...($ref && { $ref }), ...property },
    ]),
  )
}

/** What of all checks is known to the compiler: kinds, options, metrics, labels. */
export function checksFile(checks) {
  const kinds = Object.keys(checks)
  const imports = kinds.map(
    (kind) =>
      `import type { ${metricsType(kind)}, ${optionsType(kind)} } from './checks/${kind}.ts'`,
  )
  return `${header}
${imports.join('\n')}

/** The kinds of checks, by their YAML key. */
export type CheckKind =
${kinds.map((kind) => `  | '${kind}'`).join('\n')}

/** The options of each kind, with the defaults filled in. */
export interface CheckOptions {
${kinds.map((kind) => `  ${kind}: ${optionsType(kind)}`).join('\n')}
}

/** The names of the metrics of each kind; families are template types. */
export interface CheckMetrics {
${kinds.map((kind) => `  ${kind}: ${metricsType(kind)}`).join('\n')}
}

/** On whom each kind runs: on one worker, or on the cluster. */
export interface CheckScopes {
${kinds.map((kind) => `  ${kind}: '${checks[kind]['x-scope']}'`).join('\n')}
}

/** What tells the levels of a kind apart, of those that measure at several. */
export interface CheckLabels {
${kinds.flatMap((kind) => labelsProperty(kind, checks[kind])).join('\n')}
}
`
}

function labelsProperty(kind, { 'x-labels': labels }) {
  if (!labels) return []
  const members = Object.entries(labels).map(([name, type]) => `${name}: ${labelTypes[type]}`)
  return [`  ${kind}: { ${members.join('; ')} }`]
}

const labelTypes = { integer: 'number', percentage: '`${number}%`', text: 'string' }

/** Default options by kind, for filling in what a user left out. */
export function defaultsFile(checks) {
  const defaults = Object.entries(checks).map(([kind, { properties }]) => [
    kind,
    Object.fromEntries(
      Object.entries(properties)
        .filter(([, property]) => 'default' in property)
        .map(([name, property]) => [name, property.default]),
    ),
  ])
  return `${header}
import type { CheckOptions } from './checks.ts'

type Defaults = { readonly [Kind in keyof CheckOptions]: Readonly<Partial<CheckOptions[Kind]>> }

/** The options that a check has where the user names none. */
export const checkDefaults: Defaults = ${printJson(Object.fromEntries(defaults))}`
}

/** The modules of all checks: \`lib/checks/<kind>.ts\`, each exporting \`check\`. */
export function checkKindsFile(checks) {
  const entries = Object.entries(checks).map(
    ([kind, { 'x-scope': scope, 'x-behind': behind = [] }]) => `  ${kind}: {
    scope: '${scope}',
    behind: ${JSON.stringify(behind)},
    load: async () => (await import('../checks/${fileName(kind)}.ts')).check as unknown as Check,
  },`,
  )
  return `${header}
import type { Check } from '../checks/check.ts'

/** What is known of a check without its module, and how that is loaded. */
export interface CheckModule {
  readonly scope: 'worker' | 'cluster'
  readonly behind: readonly string[]
  load(): Promise<Check>
}

/** The modules of all checks, by kind. */
export const checkModules: Readonly<Record<string, CheckModule>> = {
${entries.join('\n')}
}
`
}

/** The modules of all types of servers: \`lib/servers/<type>.ts\`, each exporting \`server\`. */
export function serverTypesFile(types) {
  return `${header}
${types.map((type) => `import { server as ${type} } from '../servers/${fileName(type)}.ts'`).join('\n')}

/** The modules of all types of servers, by type. */
export const serverModules = { ${types.join(', ')} } as const
`
}

/** The schemas as constants, so that the package reads no files for them. */
export function schemasFile(schemas) {
  return `${header}
import { lazily } from '../units/lazily.ts'
import type { CheckKind } from './checks.ts'

/** A JSON Schema of draft-07. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What a metric's schema says of it. */
export interface MetricSchema {
  readonly description: string
  readonly 'x-dimension': string
  /** Which way the metric gets better, where it can be compared with a baseline. */
  readonly 'x-better'?: string
  /** Success rates that must be high enough for the metric to count. */
  readonly 'x-needs'?: readonly string[]
  readonly examples?: readonly unknown[]
}

/** The schema of a check: its options, and its metrics under \`$defs\`. */
export interface CheckSchema {
  readonly [keyword: string]: unknown
  readonly $id: string
  readonly title: string
  readonly description: string
  readonly 'x-scope': 'worker' | 'cluster'
  /** What tells the levels apart that it measures at, by name. */
  readonly 'x-labels'?: Readonly<Record<string, 'integer' | 'percentage' | 'text'>>
  readonly properties: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly $defs: {
    readonly metrics: {
      readonly [keyword: string]: unknown
      readonly properties: Readonly<Record<string, MetricSchema>>
      /** Families, by a pattern such as \`^json\\\\..+\`. */
      readonly patternProperties?: Readonly<Record<string, MetricSchema>>
    }
  }
}

export interface Schemas {
  readonly spec: JsonSchema
  readonly cluster: JsonSchema
  readonly workload: JsonSchema & { readonly $defs: Readonly<Record<string, JsonSchema>> }
  readonly checks: Readonly<Record<CheckKind, CheckSchema>>
}

export const schemas: Schemas = {
  spec: ${parsed(schemas.spec)},
  cluster: ${parsed(schemas.cluster)},
  workload: ${parsed(schemas.workload)},
  checks: lazily({
${Object.entries(schemas.checks)
  .map(([kind, schema]) => `    ${kind}: () => ${parsed(schema)},\n`)
  .join('')}  }),
}
`
}

/** A third of the size of an object literal, and sooner read. */
function parsed(schema) {
  const text = JSON.stringify(schema).replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  return `JSON.parse('${text}')`
}

/** What a spec file may hold, as it is written: nothing filled in. */
export async function specFile(schema, checks) {
  const kinds = Object.keys(checks)
  const { $defs, ...root } = schema
  const { oneOf, allOf, ...test } = $defs.test
  const bodies = kinds.map((kind) => [kind, bodyProperty(kind, checks[kind])])
  const expect = { ...test.properties.expect, tsType: 'WrittenExpectations' }
  const properties = { ...test.properties, ...Object.fromEntries(bodies), expect }
  const entry = { ...test, title: 'SpecFileTest', properties }
  const written = await typescript(
    { ...root, title: 'SpecFile', $defs: { test: entry } },
    'SpecFile',
  )
  const imports = kinds.map(
    (kind) => `import type { ${optionsType(kind)} } from './checks/${kind}.ts'`,
  )
  return `${header}
${imports.join('\n')}

/** A condition as it is written: not parsed yet. */
export type WrittenCondition = string | number | boolean | (string | number | boolean)[]

/** Metrics with their conditions, under \`at\` the level that they are about, and what \`regression\` allows. */
export type WrittenMap = Record<string, WrittenCondition | Record<string, number | string>>

/** One such map, or a list. */
export type WrittenExpectations = WrittenMap | WrittenMap[]

${written}`
}

/** What a cluster file may hold, as it is written: nothing filled in. */
export async function clusterFile({ $defs, ...root }) {
  const { if: _if, else: _else, ...worker } = $defs.worker
  const definitions = { ...$defs, worker: { ...worker, title: 'ClusterFileWorker' } }
  const file = { ...root, title: 'ClusterFile' }
  const types = [file, ...Object.values(definitions)].map((definition) =>
    typescript(typed(definition, definitions), definition.title),
  )
  const formats = $defs.telemetry_source.properties.format.enum.map((format) => `  | '${format}'`)
  return `${header}
/** Whose names of metrics a source uses. */
export type TelemetryFormat =
${formats.join('\n')}

${(await Promise.all(types)).join('\n')}`
}

/** What a workload may hold, as it is written: nothing filled in. Each definition is a type of its own. */
export async function workloadFile({ $defs }) {
  const types = Object.values($defs).map((definition) =>
    typescript(typed(definition, $defs), definition.title),
  )
  return `${header}\n${(await Promise.all(types)).join('\n')}`
}

/** A schema that refers to types by name; conditions are alternatives to a type, or say nothing to it. */
function typed(schema, $defs) {
  if (Array.isArray(schema)) return schema.map((item) => typed(item, $defs))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref, if: _if, then: whenTrue, else: whenFalse, oneOf, allOf, ...rest } = schema
  if ($ref) return { ...rest, tsType: $defs[$ref.replace('#/$defs/', '')].title }
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, typed(value, $defs)]),
  )
  return whenFalse ? { ...inner, anyOf: typed([whenTrue, whenFalse], $defs) } : inner
}

function bodyProperty(kind, { description, required, oneOf }) {
  const options = optionsType(kind)
  const needed = required?.map((name) => `'${name}'`).join(' | ')
  const tsType = needed
    ? `Partial<${options}> & Pick<${options}, ${needed}>`
    : `Partial<${options}>${oneOf ? '' : ' | null'}`
  return { description, tsType }
}

export async function typescript(schema, name) {
  return compile(schema, name, {
    bannerComment: '',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { semi: false, singleQuote: true, printWidth: 100, trailingComma: 'all' },
  })
}

function metricNames({ properties, patternProperties = {} }) {
  return [
    ...Object.keys(properties).map((name) => `'${name}'`),
    ...Object.keys(patternProperties).map((pattern) => `\`${familyPrefix(pattern)}\${string}\``),
  ]
}

/** `^json\..+` declares the family of all names that start with `json.`. */
function familyPrefix(pattern) {
  const name = /^\^([a-z_]+(?:\\\.[a-z_]+)*)\\\.\.\+$/.exec(pattern)?.[1]
  if (!name) throw new Error(`a family of metrics is declared as ^name\\..+, not as ${pattern}`)
  return `${name.replaceAll('\\.', '.')}.`
}

/** The files of the code have their words in kebab-case. */
function fileName(kind) {
  return kind.replaceAll('_', '-')
}

function optionsType(kind) {
  return `${typeName(kind)}Options`
}

function metricsType(kind) {
  return `${typeName(kind)}Metrics`
}

export function typeName(kind) {
  return kind.replaceAll(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase())
}
