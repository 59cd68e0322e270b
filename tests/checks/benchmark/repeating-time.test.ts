import { describe, expect, test } from 'vitest'
import { RepeatingTime, repeatingTimeMs } from '../../../lib/checks/benchmark/repeating-time.ts'

describe('the time for repetitions', () => {
  test('is four fifths of the timeout, or less if less is configured', () => {
    expect(repeatingTimeMs(undefined, 600_000)).toBe(480_000)
    expect(repeatingTimeMs(60_000, 600_000)).toBe(60_000)
    expect(repeatingTimeMs(900_000, 600_000)).toBe(480_000)
  })

  test('allows a repetition only if it would end in time', () => {
    let nowMs = 5_000
    const isTimeFor = new RepeatingTime(1_000, 1, () => nowMs).nextPart()
    expect(isTimeFor(1_000)).toBe(true)
    expect(isTimeFor(1_001)).toBe(false)
    nowMs += 900
    expect(isTimeFor(100)).toBe(true)
    expect(isTimeFor(101)).toBe(false)
    nowMs += 101
    expect(isTimeFor(0)).toBe(false)
  })

  test('is divided among the levels, and unused time goes to later levels', () => {
    let nowMs = 0
    const time = new RepeatingTime(900, 3, () => nowMs)
    const first = time.nextPart()
    expect([first(300), first(301)]).toEqual([true, false])
    nowMs = 100
    const second = time.nextPart()
    expect([second(400), second(401)]).toEqual([true, false])
    nowMs = 800
    const last = time.nextPart()
    expect([last(100), last(101)]).toEqual([true, false])
  })

  test('that is used up allows no repetition', () => {
    let nowMs = 0
    const time = new RepeatingTime(10, 1, () => nowMs)
    time.nextPart()
    nowMs = 20
    expect(time.nextPart()(1)).toBe(false)
  })
})
