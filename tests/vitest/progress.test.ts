import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Vitest } from 'vitest/node'
import type { CheckProgress } from '../../lib/checks/check.ts'
import { ProgressDisplay } from '../../lib/vitest/progress-display.ts'
import { ProgressWriter } from '../../lib/vitest/progress-writer.ts'

const at = (done: number): CheckProgress => ({
  step: 'concurrency 5, candidate',
  done,
  total: 600,
  failed: 1,
  latencyP95Ms: 57,
})

describe('progress of a check under Vitest', () => {
  let folder: string
  let file: string
  let printed: string[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-progress-'))
    file = join(folder, 'progress.json')
    printed = []
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await rm(folder, { recursive: true, force: true })
  })
  const vitest = (reporters: unknown[]) =>
    ({ reporters, logger: { error: (text: string) => printed.push(text) } }) as unknown as Vitest

  test('a log gets a line a minute, with the name of the test', () => {
    using _display = new ProgressDisplay(vitest([{}]), file)
    using writer = new ProgressWriter(file, 'several workers beat one')
    for (let second = 0; second < 130; second++) {
      writer.update(at(second * 2))
      vi.advanceTimersByTime(1_000)
    }
    expect(printed).toHaveLength(2)
    expect(printed[0]).toMatch(
      /^ several workers beat one: concurrency 5, candidate {2}\d+\/600 {2}2 req\/s {2}p95 57ms {2}1 failed {2}\S+.* left$/,
    )
  })

  test('a terminal gets a line in the live summary while the check runs, and none after it', () => {
    const summary = { createSummary: () => ['', ' Tests  1 passed', ''] }
    using _display = new ProgressDisplay(vitest([{}, { summary }]), file)
    expect(summary.createSummary()).toEqual(['', ' Tests  1 passed', ''])
    {
      using writer = new ProgressWriter(file, 'T')
      writer.update(at(10))
      vi.advanceTimersByTime(1_000)
      expect(summary.createSummary()).toEqual([
        '',
        ' Tests  1 passed',
        expect.stringMatching(/^ T: concurrency 5, candidate {2}10\/600/),
        '',
      ])
    }
    vi.advanceTimersByTime(120_000)
    expect(summary.createSummary()).toEqual(['', ' Tests  1 passed', ''])
    expect(printed).toEqual([])
  })

  test('a notice is printed once, at once, on a terminal as well as in a log', () => {
    const summary = { createSummary: () => [''] }
    using _display = new ProgressDisplay(vitest([{ summary }]), file)
    using writer = new ProgressWriter(file, 'T')
    writer.notice('about 14min; the time allowed is 10min')
    vi.advanceTimersByTime(1_000)
    writer.update(at(1))
    writer.notice('second')
    vi.advanceTimersByTime(5_000)
    expect(printed).toEqual([' T: about 14min; the time allowed is 10min', ' T: second'])
  })

  test('a missing progress folder affects only the progress', async () => {
    await rm(folder, { recursive: true })
    using _display = new ProgressDisplay(vitest([{}]), file)
    using writer = new ProgressWriter(file, 'T')
    writer.update(at(1))
    vi.advanceTimersByTime(70_000)
    expect(printed).toEqual([])
    expect(existsSync(file)).toBe(false)
  })
})
