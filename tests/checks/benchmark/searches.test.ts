import { describe, expect, test } from 'vitest'
import { findCapacity } from '../../../lib/checks/benchmark/capacity.ts'
import { optimalConcurrency } from '../../../lib/checks/benchmark/optimal-concurrency.ts'

const ladder = (...throughputs: number[]) =>
  throughputs.map((throughput, index) => ({ concurrency: [1, 5, 15, 50][index] ?? 0, throughput }))

describe('the optimal concurrency', () => {
  test('is the smallest near the best', () => {
    expect(optimalConcurrency(ladder(20, 97, 290, 296), 5)).toBe(15)
    expect(optimalConcurrency(ladder(20, 97, 290, 296), 1)).toBe(50)
  })

  test('is the only one with which throughput did not fall', () => {
    expect(optimalConcurrency(ladder(20, 97, 60, 40), 5)).toBe(5)
  })

  test('does not depend on the order of the levels', () => {
    expect(optimalConcurrency(ladder(20, 97, 290, 296).toReversed(), 5)).toBe(15)
  })

  test('is unknown with one level', () => {
    expect(optimalConcurrency(ladder(20), 5)).toBeUndefined()
  })
})

describe('the capacity', () => {
  const signal = new AbortController().signal

  test.each([12, 55, 80, 97, 104])('is found if the SLO breaks above %d/s', async (breaks) => {
    const found = await findCapacity(100, async (rate) => rate <= breaks, signal)
    expect(found).toBeLessThanOrEqual(breaks)
    expect(found).toBeGreaterThan(breaks * 0.9)
  })

  test('is unknown if no rate keeps the SLO', async () => {
    expect(await findCapacity(100, async () => false, signal)).toBeUndefined()
  })

  test('is unknown if the search was stopped', async () => {
    const stop = new AbortController()
    const keeps = async () => {
      stop.abort()
      return true
    }
    expect(await findCapacity(100, keeps, stop.signal)).toBeUndefined()
  })
})
