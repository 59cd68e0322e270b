import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkKinds } from '../../lib/checks/registry.ts'
import type { FormName } from '../../lib/conditions/condition-forms.ts'
import { ALLOWED } from '../../lib/conditions/condition-forms.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import { isNumericDimension } from '../../lib/units/dimension-words.ts'
import { UNITS } from '../../lib/units/unit-table.ts'
import { root } from './pages.ts'

/**
 * Writes anew every table of a page that follows from the sources. Such a table stands under a
 * comment that says where it comes from:
 *
 *   <!-- table: schemas/checks/ping.schema.json#/properties -->      keys of a schema
 *   <!-- table: checks -->  <!-- table: conditions -->  <!-- table: units -->
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
  conditions: conditionsTable,
  units: unitsTable,
}

interface Described {
  readonly description: string
  readonly 'x-dimension'?: string
}

type Members = Readonly<Record<string, Described>>

/** What is in a description: `Meaning. Default: x. Example: y.` */
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
    const file = join(root, `schemas/checks/${kind}.schema.json`)
    const schema = JSON.parse(readFileSync(file, 'utf8'))
    const runs = schema['x-scope'] === 'worker' ? 'on each worker' : 'once'
    return [`[\`${kind}\`](checks/${kind}.md)`, runs, sentencesOf(schema).meaning]
  })
  return markdownTable(['Check', 'Runs', 'What it does'], rows)
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

function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('')
}
