import { parseQuantity } from '../../units/quantity.ts'

/** Per second, of a rate whose form the schema has validated already. */
export function ratePerSecond(text: string): number {
  const parsed = parseQuantity(text, 'rate')
  if (!parsed.ok) throw new RangeError(`${text}: ${parsed.message}`)
  return parsed.value
}
