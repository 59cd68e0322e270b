import { expect, test } from 'vitest'
import { missSide } from '../../lib/conditions/miss-side.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Dimension } from '../../lib/units/dimension.ts'

test.each<[unknown, Dimension, number, 'above' | 'below' | undefined]>([
  ['< 10ms', 'duration', 10, 'above'],
  ['< 10ms', 'duration', 9, undefined],
  ['<= 10ms', 'duration', 10, undefined],
  ['<= 10ms', 'duration', 11, 'above'],
  ['> 20/s', 'rate', 20, 'below'],
  ['>= 20/s', 'rate', 19, 'below'],
  ['>= 20/s', 'rate', 20, undefined],
  ['10ms', 'duration', 0.026, 'below'],
  ['== 10ms', 'duration', 12, 'above'],
  ['33% ± 5%', 'percentage', 27, 'below'],
  ['33% ± 5%', 'percentage', 39, 'above'],
  ['1s..2s', 'duration', 2_500, 'above'],
  [['> 1ms', '< 10ms'], 'duration', 12, 'above'],
  ['!= 503', 'count', 503, undefined],
])('%s of a %s is missed by %d on the side: %s', (condition, dimension, value, side) => {
  const parsed = parseCondition(condition, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  expect(missSide(parsed.condition.condition, value)).toBe(side)
})
