import { expect, test } from 'vitest'
import { RecentRate } from '../../../../lib/balancer/front/status/recent-rate.ts'

function rateOf(timesMs: readonly number[], atMs: number): number {
  const rate = new RecentRate()
  for (const time of timesMs) rate.add(time)
  return rate.perSecond(atMs)
}

const steadily = (perSecond: number, fromMs: number, toMs: number) =>
  Array.from(
    { length: ((toMs - fromMs) / 1_000) * perSecond },
    (_, index) => fromMs + (index * 1_000) / perSecond,
  )

test('the rate of nothing is unknown', () => {
  expect(rateOf([], 5_000)).toBe(0)
})

test('a steady load has its rate, early and late', () => {
  expect(rateOf(steadily(40, 7_000, 9_000), 9_000)).toBeCloseTo(40, 0)
  expect(rateOf(steadily(40, 7_000, 67_500), 67_500)).toBeCloseTo(40, 0)
})

test('the first moment does not count as a burst', () => {
  expect(rateOf([7_000, 7_001], 7_002)).toBe(2)
})

test('a load that has ended is forgotten', () => {
  expect(rateOf(steadily(40, 7_000, 17_000), 20_000)).toBeLessThan(25)
  expect(rateOf(steadily(40, 7_000, 17_000), 30_000)).toBe(0)
})
