import { afterEach, describe, expect, test } from 'vitest'
import { type Timed, Timetable } from '../../../lib/simulator/responding/timetable.ts'

const timetable = new Timetable()
afterEach(() => timetable.close())

class Sleeper implements Timed {
  dueMs = 0
  place = -1
  readonly woken: number[] = []
  wake(): void {
    this.woken.push(performance.now())
  }
}

function sleepers(count: number): Sleeper[] {
  return Array.from({ length: count }, () => new Sleeper())
}

describe('a timetable', () => {
  test('wakes each entry once, in the order of their times', async () => {
    const order: Sleeper[] = []
    const all = sleepers(500)
    const start = performance.now()
    for (const [index, sleeper] of all.entries()) {
      sleeper.wake = () => order.push(sleeper)
      timetable.at(sleeper, start + ((index * 7_919) % 50))
    }
    await expect.poll(() => order.length).toBe(500)
    expect(order).toEqual(order.toSorted((a, b) => a.dueMs - b.dueMs))
    expect(new Set(order).size).toBe(500)
  })

  test('does not wake a removed entry, and wakes all others in time', async () => {
    const all = sleepers(300)
    const start = performance.now()
    for (const [index, sleeper] of all.entries()) timetable.at(sleeper, start + 10 + (index % 40))
    const taken = all.filter((_, index) => index % 3 === 0)
    const left = all.filter((_, index) => index % 3 !== 0)
    for (const sleeper of taken) timetable.cancel(sleeper)
    await expect.poll(() => left.every(({ woken }) => woken.length === 1)).toBe(true)
    expect(taken.every(({ woken }) => woken.length === 0)).toBe(true)
    expect(left.every(({ woken, dueMs }) => (woken[0] ?? 0) > dueMs - 1)).toBe(true)
  })

  test('accepts an entry that is due before all others', async () => {
    const [late, early] = sleepers(2) as [Sleeper, Sleeper]
    timetable.at(late, performance.now() + 30_000)
    timetable.at(early, performance.now() + 5)
    await expect.poll(() => early.woken.length).toBe(1)
    expect(late.woken).toEqual([])
  })

  test('lets a woken entry be added again', async () => {
    const [sleeper] = sleepers(1) as [Sleeper]
    const dues: number[] = []
    sleeper.wake = () => {
      dues.push(sleeper.dueMs)
      if (dues.length < 5) timetable.at(sleeper, sleeper.dueMs + 3)
    }
    const start = performance.now() + 3
    timetable.at(sleeper, start)
    await expect.poll(() => dues.length).toBe(5)
    expect(dues.at(-1)).toBe(start + 12)
  })
})
