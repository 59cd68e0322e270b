import { expect, test } from 'vitest'
import { isCandidateFirst } from '../../../lib/stats/compare/turn-order.ts'

const blocks = Array.from({ length: 16 }, (_, block) => block)
/** The positions of a side's runs among all. */
const places = (isCandidate: boolean) =>
  blocks.map((block) => 2 * block + (isCandidateFirst(block) === isCandidate ? 0 : 1))

test('sides alternate in going first', () => {
  expect(
    blocks
      .slice(0, 8)
      .map((block) => (isCandidateFirst(block) ? 'BA' : 'AB'))
      .join(' '),
  ).toBe('AB BA BA AB BA AB AB BA')
})

test.each([1, 2, 3])(
  'over sixteen blocks a drift of degree %i affects both sides equally',
  (degree) => {
    const sum = (isCandidate: boolean) =>
      places(isCandidate).reduce((total, place) => total + place ** degree, 0)
    expect(sum(true)).toBe(sum(false))
  },
)
