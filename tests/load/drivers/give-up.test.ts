import { describe, expect, test, vi } from 'vitest'
import { closed } from '../../../lib/load/drivers/closed.ts'
import { GiveUp } from '../../../lib/load/drivers/give-up.ts'
import type { ModelResponse } from '../../../lib/load/model-response.ts'

function decidedAfter(failures: number, atMs: number, concurrency = 1, succeeds = -1): boolean {
  const giveUp = new GiveUp(concurrency, 0)
  for (let n = 0; n < failures; n++) giveUp.ended(n === succeeds, atMs)
  return giveUp.isDecided
}

describe('a closed loop is given up', () => {
  test('after ten seconds with 20 failures and nothing else', () => {
    expect(decidedAfter(20, 10_000)).toBe(true)
    expect(decidedAfter(19, 60_000)).toBe(false)
    expect(decidedAfter(1_000, 9_999)).toBe(false)
  })

  test('only after two failures for each request in flight', () => {
    expect(decidedAfter(99, 60_000, 50)).toBe(false)
    expect(decidedAfter(100, 60_000, 50)).toBe(true)
  })

  test('never once a request has succeeded', () => {
    expect(decidedAfter(1_000, 60_000, 1, 0)).toBe(false)
    expect(decidedAfter(1_000, 60_000, 1, 18)).toBe(false)
  })
})

/** Each request takes a second and fails, unless it is one of these. */
async function run(requests: number | undefined, succeeds: readonly number[] = []) {
  let nowMs = 0
  using _ = vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  const signal = new AbortController()
  const sent: number[] = []
  const driver = closed({
    concurrency: 1,
    ...(requests !== undefined && { requests }),
    durationMs: 60_000,
  })
  const result = await driver.run({
    signal: signal.signal,
    send: async (index) => {
      sent.push(index)
      nowMs += 1_000
      return { isValid: succeeds.includes(index) } as ModelResponse
    },
  })
  return { ...result, sent: sent.length }
}

describe('a closed loop', () => {
  test('of a number of requests sends no more once it is given up', async () => {
    expect(await run(300)).toMatchObject({ started: 20, sent: 20, hasGivenUp: true })
  })

  test('that ends with its last failure is not given up', async () => {
    expect(await run(20)).not.toHaveProperty('hasGivenUp')
  })

  test('goes on where one request succeeded', async () => {
    expect(await run(40, [3])).toMatchObject({ started: 40, sent: 40 })
  })

  test('of a duration goes on: what fails now may recover', async () => {
    const result = await run(undefined)
    expect(result).toMatchObject({ started: 60, sent: 60 })
    expect(result).not.toHaveProperty('hasGivenUp')
  })
})
