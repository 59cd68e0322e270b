import { expect } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Verdict } from '../../lib/record/verdict.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import { labelled } from '../../lib/units/labels.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { judge } from '../../lib/verdict/judge.ts'
import { type LoadFigures, load, measurement } from './measured-load.ts'

/** A condition on a metric. */
export type Asked = readonly [metric: string, dimension: Dimension, condition: string]

/** The verdict on a measurement, with conditions at every level. */
export function verdictOn(measured: Measurement, ...asked: readonly Asked[]): Verdict {
  const expectations = asked.map(([metric, dimension, written]) => {
    const parsed = parseCondition(written, dimension)
    if (!parsed.ok) throw new TypeError(parsed.message)
    return { metric, dimension, condition: parsed.condition }
  })
  return judge(expectations, measured)
}

export function expectDiagnosis(verdict: Verdict, code: string, reported: RegExp): void {
  expect(verdict.diagnosis).toMatchObject({ code })
  expect(explain(verdict)).toMatch(reported)
}

export const atNine = { concurrency: 9 }
export const faster: Asked = ['speedup', 'multiplier', '>= 2.5x']
export const quicker: Asked = ['latency.avg', 'duration', '< 10ms']

/** Three workers against w1 at concurrency 9, with the loss against the ideal 3x. */
export function compared(
  losses: Readonly<Record<string, number>>,
  candidate: Omit<LoadFigures, 'labels'> = { workers: { w1: {}, w2: {}, w3: {} } },
  baseline: Omit<LoadFigures, 'labels'> = { workers: { w1: {} } },
  change: Partial<Measurement> = {},
): Measurement {
  const loss = Object.values(losses).reduce((sum, percent) => sum + percent, 0)
  const metrics = {
    speedup: 3 * (1 - loss / 100),
    scaling_efficiency: 100 - loss,
    loss,
    ...Object.fromEntries(Object.entries(losses).map(([name, of]) => [`loss.${name}`, of])),
  }
  return measurement(
    Object.fromEntries(
      Object.entries(metrics).map(([name, value]) => [labelled(name, atNine), value]),
    ),
    [
      load({ ...baseline, labels: { ...atNine, side: 'baseline', repetition: 1 } }),
      load({ ...candidate, labels: { ...atNine, side: 'candidate', repetition: 1 } }),
    ],
    change,
  )
}

/** One load at concurrency 9, with known latency and throughput. */
export function single(figures: Omit<LoadFigures, 'labels'>, change: Partial<Measurement> = {}) {
  return measurement(
    { 'latency.avg{concurrency=9}': 100, 'throughput{concurrency=9}': 5 },
    [load({ ...figures, labels: { ...atNine, side: 'candidate', repetition: 1 } })],
    change,
  )
}
