import type { Better, Dimension } from '../units/dimension.ts'
import type { ParsedCondition } from './condition.ts'

/** The usual side of a limit on each continuous dimension, if the metric does not declare one. */
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
 * The condition that was probably meant by one that requires a continuous quantity to be exactly one value,
 * such as `latency.p95: 1s`: a measurement meets it only by chance. Undefined for every other condition,
 * and for 0 and 100 %, which are often exact.
 * @returns a condition in the syntax of a spec: `< 1s`, `33% ± 5%`
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
