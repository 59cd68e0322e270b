import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateCondition } from '../../lib/conditions/evaluate-condition.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import { shortfall } from '../../lib/conditions/shortfall.ts'

function read(input: unknown) {
  const parsed = parseCondition(input, 'any')
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.condition
}

describe('the shortfall', () => {
  test.each<[unknown, number, number]>([
    ['< 10', 12, 2],
    ['< 10', 7, -3],
    ['>= 10', 7, 3],
    ['5 ± 2', 8, 1],
    ['5 ± 2', 5, -2],
    ['1..3', 5, 2],
    ['1..3', 1.5, -0.5],
    ['5', 8, 3],
    ['== 5', 2, 3],
    ['!= 5', 7, -2],
    ['one of [1, 9]', 7, 2],
    [['> 1', '< 10'], 13, 3],
    ['open', 5, 0],
  ])('of %j and %d is %d', (input, value, expected) => {
    expect(shortfall(read(input).condition, value)).toBeCloseTo(expected)
  })

  test('is above zero only where the condition is missed', () => {
    const input = fc.constantFrom(
      '< 5',
      '>= 5',
      '5 ± 2',
      '1..2',
      '5',
      '== 4',
      '!= 5',
      'one of [1, 2]',
    )
    fc.assert(
      fc.property(input, fc.integer({ min: -10, max: 10 }), (text, value) => {
        const isMissed = evaluateCondition(read(text), value).outcome === 'missed'
        const by = shortfall(read(text).condition, value)
        if (by !== 0) expect(by > 0).toBe(isMissed)
      }),
    )
  })
})
