import { parseQuantity } from '../../units/quantity.ts'

/** Milliseconds of a duration whose form the schema has validated. */
export function milliseconds(duration: string): number {
  const parsed = parseQuantity(duration, 'duration')
  if (!parsed.ok) throw new RangeError(parsed.message)
  return parsed.value
}

/** A factor from 0 to 1; `10%` is 0.1. */
export function share(written: string | number): number {
  return typeof written === 'number' ? written : Number.parseFloat(written) / 100
}

/** Bytes of a size whose form the schema has validated. */
export function byteCount(size: string): number {
  const parsed = parseQuantity(size, 'bytes')
  if (!parsed.ok) throw new RangeError(parsed.message)
  return parsed.value
}
