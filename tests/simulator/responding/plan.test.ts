import { describe, expect, test } from 'vitest'
import type { JitterDistribution } from '../../../lib/cluster/cluster.ts'
import { planOf, wordsOf } from '../../../lib/simulator/responding/plan.ts'
import { askChat, instant, runWorker } from '../running-worker.ts'

const options = { ...instant, timeToFirstTokenMs: 20, tokenTimeMs: 5, jitter: 0.1 }
const plans = (changes: object, count: number) =>
  Array.from({ length: count }, (_, n) => planOf({ ...options, ...changes }, n))

describe('the plan of a simulated request', () => {
  test('is the same for the same seed, and different for another', () => {
    expect(plans({ seed: 7 }, 5)).toEqual(plans({ seed: 7 }, 5))
    expect(plans({ seed: 7 }, 5)).not.toEqual(plans({ seed: 8 }, 5))
  })

  test('is independent of earlier plans', () => {
    expect(planOf(options, 1_000)).toEqual(plans({}, 1_001).at(-1))
  })

  test('stays within a uniform jitter', () => {
    for (const { firstTokenMs, tokenMs } of plans({}, 1_000)) {
      expect(Math.abs(firstTokenMs - 20)).toBeLessThanOrEqual(2)
      expect(Math.abs(tokenMs - 5)).toBeLessThanOrEqual(0.5)
    }
  })

  test.each<[JitterDistribution, number]>([
    ['uniform', 0.5 / Math.sqrt(3)],
    ['lognormal', 0.5],
    ['pareto', 0.5],
  ])('has its mean and its deviation if it is %s', (jitterDistribution, deviation) => {
    const times = plans({ jitterDistribution, jitter: 0.5 }, 20_000).map(
      ({ firstTokenMs }) => firstTokenMs,
    )
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length
    const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length
    expect(mean / 20).toBeCloseTo(1, 1)
    expect(Math.sqrt(variance) / mean).toBeCloseTo(deviation, 1)
  })

  test('has a heavy tail if configured', () => {
    const longest = (jitterDistribution: JitterDistribution) =>
      Math.max(
        ...plans({ jitterDistribution, jitter: 1 }, 10_000).map(({ firstTokenMs }) => firstTokenMs),
      )
    expect(longest('uniform')).toBeLessThanOrEqual(40)
    expect(longest('lognormal')).toBeGreaterThan(100)
    expect(longest('pareto')).toBeGreaterThan(longest('lognormal'))
  })

  test('belongs to the n-th accepted request, whatever comes between', async () => {
    const { base } = await runWorker({ ...options, slots: 1 })
    const words: string[] = []
    for (const between of [0, 1, 2]) {
      for (let count = 0; count < between; count++) await askChat(base, { model: 'refused' })
      const body = (await (await askChat(base)).json()) as {
        choices: { message: { content: string } }[]
      }
      words.push(body.choices[0]?.message.content ?? '')
    }
    expect(words).toEqual(plans({}, 3).map((plan) => wordsOf(plan, 4)))
  })
})
