import { expect, test } from 'vitest'
import { parseSource } from '../../lib/source/document.ts'
import { readExpectations } from '../../lib/spec/read-expectations.ts'
import type { MetricTable } from '../../lib/units/dimension.ts'

const metrics: MetricTable = {
  'share.*': { dimension: 'percentage', description: 'The share of a worker.' },
}

function read(text: string) {
  const document = parseSource(text, '/p/specs/balancer/a.spec.yaml')
  const { expect: block } = document.value as { expect: unknown }
  return readExpectations(document, ['expect'], block, 'balance', metrics)
}

test('`.each` of a family stands for all of its members, the name of one for that one', () => {
  const { expectations } = read('expect:\n  share.each: 33% ± 5%\n  share.sim-1: 33% ± 5%\n')
  expect(expectations.map(({ metric, family }) => [metric, family])).toEqual([
    ['share.each', 'share.'],
    ['share.sim-1', undefined],
  ])
})

test('a condition on each must fit the dimension of the family', () => {
  const { problems } = read('expect:\n  share.each: < 10ms\n')
  expect(problems).toMatchObject([{ code: 'invalid_condition', place: { line: 2 } }])
})
