import { expect, test } from 'vitest'
import type { Change } from '../../../lib/verdict/baseline/change.ts'
import { twoMeasurements } from '../../../lib/verdict/baseline/two-measurements.ts'
import { budget } from './benchmarks.ts'

const change = (verdict: Change['verdict'], percent: number): Change => ({ verdict, percent })
const regressed = change('regressed', -12)
const leaning = change('undecided', -8)
const held = change('held', -1)
const together = change('regressed', -10)

test.each([
  ['the rerun regresses as well', regressed, regressed, together, regressed],
  ['the rerun leans to it, and both together prove it', regressed, leaning, together, together],
  [
    'the rerun leans to it, and both together do not prove it',
    regressed,
    leaning,
    leaning,
    leaning,
  ],
  ['the rerun holds', regressed, held, together, held],
  [
    'the rerun is undecided within the tolerance',
    regressed,
    change('undecided', -4),
    together,
    {
      ...change('undecided', -4),
    },
  ],
  ['only the rerun regresses', held, regressed, together, change('undecided', -12)],
  ['the first one leant to it, and both together prove it', leaning, regressed, together, together],
  ['neither regresses', held, held, held, held],
])('two measurements: %s', (_, first, second, both, expected) => {
  expect(twoMeasurements(first, second, both, budget)).toEqual(expected)
})

test('two measurements of a metric that is better when lower are worse above', () => {
  const lower = { ...budget, better: 'lower' as const }
  const above = change('undecided', 8)
  const all = change('regressed', 10)
  expect(twoMeasurements(change('regressed', 12), above, all, lower)).toBe(all)
  expect(twoMeasurements(change('regressed', 12), leaning, all, lower)).toBe(leaning)
})
