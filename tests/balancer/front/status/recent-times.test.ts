import { expect, test } from 'vitest'
import { RecentTimes } from '../../../../lib/balancer/front/status/recent-times.ts'

function timesOf(values: Iterable<number>): RecentTimes {
  const times = new RecentTimes()
  for (const value of values) times.add(value)
  return times
}

test('quantiles are observed times', () => {
  expect(timesOf([5, 1, 4, 2, 3]).quantiles(0.5, 0.95)).toEqual([3, 5])
  expect(timesOf([7]).quantiles(0, 0.5, 1)).toEqual([7, 7, 7])
})

test('without times there are no quantiles', () => {
  expect(timesOf([]).quantiles(0.5)).toEqual([])
})

test('old times are forgotten', () => {
  const times = timesOf(Array(1_000).fill(1))
  for (let count = 0; count < 1_000; count++) times.add(2)
  expect(times.quantiles(0, 1)).toEqual([2, 2])
})
