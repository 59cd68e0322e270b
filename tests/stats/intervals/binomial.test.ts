import { describe, expect, test } from 'vitest'
import { binomialCdf } from '../../../lib/stats/intervals/binomial.ts'

describe('the binomial distribution', () => {
  test.each([
    [0, 10, 0.5, 1 / 1024],
    [5, 10, 0.5, 0.623046875],
    [10, 10, 0.5, 1],
    [2, 3, 0.9, 1 - 0.9 ** 3],
    [298, 299, 0.99, 1 - 0.99 ** 299],
    [-1, 10, 0.5, 0],
    [3, 10, 0, 1],
    [9, 10, 1, 0],
    [10, 10, 1, 1],
  ])('has at most %i of %i at %d with probability %d', (count, trials, share, probability) => {
    expect(binomialCdf(count, trials, share)).toBeCloseTo(probability, 12)
  })

  test('is one half in the middle of many trials, without overflow', () => {
    expect(binomialCdf(50_000, 100_000, 0.5)).toBeCloseTo(0.5, 2)
  })
})
