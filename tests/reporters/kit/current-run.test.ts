import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import type { Vitest } from 'vitest/node'
import { CurrentRun } from '../../../reporters/kit/current-run.ts'

/** What a run needs of Vitest: a folder outside any repository. */
const vitest = () => ({ version: '4.1.12', config: { root: tmpdir() } }) as unknown as Vitest

describe('the run that reporters share', () => {
  test('is one for all of them, and a separate one for another Vitest', () => {
    const one = vitest()
    const run = CurrentRun.join(one, {})
    expect(CurrentRun.join(one, {})).toBe(run)
    expect(CurrentRun.join(vitest(), {})).not.toBe(run)
  })

  test('has the same duration for the first and the last reporter', async () => {
    const run = CurrentRun.join(vitest(), {})
    const durationMs = run.end()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(run.end()).toBe(durationMs)
  })

  test('is followed by another one in watch mode, whether or not it was completed', () => {
    const [one, junit, json] = [vitest(), {}, {}]
    const first = CurrentRun.join(one, junit)
    CurrentRun.join(one, json)
    first.end()
    const second = CurrentRun.join(one, junit)
    expect(second).not.toBe(first)
    expect(CurrentRun.join(one, json)).toBe(second)
    const third = CurrentRun.join(one, json)
    expect(third).not.toBe(second)
  })

  test('has its environment', async () => {
    expect(await CurrentRun.join(vitest(), {}).environment).toMatchObject({
      node: process.version,
      vitest: '4.1.12',
      clustergate: expect.stringMatching(/^\d/),
    })
  })
})
