import { parseCondition } from '../../conditions/parse-condition.ts'
import type { Measurement } from '../../record/measurement.ts'
import type { Verdict } from '../../record/verdict.ts'
import { type Labels, readLabelled } from '../../units/labels.ts'
import { judge } from '../../verdict/judge.ts'
import { expectedSpeedup, usableSlots } from './expected-speedups.ts'

/** Several workers should never be slower than one; a smaller ratio is not noise. */
const minSpeedup = 0.9

/**
 * Compares speedups with the guide's expectation, so that a diagnosis explains those that are too low.
 * Skips a void result, and a load that did not fill the slots twice.
 * @param slots of each worker, in order
 * @param requests of each load
 */
export function speedupShortfalls(
  measurement: Measurement,
  slots: readonly number[],
  requests: number,
): Verdict[] {
  if (measurement.unfit) return []
  return Object.keys(measurement.metrics).flatMap((key) => {
    const { metric, labels } = readLabelled(key)
    if (metric !== 'speedup') return []
    const usable = usableSlots(workersOf(labels, slots), Number(labels.concurrency), slots)
    if (requests < 2 * usable) return []
    const verdict = judgeSpeedup(measurement, labels, slots)
    return verdict.status === 'fail' ? [verdict] : []
  })
}

function judgeSpeedup(measurement: Measurement, labels: Labels, slots: readonly number[]): Verdict {
  const workers = workersOf(labels, slots)
  const expected = expectedSpeedup(workers, Number(labels.concurrency), slots)
  // One worker compared with itself is 1x plus noise.
  const least = workers === 1 ? minSpeedup : (expected?.low ?? minSpeedup)
  const parsed = parseCondition(`>= ${least}x`, 'multiplier')
  if (!parsed.ok) throw new RangeError(parsed.message)
  const speedup = { metric: 'speedup', at: labels, dimension: 'multiplier' } as const
  return judge([{ ...speedup, condition: parsed.condition }], measurement)
}

function workersOf({ workers }: Labels, slots: readonly number[]): number {
  return workers === undefined ? slots.length : Number(workers)
}
