import {
  type Looks,
  type RegressionBudget,
  regressionCondition,
} from '../conditions/regression-budget.ts'
import { codeFrame } from '../source/code-frame.ts'
import type { SourceDocument } from '../source/document.ts'
import { isMap } from '../source/schema-words.ts'
import type { Problem } from '../source/user-error.ts'
import type { Labels } from '../units/labels.ts'
import { findMetric } from '../units/metric-table.ts'
import { parseQuantity } from '../units/quantity.ts'
import type { CheckOfConditions, Path } from './read-level.ts'
import type { SpecExpectation } from './spec.ts'

/** Whether a check supports `regression`: whether it has a metric with a better direction. */
export function canRegress({ metrics }: CheckOfConditions): boolean {
  return Object.values(metrics).some(({ better }) => better !== undefined)
}

/**
 * Reads the value of `regression`: `{ metric, within, confidence }`. The schema validates its form; nothing
 * is read here if it is invalid.
 */
export function readRegression(
  document: SourceDocument,
  path: Path,
  written: unknown,
  asked: CheckOfConditions,
  at: Labels | undefined,
): { readonly expectation?: SpecExpectation; readonly problem?: Problem } {
  const metric = isMap(written) ? String(written.metric) : ''
  const budget = isMap(written) ? budgetOf(metric, written, asked) : undefined
  if (!budget) return {}
  if (at && Object.hasOwn(at, 'load')) return { problem: openLoop(document, path) }
  const { line, column, endColumn } = document.placeOf(path, 'key')
  const condition = regressionCondition(budget)
  const needs = findMetric(asked.metrics, metric)?.needs
  return {
    expectation: {
      metric,
      ...(at && { at }),
      dimension: condition.dimension,
      ...(needs && { needs }),
      condition,
      regression: budget,
      place: { file: document.file, line, column },
      frame: codeFrame(document.text, line, column, endColumn),
    },
  }
}

function budgetOf(
  metric: string,
  { within, confidence = '99%' }: Readonly<Record<string, unknown>>,
  { metrics, options }: CheckOfConditions,
): RegressionBudget | undefined {
  const better = findMetric(metrics, metric)?.better
  const [allowed, sure] = [within, confidence].map((text) => parseQuantity(`${text}`, 'percentage'))
  if (!better || !allowed?.ok || !sure?.ok) return undefined
  const looks = looksOf(options)
  return {
    better,
    withinPercent: allowed.value,
    confidence: sure.value / 100,
    ...(looks && { looks }),
  }
}

/** Like a benchmark repeats: below three repetitions it does not continue until something is decided. */
function looksOf({
  repetitions,
  max_repetitions,
}: CheckOfConditions['options']): Looks | undefined {
  const first = Number(repetitions)
  if (!(first >= 3)) return undefined
  return { first, most: Math.max(first, Number(max_repetitions)) }
}

function openLoop(document: SourceDocument, path: Path): Problem {
  const message = '`regression` compares closed loops, which have no level `load`'
  return document.problem('unknown_level', [...path.slice(0, -1), 'at', 'load'], message, {
    expected: 'a level such as `at: { concurrency: 15 }`',
    part: 'key',
  })
}
