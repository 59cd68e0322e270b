import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchers } from '../../lib/matchers/matchers.ts'
import type { BaselineOptions } from '../../lib/matchers/stay-within-baseline.ts'
import { baselinePath, writeBaseline } from '../../lib/record/baseline/baseline-file.ts'
import {
  around,
  baselineOf,
  benchmarkOf,
  ladderLoads,
  runOf,
} from '../verdict/baseline/benchmarks.ts'

describe('toStayWithinBaseline', () => {
  let testPath: string
  beforeAll(async () => {
    testPath = join(await mkdtemp(join(tmpdir(), 'clustergate-matcher-')), 'speed.spec.ts')
    const loads = ladderLoads({ 5: around(80), 15: around(200) })
    await writeBaseline(baselinePath(testPath, 'Speed > stays fast'), baselineOf(runOf(loads)))
  })
  afterAll(() => rm(join(testPath, '..'), { recursive: true, force: true }))

  const now = benchmarkOf(ladderLoads({ 5: around(80), 15: around(170) }))

  /** The matcher's message in a test of this name. */
  function match(
    options: BaselineOptions,
    { received = now as unknown, currentTestName = 'Speed > stays fast', isNot = false } = {},
  ) {
    const { pass, message } = matchers.toStayWithinBaseline.call(
      { testPath, currentTestName, isNot },
      received,
      options,
    )
    return { pass, message: message() }
  }

  test('passes within the tolerance, at the given level', () => {
    const held = match({ metric: 'throughput', at: { concurrency: 5 } })
    expect(held.pass).toBe(true)
    expect(held.message).toContain(
      'throughput at concurrency 5: 0% above the baseline meets within 5% of the baseline',
    )
    expect(match({ metric: 'throughput', within: '20%' }).pass).toBe(true)
  })

  test('fails with the change, the day and the tolerance', () => {
    const failed = match({ metric: 'throughput' })
    expect(failed.pass).toBe(false)
    expect(failed.message).toMatch(
      /^throughput: at concurrency 15: 15% below the baseline of 2026-11-20 \(.*\), 5% are allowed/,
    )
    expect(match({ metric: 'throughput' }, { isNot: true }).pass).toBe(false)
  })

  test('finds the baseline by the name of the test, and fails if there is none', () => {
    const other = match({ metric: 'throughput' }, { currentTestName: 'Speed > is new' })
    expect(other.pass).toBe(false)
    expect(other.message).toContain('no baseline yet: `clustergate baseline save`')
    // No baseline is not a regression either.
    expect(match({ metric: 'throughput' }, { currentTestName: 'x', isNot: true }).pass).toBe(true)
  })

  test.each([
    [{ metric: 'troughput' }, /no metric `troughput` of `benchmark` gets better or worse; it has /],
    [{ metric: 'requests' }, /no metric `requests` of `benchmark` gets better or worse/],
    [{ metric: 'throughput', within: '0%' }, /`within`: `0%` is not a percentage above 0%/],
    [{ metric: 'throughput', within: '5ms' }, /`within`: `5ms` is not a percentage/],
    [
      { metric: 'throughput', confidence: '10%' },
      /`confidence`: `10%` is not a percentage above 50%/,
    ],
    [{ metric: 'throughput', at: { size: 1 } }, /unknown label `size` of `benchmark`/],
  ])('with %j is a TypeError', (options, message) => {
    expect(() => match(options)).toThrow(TypeError)
    expect(() => match(options)).toThrow(message)
  })

  test('on another measurement, on none, or outside a test is a TypeError', () => {
    const ping = { ...now, check: 'ping' }
    expect(() => match({ metric: 'rtt.avg' }, { received: ping })).toThrow(/it has none/)
    expect(() => match({ metric: 'throughput' }, { received: 3 })).toThrow(/got no measurement/)
    const without = () => matchers.toStayWithinBaseline.call({}, now, { metric: 'throughput' })
    expect(without).toThrow(/does not say which test this is/)
  })
})
