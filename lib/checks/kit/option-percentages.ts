import { parseQuantity } from '../../units/quantity.ts'

/** Percentage points of a percentage whose form the schema has validated already. */
export function percentOf(text: string): number {
  const parsed = parseQuantity(text, 'percentage')
  if (!parsed.ok) throw new RangeError(`${text}: ${parsed.message}`)
  return parsed.value
}
