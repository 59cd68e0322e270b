import type { Slo } from '../../record/load-record.ts'
import type { Dimension } from '../../units/dimension.ts'
import { parseQuantity } from '../../units/quantity.ts'

/** Milliseconds of a duration whose form the schema has validated. */
export function durationMs(text: string): number {
  return quantityOf(text, 'duration')
}

/** The factor of a multiplier whose form the schema has validated. */
export function factorOf(text: string): number {
  return quantityOf(text, 'multiplier')
}

/** Percentage points of a percentage whose form the schema has validated. */
export function percentOf(text: string): number {
  return quantityOf(text, 'percentage')
}

/** Events per second of a rate whose form the schema has validated. */
export function ratePerSecond(text: string): number {
  return quantityOf(text, 'rate')
}

/** Times as in a spec: `{ latency: 1s, ttft: 300ms }`. */
type SloOption = { readonly [K in 'latency' | 'ttft' | 'tpot']?: string | undefined }

/** The `slo` of a check, in milliseconds. */
export function sloOf(slo: SloOption | undefined): Slo | undefined {
  if (!slo) return undefined
  const ms = (text: string | undefined) => (text === undefined ? undefined : durationMs(text))
  return { latencyMs: ms(slo.latency), ttftMs: ms(slo.ttft), tpotMs: ms(slo.tpot) }
}

function quantityOf(text: string, dimension: Dimension): number {
  const parsed = parseQuantity(text, dimension)
  if (!parsed.ok) throw new RangeError(`${text}: ${parsed.message}`)
  return parsed.value
}
