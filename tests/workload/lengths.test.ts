import { describe, expect, test } from 'vitest'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { asked, bodies } from './folder.ts'

const count = 4_000

/** The lengths of generated texts, in tokens of four characters. */
async function lengthsOf(tokens: object | number, seed = 1): Promise<number[]> {
  const workload = await openWorkload({ generate: { tokens }, seed })
  return asked(workload, count).map((text) => text.length / 4)
}

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, stddev: Math.sqrt(squares / (values.length - 1)) }
}

/** Fraction of the values up to a bound. */
function partUpTo(values: readonly number[], bound: number): number {
  return values.filter((value) => value <= bound).length / values.length
}

describe('generated texts', () => {
  test('have exactly the requested length', async () => {
    for (const tokens of [1, 2, 7, 512]) {
      const lengths = await lengthsOf(tokens)
      expect(new Set(lengths)).toEqual(new Set([tokens]))
    }
  })

  // Of 4,000 draws the mean is off by more than 5 standard errors, 8 % of a standard deviation, once in millions.
  test('follow a normal distribution', async () => {
    const lengths = await lengthsOf({ normal: { mean: 500, stddev: 100 } })
    const { mean, stddev } = momentsOf(lengths)
    expect(Math.abs(mean - 500)).toBeLessThan(8)
    expect(Math.abs(stddev - 100)).toBeLessThan(8)
    expect(Math.abs(partUpTo(lengths, 400) - 0.159)).toBeLessThan(0.03)
  })

  test('follow a lognormal distribution with its own mean and deviation', async () => {
    const lengths = await lengthsOf({ lognormal: { mean: 400, stddev: 200 } })
    const { mean, stddev } = momentsOf(lengths)
    expect(Math.abs(mean - 400)).toBeLessThan(16)
    expect(Math.abs(stddev - 200)).toBeLessThan(30)
    // Its median is mean / sqrt(1 + (stddev / mean)²).
    expect(Math.abs(partUpTo(lengths, 400 / Math.sqrt(1.25)) - 0.5)).toBeLessThan(0.04)
  })

  test('follow a uniform distribution, including both ends', async () => {
    const lengths = await lengthsOf({ uniform: { min: 5, max: 24 } })
    const counts = new Map<number, number>()
    for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1)
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 5),
    )
    for (const times of counts.values()) expect(Math.abs(times - 200)).toBeLessThan(75)
  })

  test('stay within their bounds, by clamping', async () => {
    const lengths = await lengthsOf({ normal: { mean: 100, stddev: 100, min: 50, max: 150 } })
    expect(Math.min(...lengths)).toBe(50)
    expect(Math.max(...lengths)).toBe(150)
    expect(Math.abs(partUpTo(lengths, 50) - 0.309)).toBeLessThan(0.04)
  })

  test('are never empty and never endless, however wide the distribution', async () => {
    const lengths = await lengthsOf({ lognormal: { mean: 2, stddev: 1_000 } })
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000_000)
  })

  test('share no beginning, so that no prefix cache serves them', async () => {
    const texts = asked(await openWorkload({ generate: { tokens: 64 } }), 2_000)
    expect(new Set(texts.map((text) => text.slice(0, 12))).size).toBeGreaterThan(1_990)
  })

  test('are made of the given sentences', async () => {
    const from = ['The first one is short. Is the second a question?', 'A third!']
    const [text = ''] = asked(await openWorkload({ generate: { tokens: 100, from } }), 1)
    const sentences = from.flatMap((each) => each.split(/(?<=[.?!]) /))
    const made = text.split(/(?<=[.?!]) /).slice(1, -1)
    expect(made.length).toBeGreaterThan(10)
    expect(made.filter((sentence) => !sentences.includes(sentence))).toEqual([])
  })

  test('repeat after their count', async () => {
    const workload = await openWorkload({ generate: { tokens: 10, count: 3 } })
    const texts = asked(workload, 6)
    expect(workload.size).toBe(3)
    expect(new Set(texts).size).toBe(3)
    expect(texts.slice(3)).toEqual(texts.slice(0, 3))
  })
})

test('lengths of responses are drawn for each request', async () => {
  const workload = await openWorkload({
    generate: { tokens: 4 },
    max_tokens: { normal: { mean: 200, stddev: 50 } },
  })
  const { mean, stddev } = momentsOf(
    bodies(workload, count).map(({ max_tokens: tokens }) => tokens),
  )
  expect(Math.abs(mean - 200)).toBeLessThan(4)
  expect(Math.abs(stddev - 50)).toBeLessThan(4)
})
