import { parseLabel } from '../conditions/label-table.ts'
import type { SourceDocument } from '../source/document.ts'
import { nearestName } from '../source/nearest-name.ts'
import type { Problem } from '../source/user-error.ts'
import { type Labels, levelsInWords } from '../units/labels.ts'
import type { CheckDeclaration } from './spec.ts'

export type Path = readonly (string | number)[]

/** The check of the expectations. */
export interface CheckOfConditions extends Omit<CheckDeclaration, 'scope'> {
  /** Its YAML key. */
  readonly check: string
  /** The options of the test, with the defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface LevelResult {
  /** Undefined if nothing of it could be read. */
  readonly at: Labels | undefined
  readonly problems: readonly Problem[]
}

/**
 * Reads the value of `at`: labels of the check, with values that the test runs. The option with the same
 * name as a label has those, as a number or a list of numbers.
 */
export function readLevel(
  document: SourceDocument,
  path: Path,
  written: unknown,
  asked: CheckOfConditions,
): LevelResult {
  // In a file with an invalid form this may be anything; the schema has reported it.
  if (written === null || typeof written !== 'object') return { at: undefined, problems: [] }
  const read = Object.entries(written).map(([name, value]) => ({
    name,
    ...readLabel(document, [...path, name], name, value, asked),
  }))
  return {
    at: Object.fromEntries(
      read.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ),
    problems: read.flatMap(({ problem }) => problem ?? []),
  }
}

function readLabel(
  document: SourceDocument,
  path: Path,
  name: string,
  written: unknown,
  { check, labels = {}, options }: CheckOfConditions,
): { readonly value?: number | string; readonly problem?: Problem } {
  const names = Object.keys(labels)
  const type = Object.hasOwn(labels, name) ? labels[name] : undefined
  if (!type) {
    const message = `unknown label \`${name}\` of \`${check}\``
    const expected = `one of ${names.join(', ')}`
    const suggestion = nearestName(name, names)
    const details = { expected, suggestion, part: 'key' } as const
    return { problem: document.problem('unknown_label', path, message, details) }
  }
  const parsed = parseLabel(written, type)
  if (!parsed.ok) {
    const { message, expected } = parsed
    return { problem: document.problem('malformed', path, `\`${name}\`: ${message}`, { expected }) }
  }
  const { value } = parsed
  const levels = levelsOf(options[name])
  if (!levels || levels.includes(value)) return { value }
  const runs = levelsInWords(levels.map((level) => ({ [name]: level })))
  const message = `no level \`${name}: ${String(written)}\`: this ${check} runs ${runs}`
  const expected = levels.length === 1 ? String(levels[0]) : `one of ${levels.join(', ')}`
  return { value, problem: document.problem('unknown_level', path, message, { expected }) }
}

function levelsOf(option: unknown): readonly (number | string)[] | undefined {
  const levels: readonly unknown[] = [option].flat()
  const isOfNumbers = levels.length > 0 && levels.every((level) => typeof level === 'number')
  return isOfNumbers ? (levels as readonly number[]) : undefined
}
