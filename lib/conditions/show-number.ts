import { formatNumber } from '../units/format-number.ts'
import { parseQuantity } from '../units/quantity.ts'
import type { ParsedCondition } from './condition.ts'
import { holds } from './holds.ts'

const MOST_DIGITS = 17
const USUAL_DIGITS = 3

/**
 * A number beside its condition. Digits are added until the shown number meets or misses the condition like
 * the number itself, so that 10.004 ms is not shown as `10ms is not <= 10ms`.
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

/** Whether the shown number equals a limit exactly if the value does. */
function isAlike({ condition }: ParsedCondition, value: number, shown: number): boolean {
  if (holds(condition, value) !== holds(condition, shown)) return false
  if (condition.kind !== 'comparison') return true
  return (value === condition.value) === (shown === condition.value)
}
