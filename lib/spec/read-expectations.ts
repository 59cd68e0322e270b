import { formOf } from '../conditions/condition-forms.ts'
import { parseCondition } from '../conditions/parse-condition.ts'
import { codeFrame } from '../source/code-frame.ts'
import type { SourceDocument } from '../source/document.ts'
import { nearestName } from '../source/nearest-name.ts'
import type { Problem } from '../source/user-error.ts'
import { jsonNull } from '../units/json-text.ts'
import { type Labels, labelsInWords } from '../units/labels.ts'
import { familyOfEach, findMetric } from '../units/metric-table.ts'
import type { Rejection } from '../units/rejection.ts'
import { type CheckOfConditions, type Path, readLevel } from './read-level.ts'
import { canRegress, readRegression } from './read-regression.ts'
import type { SpecExpectation } from './spec.ts'
import { vacuousCondition } from './vacuous-condition.ts'

export interface ExpectationsResult {
  readonly expectations: readonly SpecExpectation[]
  readonly problems: readonly Problem[]
}

/**
 * Reads an `expect:` block: a map from metrics to conditions, or a list of such maps. Beside its metrics a
 * map may have their level, `at`, and a comparison with the baseline, `regression`.
 * @param path of the block in the document
 */
export function readExpectations(
  document: SourceDocument,
  path: Path,
  block: unknown,
  asked: CheckOfConditions,
): ExpectationsResult {
  const maps: { map: ExpectationMap; path: Path }[] = Array.isArray(block)
    ? block.map((map, index) => ({ map, path: [...path, index] }))
    : [{ map: block as ExpectationMap, path }]
  const results = maps.map(({ map, path: place }) => readMap(document, place, map, asked))
  return {
    expectations: results.flatMap(({ expectations }) => expectations),
    problems: results.flatMap(({ problems }) => problems),
  }
}

type ExpectationMap = Readonly<Record<string, unknown>>

function readMap(
  document: SourceDocument,
  path: Path,
  map: ExpectationMap,
  asked: CheckOfConditions,
): ExpectationsResult {
  const { at: level, regression, ...rest } = map
  const hasLevel = level !== undefined && asked.labels !== undefined
  const { at, problems } = hasLevel
    ? readLevel(document, [...path, 'at'], level, asked)
    : { at: undefined, problems: [] }
  const isCompared = regression !== undefined && canRegress(asked)
  // In a check with neither, `at` and `regression` are unknown metrics.
  const conditions = {
    ...(level !== undefined && !hasLevel && { at: level }),
    ...(regression !== undefined && !isCompared && { regression }),
    ...rest,
  }
  const read = Object.entries(conditions).map(([metric, written]) =>
    readExpectation(document, [...path, metric], metric, written, asked, at),
  )
  const compared = isCompared
    ? readRegression(document, [...path, 'regression'], regression, asked, at)
    : {}
  const isEmpty = read.length === 0 && !isCompared && problems.length === 0
  return {
    expectations: [
      ...read.flatMap((each) => ('problem' in each ? [] : each)),
      ...(compared.expectation ? [compared.expectation] : []),
    ],
    problems: [
      ...problems,
      ...(at && isEmpty ? [nothingAt(document, path, at)] : []),
      ...read.flatMap((each) => ('problem' in each ? each.problem : [])),
      ...(compared.problem ? [compared.problem] : []),
    ],
  }
}

function readExpectation(
  document: SourceDocument,
  path: Path,
  metric: string,
  written: unknown,
  { check, metrics }: CheckOfConditions,
  at: Labels | undefined,
): SpecExpectation | { problem: Problem } {
  const declaration = findMetric(metrics, metric)
  if (!declaration) {
    const names = Object.keys(metrics)
    const message = `unknown metric \`${metric}\` of \`${check}\``
    const expected = `one of ${names.join(', ')}`
    const suggestion = nearestName(metric, names)
    const details = { expected, suggestion, part: 'key' } as const
    return { problem: document.problem('unknown_metric', path, message, details) }
  }
  const isText = declaration.dimension === 'any' && document.isQuoted(path) && isValue(written)
  const condition = isText ? JSON.stringify(written) : written
  const parsed = parseCondition(
    written === null && document.isEmpty(path) ? undefined : condition,
    declaration.dimension,
  )
  if (!parsed.ok) return { problem: invalidCondition(document, path, metric, parsed) }
  const vacuous = vacuousCondition(metric, parsed.condition)
  if (vacuous) return { problem: invalidCondition(document, path, metric, vacuous) }
  const { line, column, endColumn } = document.placeOf(path, 'key')
  const family = familyOfEach(metrics, metric)
  return {
    metric,
    ...(family !== undefined && { family }),
    ...(at && { at }),
    dimension: declaration.dimension,
    ...(declaration.needs && { needs: declaration.needs }),
    condition: parsed.condition,
    place: { file: document.file, line, column },
    frame: codeFrame(document.text, line, column, endColumn),
  }
}

function invalidCondition(
  document: SourceDocument,
  path: Path,
  metric: string,
  { message, expected }: Rejection,
): Problem {
  return document.problem('invalid_condition', path, `\`${metric}\`: ${message}`, { expected })
}

/**
 * Whether a quoted text is a JSON value rather than a condition, and so remains a text: `"007"`, an id with
 * more digits than numbers can represent exactly, `"true"`, `"null"`, `" x"`.
 */
function isValue(written: unknown): written is string {
  if (typeof written !== 'string') return false
  if (!Number.isNaN(Number(written)) || ['true', 'false', jsonNull].includes(written)) return true
  return written !== written.trim() && formOf(written.trim(), 'any') === 'literal'
}

function nothingAt(document: SourceDocument, path: Path, at: Labels): Problem {
  const message = `nothing is expected at ${labelsInWords(at)}`
  return document.problem('empty', [...path, 'at'], message, {
    expected: 'a metric with its condition next to `at`',
    part: 'key',
  })
}
