import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DeadlineLine } from '../../lib/balancer/deadline-line.ts'
import { VirtualClock } from './virtual-clock.ts'

function start(afterMs: number) {
  const clock = new VirtualClock()
  const line = new DeadlineLine(clock, afterMs)
  const passed: [name: string, atMs: number][] = []
  const add = (name: string, then?: () => void) =>
    line.start({
      deadlinePassed: () => {
        passed.push([name, clock.nowMs()])
        then?.()
      },
    })
  return { clock, line, passed, add }
}

test('each deadline passes its own time after it was set', () => {
  const { clock, passed, add } = start(100)
  add('a')
  clock.advance(30)
  add('b')
  add('c')
  clock.runOut()
  expect(passed).toEqual([
    ['a', 100],
    ['b', 130],
    ['c', 130],
  ])
})

test('a deadline that was stopped does not pass, and those behind it pass in time', () => {
  const { clock, line, passed, add } = start(100)
  const first = add('a')
  clock.advance(30)
  add('b')
  line.stop(first)
  line.stop(first)
  clock.runOut()
  expect(passed).toEqual([['b', 130]])
})

test('no timer is left without a deadline', () => {
  const { clock, line, add } = start(100)
  const both = [add('a'), add('b')]
  expect(clock.pending).toBe(1)
  for (const each of both) line.stop(each)
  expect(clock.pending).toBe(0)
})

test('deadlines can be set and stopped while one passes', () => {
  const { clock, line, passed, add } = start(100)
  add('a', () => {
    line.stop(stopped)
    add('d')
  })
  const stopped = add('b')
  clock.advance(10)
  add('c')
  clock.runOut()
  expect(passed).toEqual([
    ['a', 100],
    ['c', 110],
    ['d', 200],
  ])
})

test('the others still pass when the owner of one throws', () => {
  const { clock, passed, add } = start(100)
  add('a', () => {
    throw new Error('of the owner')
  })
  add('b')
  expect(() => clock.runOut()).toThrow('of the owner')
  clock.runOut()
  expect(passed.map(([name]) => name)).toEqual(['a', 'b'])
})

test('with fractions of milliseconds, none passes early, and none is forgotten', () => {
  const times = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), times, (afterMs, gaps) => {
      const { clock, passed, add } = start(afterMs)
      const due = new Map<string, number>()
      for (const [index, gapMs] of gaps.entries()) {
        clock.advance(gapMs)
        due.set(String(index), clock.nowMs() + afterMs)
        add(String(index))
      }
      clock.runOut()
      expect(passed).toHaveLength(gaps.length)
      for (const [name, atMs] of passed) expect(atMs).toBeGreaterThanOrEqual(due.get(name) ?? 0)
    }),
  )
})
