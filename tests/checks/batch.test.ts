import { describe, expect, test } from 'vitest'
import { tailOf } from '../../lib/checks/batch/tail.ts'
import { startTestCluster } from './balancer-cluster.ts'
import { numberOf, runPerfCheck, verdictOf } from './run-perf-check.ts'

/** With one token, a task takes 30 ms. */
const exact = { timeToFirstTokenMs: 30, jitter: 0 }
const short = { max_tokens: 1, warmup: 6 }

describe('batch', () => {
  test('takes as long as its rounds over all slots, and reports tasks per minute', async () => {
    await using cluster = await startTestCluster([exact, exact])
    const measured = await runPerfCheck(cluster, 'batch', { ...short, tasks: 48 })
    const makespanMs = numberOf(measured, 'makespan')
    // 48 tasks on 6 slots are 8 rounds.
    expect(makespanMs).toBeGreaterThanOrEqual(8 * 29)
    expect(makespanMs).toBeLessThan(8 * 29 * 10)
    expect(measured.metrics).toMatchObject({
      tasks: 48,
      success_rate: 100,
      failed: 0,
      slots_exceeded: 0,
      strategy: 'hybrid',
      tasks_per_minute: (48 / makespanMs) * 60_000,
    })
    expect(measured.loads?.[0]).toMatchObject({ driver: 'batch', planned: 48, started: 48 })
    const served = Object.values(await cluster.served())
    expect(served.reduce((sum, count) => sum + count, 0)).toBe(48 + 6)
  })

  test('has shares with intervals, and the gap to the minimum makespan', async () => {
    await using cluster = await startTestCluster([exact, { ...exact, timeToFirstTokenMs: 90 }])
    const measured = await runPerfCheck(cluster, 'batch', { ...short, tasks: 120 })
    expect(numberOf(measured, 'share.w1')).toBeGreaterThan(60)
    expect(measured.intervals?.['share.w1']?.low).toBeLessThan(numberOf(measured, 'share.w1'))
    expect(numberOf(measured, 'capacity_share.w1')).toBeGreaterThan(60)
    expect(numberOf(measured, 'optimality_gap')).toBeGreaterThan(-10)
    expect(numberOf(measured, 'tail')).toBeGreaterThan(0)
  })

  test('has the size of its workload by default', async () => {
    await using cluster = await startTestCluster([exact])
    const workload = { prompts: ['one', 'two', 'three'], documents: ['a', 'b'] }
    const measured = await runPerfCheck(cluster, 'batch', { ...short, workload })
    expect(measured.metrics.tasks).toBe(6)
  })

  test('with failed tasks has a makespan and no gap', async () => {
    await using cluster = await startTestCluster([exact])
    await cluster.fault(1, { kind: 'truncated_json', probability: 0.5 })
    const measured = await runPerfCheck(cluster, 'batch', { ...short, tasks: 24 })
    expect(numberOf(measured, 'failed')).toBeGreaterThan(0)
    expect(numberOf(measured, 'makespan')).toBeGreaterThan(0)
    expect(measured.metrics).not.toHaveProperty('optimality_gap')
    expect(measured.evidence.map(({ detail }) => detail).join()).toMatch(
      /a body that is not valid JSON/,
    )
  })

  test('that is stopped has no makespan', async () => {
    await using cluster = await startTestCluster([exact])
    const stop = new AbortController()
    const measured = await runPerfCheck(
      cluster,
      'batch',
      { ...short, tasks: 300 },
      { signal: stop.signal, onProgress: ({ done }) => done === 9 && stop.abort() },
    )
    expect(numberOf(measured, 'tasks')).toBeLessThan(20)
    expect(numberOf(measured, 'latency.p50')).toBeGreaterThan(28)
    expect(measured.metrics).not.toHaveProperty('makespan')
    expect(measured.metrics).not.toHaveProperty('tasks_per_minute')
  })

  // If this machine was too busy to measure, it is inconclusive, and retried.
  test('that is too slow fails a spec by its tasks per minute', { retry: 2 }, async () => {
    await using cluster = await startTestCluster([{ timeToFirstTokenMs: 300, claims: 1 }])
    const verdict = await verdictOf(
      cluster,
      '  - name: in time\n    batch: { tasks: 4, max_tokens: 1 }\n    expect: { tasks_per_minute: ">= 250", makespan: < 10s }\n',
    )
    // One slot with about 300 ms serves little more than 200.
    expect(verdict.conditions.map(({ status }) => status)).toEqual(['fail', 'pass'])
  })
})

describe('the tail of a batch', () => {
  const attempt = (startMs: number, endMs: number) => ({
    workerId: 'w',
    startMs,
    endMs,
    isOk: true,
  })

  test('begins when a slot becomes free without a task left for it', () => {
    const attempts = [attempt(0, 40), attempt(0, 60), attempt(40, 80), attempt(60, 100)]
    // The last task starts at 60; the slot that becomes free at 80 has none, until 100.
    expect(tailOf(attempts, 2, 100)).toBe(20)
  })

  test('is zero if all tasks end together, and long if one is late', () => {
    expect(tailOf([attempt(0, 50), attempt(0, 50)], 2, 50)).toBe(0)
    expect(tailOf([attempt(0, 10), attempt(0, 100)], 2, 100)).toBe(90)
  })

  test('is the whole makespan if there are fewer tasks than slots', () => {
    expect(tailOf([attempt(0, 50)], 2, 50)).toBe(100)
    expect(tailOf([], 2, 50)).toBeUndefined()
  })
})
