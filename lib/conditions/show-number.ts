import { formatNumber } from '../units/format-number.ts'
import { parseQuantity } from '../units/quantity.ts'
import type { ParsedCondition } from './condition.ts'
import { holds } from './holds.ts'

const MOST_DIGITS = 17
const USUAL_DIGITS = 3

/**
 * A number beside a condition that it was held against. Digits are added until the number that is
 * shown meets or misses the condition as the number itself does, so that nobody reads
 * `10ms is not <= 10ms` of 10.004 ms.
 */
export function showNumber(value: number, parsed: ParsedCondition): string {
  const { dimension } = parsed
  if (!Number.isFinite(value)) return formatNumber(value, dimension)
  for (let digits = USUAL_DIGITS; digits < MOST_DIGITS; digits += 1) {
    const text = formatNumber(value, dimension, digits)
    const shown = parseQuantity(text, dimension)
    if (shown.ok && isAlike(parsed, value, shown.value)) return text
  }
  return formatNumber(value, dimension, MOST_DIGITS)
}

/** Whether what is shown also is on a limit exactly when the value is. */
function isAlike({ condition }: ParsedCondition, value: number, shown: number): boolean {
  if (holds(condition, value) !== holds(condition, shown)) return false
  if (condition.kind !== 'comparison') return true
  return (value === condition.value) === (shown === condition.value)
}
