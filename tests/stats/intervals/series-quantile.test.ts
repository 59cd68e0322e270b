import { describe, expect, test } from 'vitest'
import { quantileInterval } from '../../../lib/stats/intervals/quantile-interval.ts'
import { seriesQuantile } from '../../../lib/stats/intervals/series-quantile.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { dependentDraws } from '../draws.ts'

const options = { share: 0.9, confidence: 0.95 }
/** The 90th percentile of the standard normal distribution. */
const truth = 1.2815515655

describe('the interval of a quantile of a series', () => {
  test('contains the truth if neighbours depend on each other, unlike one that assumes independence', () => {
    const random = seededRandom(4)
    const runs = 400
    const held = { series: 0, independent: 0 }
    for (let run = 0; run < runs; run++) {
      const series = dependentDraws(random, 800, 0.7)
      if (holds(seriesQuantile(series, options))) held.series++
      if (holds(quantileInterval(series, options))) held.independent++
    }
    expect(held.series / runs).toBeGreaterThan(0.9)
    expect(held.independent / runs).toBeLessThan(0.85)
  })

  test('is absent if too few values are beyond it', () => {
    const series = dependentDraws(seededRandom(1), 150, 0.5)
    expect(seriesQuantile(series, { share: 0.99, confidence: 0.8 })).toBeUndefined()
    expect(seriesQuantile([], options)).toBeUndefined()
  })
})

function holds(interval: ReturnType<typeof seriesQuantile>): boolean {
  return interval !== undefined && interval.low <= truth && interval.high >= truth
}
