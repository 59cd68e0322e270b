import { checkCatalog } from '../../checks/catalog.ts'
import type { ParsedCondition } from '../../conditions/condition.ts'
import { likelyMeant } from '../../conditions/likely-meant.ts'
import type { Problem } from '../../source/user-error.ts'
import type { Spec, SpecExpectation } from '../../spec/spec.ts'
import type { MetricDeclaration } from '../../units/dimension.ts'
import { findMetric } from '../../units/metric-table.ts'

/** Conditions that are valid, but probably a mistake. */
export function doubtfulConditions({ tests }: Spec): Problem[] {
  return tests.flatMap(({ check, expectations }) =>
    expectations.flatMap((expectation) => {
      const declared = findMetric(checkCatalog[check]?.metrics ?? {}, expectation.metric)
      return partsOf(expectation.condition).flatMap((part) => doubt(part, expectation, declared))
    }),
  )
}

function partsOf(condition: ParsedCondition): readonly ParsedCondition[] {
  return condition.condition.kind === 'all_of' ? condition.condition.conditions : [condition]
}

function doubt(
  parsed: ParsedCondition,
  { metric, place, frame }: SpecExpectation,
  declared: MetricDeclaration | undefined,
): Problem[] {
  const better = declared?.better
  const meant = likelyMeant(parsed, better) ?? otherDirection(parsed, better)
  if (meant === undefined) return []
  const message = `\`${metric}: ${parsed.text}\` ${reasonOf(parsed)}`
  return [{ code: 'doubtful_condition', message, place, suggestion: meant, frame }]
}

function reasonOf({ condition }: ParsedCondition): string {
  return condition.kind === 'equals'
    ? 'requires exactly this value, which a measurement meets only by chance'
    : 'passes only where the metric is bad'
}

/** A lower limit for what should be low, or an upper one for what should be high. */
function otherDirection(
  { text, condition }: ParsedCondition,
  better: MetricDeclaration['better'],
): string | undefined {
  // A limit of 0 requires that there is any at all.
  if (condition.kind !== 'comparison' || !better || condition.value === 0) return undefined
  const wrong = better === 'lower' ? '>' : '<'
  if (!condition.operator.startsWith(wrong)) return undefined
  return text.replace(wrong, better === 'lower' ? '<' : '>')
}
