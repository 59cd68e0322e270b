import { formatQuantity } from '../../units/quantity.ts'

/** A shorter wait needs no announcement. */
const worthSayingMs = 20_000

/** Announces how long a load will take; undefined if that is short, and allowed. */
export function announcedTime(estimatedMs: number, timeoutMs: number): string | undefined {
  const about = `about ${inWords(estimatedMs)} at least`
  if (estimatedMs > timeoutMs) {
    return `${about}, and the time allowed is ${inWords(timeoutMs)}: raise \`timeout\`, or send fewer requests`
  }
  return estimatedMs < worthSayingMs ? undefined : about
}

/** `14min` rather than `13.7min`, because it is an estimate. */
function inWords(ms: number): string {
  const unitMs = ms < 120_000 ? 1_000 : 60_000
  return formatQuantity(Math.ceil(ms / unitMs) * unitMs, 'duration')
}
