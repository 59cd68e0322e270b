import { expect, test } from 'vitest'
import { lazily } from '../../lib/units/lazily.ts'

test('values are created when they are first read, once', () => {
  const created: string[] = []
  const create = (name: string) => () => {
    created.push(name)
    return { name }
  }
  const values = lazily({ a: create('a'), b: create('b') })
  expect(Object.keys(values)).toEqual(['a', 'b'])
  expect(Object.hasOwn(values, 'a')).toBe(true)
  expect(created).toEqual([])
  expect(values.b).toBe(values.b)
  expect(created).toEqual(['b'])
  expect(Object.entries(values)).toEqual([
    ['a', { name: 'a' }],
    ['b', { name: 'b' }],
  ])
})
