import type { Measurement } from '../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../record/verdict.ts'
import { studentT } from '../../stats/student-t.ts'
import { parseCondition } from '../../units/parse-condition.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { shortfall } from '../../units/shortfall.ts'
import { missedLevel } from './load-level.ts'

/** The repetitions of a benchmark scatter so far that the bound lies between them. */
export function undecidedRepetitions(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isOpen = missed.length > 0 && missed.every(({ status }) => status === 'inconclusive')
  const level = isOpen ? missedLevel(measurement, missed, isOfRepetitions) : undefined
  if (!level?.condition.interval) return undefined
  const { condition, loads, where } = level
  const { low, high } = level.condition.interval
  const told = `${loads.length} repetitions tell ${condition.metric} to between ${quantity(low, condition)} and ${quantity(high, condition)}`
  const more = enough(condition, loads.length)
  return {
    code: 'repetitions_undecided',
    symptom: `${told}${where}, and the bound lies inside`,
    cause: `${told}, and the bound lies inside: few repetitions, or repetitions that differ since something else is going on`,
    remedy: [
      more === undefined
        ? 'raise `repetitions`; the mean is so close to the bound that even many may not decide'
        : `raise \`repetitions\` to about ${more}`,
      'raise `requests`, so that each differs less; close other programs on all machines',
      'if it may stay open: `on_inconclusive: warn`',
    ],
  }
}

const isOfRepetitions = (metric: string) => /^(?:speedup|throughput)$/.test(metric)

const quantity = (value: number, { dimension }: ConditionVerdict) =>
  formatQuantity(Number(value.toPrecision(3)), dimension)

const mostRepetitions = 30

/** How many leave the bound outside of their interval if they scatter as these did; undefined: too many. */
function enough(
  { condition, dimension, measured, interval }: ConditionVerdict,
  repetitions: number,
): number | undefined {
  const parsed = parseCondition(condition, dimension)
  if (!parsed.ok || typeof measured !== 'number' || !interval || repetitions < 2) return undefined
  const room = Math.abs(shortfall(parsed.condition.condition, measured))
  const half = Math.max(interval.high - measured, measured - interval.low)
  const width = (count: number) => studentT(interval.confidence, count - 1) / Math.sqrt(count)
  const scatter = half / width(repetitions)
  for (let count = repetitions + 1; count <= mostRepetitions; count++) {
    if (scatter * width(count) < room) return count
  }
  return undefined
}
