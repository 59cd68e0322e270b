import { compile } from 'json-schema-to-typescript'
import { printJson } from './print-json.mjs'

/** The first line of every generated file; `generate` removes only files that start with it. */
export const header = '// Generated from the schemas by `npm run generate`. Do not edit.\n'

/** Options and metric names of one check, with the schema's defaults filled in. */
export async function checkFile(kind, { properties, required = [], $defs }) {
  const filled = Object.keys(properties).filter((name) => 'default' in properties[name])
  const options = await typescript(
    { type: 'object', properties, required: [...required, ...filled], additionalProperties: false },
    optionsType(kind),
  )
  return `${header}
${options}
/** The metrics that \`${kind}\` measures. */
export type ${metricsType(kind)} =
${metricNames($defs.metrics)
  .map((name) => `  | ${name}\n`)
  .join('')}`
}

/** What of all checks is known to the compiler: kinds, options, metrics. */
export function checksFile(kinds) {
  const imports = kinds.map(
    (kind) =>
      `import type { ${metricsType(kind)}, ${optionsType(kind)} } from './checks/${kind}.ts'`,
  )
  return `${header}
${imports.join('\n')}

/** The kinds of checks, by their YAML key. */
export type CheckKind = keyof CheckOptions

/** The options of each kind, with the defaults filled in. */
export interface CheckOptions {
${kinds.map((kind) => `  ${kind}: ${optionsType(kind)}`).join('\n')}
}

/** The names of the metrics of each kind; families are template types. */
export interface CheckMetrics {
${kinds.map((kind) => `  ${kind}: ${metricsType(kind)}`).join('\n')}
}
`
}

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
export function checkKindsFile(kinds) {
  return `${header}
${kinds.map((kind) => `import { check as ${kind} } from '../checks/${kind}.ts'`).join('\n')}

/** The modules of all checks, by kind. */
export const checkModules = { ${kinds.join(', ')} } as const
`
}

/** The schemas as constants, so that the package reads no files for them. */
export function schemasFile(spec, cluster, checks) {
  return `${header}
import type { CheckKind } from './checks.ts'

/** A JSON Schema of draft-07. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What a metric's schema says of it. */
export interface MetricSchema {
  readonly description: string
  readonly 'x-dimension': string
  readonly examples?: readonly unknown[]
}

/** The schema of a check: its options, and its metrics under \`$defs\`. */
export interface CheckSchema {
  readonly [keyword: string]: unknown
  readonly $id: string
  readonly title: string
  readonly description: string
  readonly 'x-scope': string
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
  readonly checks: Readonly<Record<CheckKind, CheckSchema>>
}

export const schemas: Schemas = ${printJson({ spec, cluster, checks })}`
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

/** Metrics with their conditions, or a list of such maps. */
export type WrittenExpectations = Record<string, WrittenCondition> | Record<string, WrittenCondition>[]

${written}`
}

/** What a cluster file may hold, as it is written: nothing filled in. */
export async function clusterFile({ $defs, ...root }) {
  const { if: _if, else: _else, ...worker } = $defs.worker
  const entry = { ...worker, title: 'ClusterFileWorker' }
  const written = await typescript(
    { ...root, title: 'ClusterFile', $defs: { worker: entry } },
    'ClusterFile',
  )
  return `${header}\n${written}`
}

function bodyProperty(kind, { description, required }) {
  const options = optionsType(kind)
  const needed = required?.map((name) => `'${name}'`).join(' | ')
  const tsType = needed
    ? `Partial<${options}> & Pick<${options}, ${needed}>`
    : `Partial<${options}> | null`
  return { description, tsType }
}

async function typescript(schema, name) {
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
  const name = /^\^([a-z_]+)\\\.\.\+$/.exec(pattern)?.[1]
  if (!name) throw new Error(`a family of metrics is declared as ^name\\..+, not as ${pattern}`)
  return `${name}.`
}

function optionsType(kind) {
  return `${typeName(kind)}Options`
}

function metricsType(kind) {
  return `${typeName(kind)}Metrics`
}

function typeName(kind) {
  return kind.replaceAll(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase())
}
