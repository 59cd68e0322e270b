import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { bodies } from './folder.ts'

const bell = fc
  .record({
    mean: fc.integer({ min: 1, max: 300 }),
    stddev: fc.integer({ min: 0, max: 300 }),
    min: fc.integer({ min: 1, max: 50 }),
    max: fc.integer({ min: 50, max: 400 }),
  })
  .map(({ min, max, ...rest }) => ({ ...rest, min, max }))
const tokens = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.record({ normal: bell }),
  fc.record({ lognormal: bell }),
  fc.record({ uniform: fc.record({ min: fc.constant(3), max: fc.integer({ min: 3, max: 300 }) }) }),
)
// Spaces alone are not a prompt.
const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((each) => /\S/.test(each))
const texts = fc.array(text, { minLength: 1, maxLength: 6 })
const common = {
  max_tokens: tokens,
  order: fc.constantFrom('sequential', 'shuffled'),
  stream: fc.boolean(),
}
const generate = (needsCount: boolean) =>
  fc.record(
    { tokens, count: fc.integer({ min: 1, max: 20 }), from: texts },
    { requiredKeys: needsCount ? ['tokens', 'count'] : ['tokens'] },
  )
const plain = fc.oneof(
  fc.record({ prompts: texts, ...common }),
  fc.record({ generate: generate(false), ...common }),
  fc.record({ prompts: texts, documents: fc.record({ generate: generate(true) }), ...common }),
)
const mix = fc.record({
  mix: fc.array(fc.record({ weight: fc.integer({ min: 1, max: 9 }), workload: plain }), {
    minLength: 1,
    maxLength: 3,
  }),
  order: common.order,
})
const workload = fc.oneof(plain, mix)
const seed = fc.integer({ min: 0, max: 4_294_967_295 })
const index = fc.integer({ min: 0, max: 1_000_000 })

describe('any workload', () => {
  test('gives the same request for the same number, whatever was requested before', async () => {
    await fc.assert(
      fc.asyncProperty(
        workload,
        seed,
        fc.array(index, { maxLength: 20 }),
        async (of, own, order) => {
          const [first, second] = await Promise.all([
            openWorkload({ ...of, seed: own }),
            openWorkload({ ...of, seed: own }),
          ])
          expect(second.hash).toBe(first.hash)
          const reported = new Map(order.map((number) => [number, first.request(number).body]))
          for (const number of order.toReversed()) {
            expect(second.request(number).body).toBe(reported.get(number))
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  test('sends JSON that a worker accepts: messages, and a limit of the response above 0', async () => {
    await fc.assert(
      fc.asyncProperty(workload, index, async (of, number) => {
        const [body] = bodies(await openWorkload(of), 1, number)
        expect(body?.messages.every(({ content }) => content.length > 0)).toBe(true)
        expect(body?.max_tokens).toBeGreaterThan(0)
        expect(Number.isInteger(body?.max_tokens)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('with an end repeats after it', async () => {
    await fc.assert(
      fc.asyncProperty(workload, fc.integer({ min: 0, max: 200 }), async (of, number) => {
        const opened = await openWorkload(of)
        if (opened.size === undefined) return
        const again = number + opened.size
        expect(opened.request(again).body).toBe(opened.request(number).body)
      }),
      { numRuns: 100 },
    )
  })

  test('with equal hashes sends equal requests', async () => {
    await fc.assert(
      fc.asyncProperty(workload, seed, seed, async (of, one, other) => {
        const [a, b] = await Promise.all([
          openWorkload({ ...of, seed: one }),
          openWorkload({ ...of, seed: other }),
        ])
        if (a.hash !== b.hash) return
        for (const number of [0, 1, 2, 17]) {
          expect(a.request(number).body).toBe(b.request(number).body)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('another seed of a workload', () => {
  test.each([
    ['generated words', { generate: { tokens: 20 } }],
    ['given sentences', { generate: { tokens: 60, from: ['A b. C d. E f. G h. I j.'] } }],
    ['drawn lengths', { prompts: ['a'], max_tokens: { uniform: { min: 1, max: 100_000 } } }],
    ['a shuffled order', { prompts: [...'abcdefghij'], order: 'shuffled' }],
    ['the parts of a mix', { mix: [{ workload: { generate: { tokens: 20 } } }] }],
  ])('gives other requests of %s', async (_, of) => {
    const texts = await Promise.all(
      Array.from({ length: 20 }, async (_, own) => {
        const opened = await openWorkload({ ...of, seed: own })
        return Array.from({ length: 10 }, (_, number) => opened.request(number).body).join('\n')
      }),
    )
    expect(new Set(texts).size).toBe(20)
  })

  test('and equal parts of a mix do not send the same', async () => {
    const part = { workload: { generate: { tokens: 20 } } }
    const opened = await openWorkload({ mix: [part, part] })
    const texts = Array.from({ length: 40 }, (_, number) => opened.request(number).body)
    expect(new Set(texts).size).toBe(40)
  })
})
