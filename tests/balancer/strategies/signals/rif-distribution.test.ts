import { expect, test } from 'vitest'
import { RifDistribution } from '../../../../lib/balancer/strategies/signals/rif-distribution.ts'

test('a quantile of requests in flight is the load that this fraction of the samples does not exceed', () => {
  const distribution = new RifDistribution()
  for (const load of [0, 0.25, 0.5, 0.75, 1]) distribution.add(load)
  expect(distribution.quantile(0.4)).toBe(0.25)
  expect(distribution.quantile(0.6)).toBe(0.5)
  expect(distribution.quantile(1)).toBe(1)
})

test('old samples of requests in flight lose their weight', () => {
  const distribution = new RifDistribution()
  for (let count = 0; count < 1000; count++) distribution.add(1)
  for (let count = 0; count < 2000; count++) distribution.add(0.25)
  expect(distribution.quantile(0.84)).toBe(0.25)
})

test('an infinite load counts as very high', () => {
  const distribution = new RifDistribution()
  distribution.add(1000)
  expect(distribution.quantile(0.5)).toBe(4)
})
