import type { Interval } from '../../units/interval.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** `12% below the baseline`, `3.2% above the baseline`. */
export function changeInWords(percent: number): string {
  return `${sideInWords(percent)} the baseline`
}

/** From the lowest to the highest of several: `12% below to 3% above the baseline`. */
export function changesInWords(percents: readonly number[]): string {
  const sorted = percents.toSorted((a, b) => a - b)
  const [low, high] = [sorted.at(0), sorted.at(-1)]
  if (low === undefined || high === undefined) return 'not compared'
  const [from, to] = [changeInWords(low), changeInWords(high)]
  return from === to ? from : `${sideInWords(low)} to ${to}`
}

/** `10% to 14% at 99%` on the side of the change, `8% below to 2% above at 99%` across zero. */
export function intervalInWords({ low, high, confidence }: Interval): string {
  const sure = `at ${amount(confidence * 100)}`
  if (low > 0) return `${amount(low)} to ${amount(high)} ${sure}`
  if (high < 0) return `${amount(-high)} to ${amount(-low)} ${sure}`
  return `${sideInWords(low)} to ${sideInWords(high)} ${sure}`
}

function sideInWords(percent: number): string {
  const reported = amount(Math.abs(percent))
  return `${reported} ${percent < 0 && reported !== '0%' ? 'below' : 'above'}`
}

/**
 * Two digits, because such a value is not known better; `99.5%` keeps its three, `0.0001%` becomes zero.
 */
function amount(percent: number): string {
  const isNearAll = percent >= 95 && percent < 100
  const text = percent < 1 ? percent.toFixed(2) : percent.toPrecision(isNearAll ? 4 : 2)
  return formatQuantity(Number(text), 'percentage')
}
