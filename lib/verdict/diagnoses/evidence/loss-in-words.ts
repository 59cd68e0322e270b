import { type LossName, lossNames } from '../../../record/loss-names.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import type { LoadLevel } from './load-level.ts'

export interface LossPart {
  readonly name: LossName
  /** Of the ideal speedup. */
  readonly percent: number
}

/** Smaller losses are noise. */
const minPercent = 1

/** The losses of a speedup, the largest first; empty if nothing was compared. */
export function lossParts({ metric }: LoadLevel): LossPart[] {
  return (Object.keys(lossNames) as LossName[])
    .map((name) => ({ name, percent: metric(`loss.${name}`) ?? 0 }))
    .filter(({ percent }) => percent >= minPercent)
    .toSorted((a, b) => b.percent - a.percent)
}

/** The ratio of usable slots of the candidate; undefined if the speedup is unknown. */
export function idealSpeedup({ metric }: LoadLevel): number | undefined {
  const speedup = metric('speedup')
  const efficiency = metric('scaling_efficiency')
  return speedup === undefined || !efficiency ? undefined : speedup / (efficiency / 100)
}

/** `2.10x of 3x: 20% slower workers, 6% end of the run`; undefined if nothing was compared. */
export function lossInWords(level: LoadLevel): string | undefined {
  const speedup = level.metric('speedup')
  const ideal = idealSpeedup(level)
  if (speedup === undefined || ideal === undefined) return undefined
  const parts = lossParts(level).map(({ name, percent }) => `${wholes(percent)} ${lossNames[name]}`)
  const reached = `${times(speedup)} of ${times(Number(ideal.toPrecision(3)))}`
  return parts.length === 0 ? reached : `${reached}: ${parts.join(', ')}`
}

/** The same phrased as the end of a cause; empty if nothing was compared. */
export function lossEnding(level: LoadLevel): string {
  const words = lossInWords(level)
  return words === undefined ? '' : `. ${words}`
}

const times = (value: number) => formatQuantity(value, 'multiplier')
const wholes = (percent: number) => `${Math.round(percent)}%`
