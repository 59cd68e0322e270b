import { expect, test } from 'vitest'
import {
  fromFunction,
  InvalidPick,
  type PickFunction,
} from '../../../lib/balancer/strategies/from-function.ts'
import { request, worker } from './worker.ts'

const free = [worker('a'), worker('b')]
const rotation = [...free, worker('full', { inFlight: 5 })]

function pickWith(pick: PickFunction): string {
  return fromFunction(pick, 'mine').pick(free, request('key'), rotation).id
}

test('a strategy function may return a worker', () => {
  expect(pickWith((all) => all[1]!)).toBe('b')
})

test('a strategy function may return an id', () => {
  expect(pickWith(() => 'b')).toBe('b')
})

test('a strategy function receives the request and all workers in rotation', () => {
  const seen: unknown[] = []
  pickWith((...all) => {
    seen.push(all)
    return 'a'
  })
  expect(seen).toEqual([[free, request('key'), rotation]])
})

test('a strategy has the name of its function, or custom', () => {
  const cheapest: PickFunction = () => 'a'
  expect(fromFunction(cheapest).name).toBe('cheapest')
  expect(fromFunction((all) => all[0]!).name).toBe('custom')
})

const wrong: [string, unknown, string][] = [
  ['a worker that is full', rotation[2], '"full"'],
  ['an unknown id', 'c', '"c"'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a number', 3, '3'],
  ['a list', free, 'an object without an id'],
  ['a promise', Promise.resolve('a'), 'a promise, but it must return synchronously'],
]

test.each(wrong)(
  '%s is an error that reports the returned value and the valid ones',
  (_words, returned, said) => {
    expect(() => pickWith(() => returned as string)).toThrow(
      new InvalidPick('mine', returned, ['a', 'b']),
    )
    expect(new InvalidPick('mine', returned, ['a', 'b'])).toMatchObject({
      code: 'BALANCER_INVALID_PICK',
      message: `strategy "mine" returned ${said}; expected a worker with a free slot, or its id: "a", "b"`,
    })
  },
)
