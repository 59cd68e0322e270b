import { formatQuantity } from '../../units/quantity.ts'
import type { CheckContext } from '../check.ts'
import type { MeasurementBuilder } from '../kit/measurement-builder.ts'

/** The longest load that a test may have: a day. */
const maxMs = 24 * 3_600_000

/**
 * Reports a load that does not fit into the time of its test, before it begins: a load that is cut off
 * after an hour is an hour lost. Returns whether it does not fit.
 */
export function refuseTooLong(
  durationMs: number,
  { timeoutMs }: CheckContext,
  builder: MeasurementBuilder,
): boolean {
  const tooLong = reasonOf(durationMs, timeoutMs)
  if (tooLong === undefined) return false
  const asked = formatQuantity(durationMs, 'duration')
  builder.error('LOAD_TOO_LONG', `a load of ${asked} ${tooLong}`)
  return true
}

function reasonOf(durationMs: number, timeoutMs: number): string | undefined {
  if (durationMs > maxMs) return 'is longer than a day'
  if (durationMs < timeoutMs) return undefined
  const most = formatQuantity(timeoutMs, 'duration')
  return `does not fit into the test, which ends after ${most}: give it a longer \`timeout\``
}
