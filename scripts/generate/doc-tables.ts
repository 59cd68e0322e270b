import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkKinds } from '../../lib/checks/registry.ts'
import type { FormName } from '../../lib/conditions/condition-forms.ts'
import { ALLOWED } from '../../lib/conditions/condition-forms.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import { isNumericDimension } from '../../lib/units/dimension-words.ts'
import { UNITS } from '../../lib/units/unit-table.ts'
import { methodName } from '../../lib/vitest/cluster-handle.ts'
import { markdownTable } from './markdown-table.ts'
import { reporterTables } from './reporter-tables.ts'
import { serverTables } from './server-tables.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Rewrites every table of a page that is generated from the sources. Such a table is below a comment with
 * its source:
 *
 *   <!-- table: schemas/checks/ping.schema.json#/properties -->      keys of a schema
 *   <!-- table: checks -->  <!-- table: conditions -->  <!-- table: server-types -->  ...
 */
export function withFreshTables(text: string): string {
  return text.replaceAll(
    /^<!-- table: (\S+) -->\n(?:\n?(?:\|[^\n]*\n)+)?/gm,
    (_all, source: string) => `<!-- table: ${source} -->\n\n${tableOf(source)}`,
  )
}

function tableOf(source: string): string {
  const named = tables[source]
  if (named) return named()
  const [file = '', pointer = ''] = source.split('#')
  const schema = JSON.parse(readFileSync(join(root, file), 'utf8'))
  const part = pointer
    .split('/')
    .slice(1)
    .reduce((inner, step) => inner[step], schema)
  return pointer.endsWith('/metrics') ? metricsTable(part) : keysTable(part)
}

const tables: Readonly<Record<string, () => string>> = {
  checks: checksTable,
  'check-measures': checkMeasuresTable,
  'check-methods': checkMethodsTable,
  conditions: conditionsTable,
  units: unitsTable,
  ...serverTables,
  ...reporterTables,
}

interface Described {
  readonly description: string
  readonly 'x-dimension'?: string
}

type Members = Readonly<Record<string, Described>>

/** The parts of a description: `Meaning. Default: x. Example: y.` */
function sentencesOf({ description }: Described) {
  const [before = '', example = ''] = description.split(/ Example: (?=`)/)
  const [meaning = '', fallback = ''] = before.split(/ Default: /)
  const isRequired = / Required\b[^.]*\.$/.test(meaning)
  return {
    meaning,
    fallback: fallback.replace(/\.$/, '') || (isRequired ? 'required' : ''),
    example: example.replace(/\.$/, ''),
  }
}

function keysTable(members: Members): string {
  const rows = Object.entries(members).map(([key, described]) => {
    const { meaning, fallback, example } = sentencesOf(described)
    return [`\`${key}\``, meaning, fallback, example]
  })
  return markdownTable(['Key', 'Meaning', 'Default', 'Example'], rows)
}

interface Metrics {
  readonly properties: Members
  readonly patternProperties?: Members
}

function metricsTable({ properties, patternProperties = {} }: Metrics): string {
  const families = Object.entries(patternProperties).map(
    ([pattern, described]) =>
      [
        `${pattern
          .slice(1)
          .replaceAll('\\.', '.')
          .replace(/\.\.\+$/, '')}.*`,
        described,
      ] as const,
  )
  const rows = [...Object.entries(properties), ...families].map(([name, described]) => {
    const { meaning, example } = sentencesOf(described)
    return [`\`${name}\``, described['x-dimension'] ?? '', meaning, example]
  })
  return markdownTable(['Metric', 'Dimension', 'Meaning', 'Example'], rows)
}

function checksTable(): string {
  const rows = checkKinds().map((kind) => {
    const schema = checkSchema(kind)
    const runs = schema['x-scope'] === 'worker' ? 'on each worker' : 'once'
    return [`[\`${kind}\`](checks/${kind}.md)`, runs, sentencesOf(schema).meaning]
  })
  return markdownTable(['Check', 'Runs', 'What it does'], rows)
}

/** For the README: in a few words. */
function checkMeasuresTable(): string {
  const rows = checkKinds().map((kind) => [
    `[\`${kind}\`](docs/checks/${kind}.md)`,
    checkSchema(kind)['x-measures'],
  ])
  return markdownTable(['Check', 'Measures'], rows)
}

/** The names of checks in TypeScript. */
function checkMethodsTable(): string {
  const of = (scope: string) =>
    checkKinds()
      .filter((kind) => checkSchema(kind)['x-scope'] === scope)
      .map((kind) => `\`${methodName(kind)}\``)
      .join(', ')
  const rows = [
    ['a worker', of('worker')],
    ['the cluster', of('cluster')],
  ]
  return markdownTable(['On', 'Checks'], rows)
}

function checkSchema(kind: string) {
  const file = join(root, `schemas/checks/${kind}.schema.json`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

const forms: readonly (readonly [FormName, string])[] = [
  ['tolerance', 'tolerance'],
  ['range', 'range'],
  ['literal', 'value'],
  ['regex', '`/regex/`'],
  ['contains', '`contains`'],
  ['one_of', '`one of`'],
]

function conditionsTable(): string {
  const rows = Object.entries(ALLOWED).map(([dimension, allowed]) => [
    dimension,
    allowed.operators.map((operator) => `\`${operator}\``).join(' '),
    ...forms.map(([form]) => (allowed.forms.includes(form) ? 'yes' : '')),
  ])
  return markdownTable(['Dimension', 'Comparison', ...forms.map(([, title]) => title)], rows)
}

function unitsTable(): string {
  const rows = (Object.keys(ALLOWED) as Dimension[]).filter(isNumericDimension).map((dimension) => {
    const units = new Set(
      [...UNITS[dimension].keys()].map((unit) => unit.replace('\u03bc', '\u00b5')),
    )
    return [dimension, [...units].map((unit) => `\`${unit}\``).join(' ') || 'none']
  })
  return markdownTable(['Dimension', 'Units'], rows)
}
