import { parseQuantity } from '../../units/quantity.ts'

/** Milliseconds of a duration whose form the schema has validated already. */
export function durationMs(text: string): number {
  const parsed = parseQuantity(text, 'duration')
  if (!parsed.ok) throw new RangeError(`${text}: ${parsed.message}`)
  return parsed.value
}
