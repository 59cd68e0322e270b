import { parseQuantity } from '../../units/quantity.ts'

/** Of a multiplier whose form the schema has validated already. */
export function factorOf(text: string): number {
  const parsed = parseQuantity(text, 'multiplier')
  if (!parsed.ok) throw new RangeError(`${text}: ${parsed.message}`)
  return parsed.value
}
