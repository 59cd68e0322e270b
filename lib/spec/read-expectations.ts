import { codeFrame } from '../source/code-frame.ts'
import type { SourceDocument } from '../source/document.ts'
import { nearestName } from '../source/nearest-name.ts'
import type { Problem } from '../source/user-error.ts'
import type { MetricTable } from '../units/dimension.ts'
import { familyOfEach, findMetric } from '../units/metric-table.ts'
import { parseCondition } from '../units/parse-condition.ts'
import type { SpecExpectation } from './spec.ts'

type Path = readonly (string | number)[]

export interface ExpectationsResult {
  readonly expectations: readonly SpecExpectation[]
  readonly problems: readonly Problem[]
}

/**
 * Reads an `expect:` block: a map from metrics to conditions, or a list of such maps.
 * @param path where the block stands in the document
 */
export function readExpectations(
  document: SourceDocument,
  path: Path,
  block: unknown,
  check: string,
  metrics: MetricTable,
): ExpectationsResult {
  const maps: { map: Record<string, unknown>; at: Path }[] = Array.isArray(block)
    ? block.map((map, index) => ({ map, at: [...path, index] }))
    : [{ map: block as Record<string, unknown>, at: path }]
  const expectations: SpecExpectation[] = []
  const problems: Problem[] = []
  for (const { map, at } of maps) {
    for (const [metric, written] of Object.entries(map)) {
      const read = readExpectation(document, [...at, metric], metric, written, check, metrics)
      if ('problem' in read) problems.push(read.problem)
      else expectations.push(read)
    }
  }
  return { expectations, problems }
}

function readExpectation(
  document: SourceDocument,
  path: Path,
  metric: string,
  written: unknown,
  check: string,
  metrics: MetricTable,
): SpecExpectation | { problem: Problem } {
  const declaration = findMetric(metrics, metric)
  if (!declaration) return { problem: unknownMetric(document, path, metric, check, metrics) }
  const parsed = parseCondition(written, declaration.dimension)
  if (!parsed.ok) {
    return {
      problem: document.problem('invalid_condition', path, `\`${metric}\`: ${parsed.message}`, {
        expected: parsed.expected,
      }),
    }
  }
  const { line, column, endColumn } = document.placeOf(path, 'key')
  const family = familyOfEach(metrics, metric)
  return {
    metric,
    ...(family !== undefined && { family }),
    dimension: declaration.dimension,
    condition: parsed.condition,
    place: { file: document.file, line, column },
    frame: codeFrame(document.text, line, column, endColumn),
  }
}

function unknownMetric(
  document: SourceDocument,
  path: Path,
  metric: string,
  check: string,
  metrics: MetricTable,
): Problem {
  const names = Object.keys(metrics)
  return {
    ...document.problem('unknown_metric', path, `unknown metric \`${metric}\` of \`${check}\``, {
      expected: `one of ${names.join(', ')}`,
      suggestion: nearestName(metric, names),
      part: 'key',
    }),
  }
}
