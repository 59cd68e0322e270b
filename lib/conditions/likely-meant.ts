import type { Better, Dimension } from '../units/dimension.ts'
import type { ParsedCondition } from './condition.ts'

/** The side on which a limit of each continuous dimension usually lies, where the metric does not say. */
const usualOperator: Partial<Readonly<Record<Dimension, string>>> = {
  duration: '<',
  bytes: '<=',
  rate: '>=',
  multiplier: '>=',
  temperature: '<',
  frequency: '>=',
  power: '<',
}

/**
 * What was probably meant by a condition that asks a continuous quantity to be exactly one value, as
 * `latency.p95: 1s` does: no measurement meets it but by chance. Undefined for every other condition,
 * and for 0 and 100 %, which are often exact.
 * @returns a condition as it would be written: `< 1s`, `33% ± 5%`
 */
export function likelyMeant(
  { text, dimension, condition }: ParsedCondition,
  better?: Better,
): string | undefined {
  if (condition.kind !== 'equals' || typeof condition.value !== 'number') return undefined
  if (condition.value === 0) return undefined
  if (dimension === 'percentage') {
    if (condition.value === 100) return undefined
    return better ? `${operatorOf(better)} ${text}` : `${text} ± 5%`
  }
  const operator = usualOperator[dimension]
  return operator && `${better ? operatorOf(better) : operator} ${text}`
}

function operatorOf(better: Better): string {
  return better === 'lower' ? '<' : '>='
}
