import { describe, expect, test } from 'vitest'
import { startTestCluster } from './balancer-cluster.ts'

describe('overload', () => {
  test('admits exactly slots and queue, and rejects the rest cleanly', async () => {
    await using cluster = await startTestCluster([{}, {}])
    const { metrics } = await cluster.run('overload', { requests: 60, max_queue: 10 })
    expect(metrics).toMatchObject({
      admitted: 16,
      rejected: 44,
      unclean: 0,
      slots_exceeded: 0,
      'admitted.success_rate': 100,
      'recovery.success_rate': 100,
    })
    expect(metrics['admitted.slowdown']).toBeGreaterThanOrEqual(0.8)
    expect(metrics['recovery.slowdown']).toBeGreaterThan(0)
  })

  test('counts requests that end in another way as unclean', async () => {
    await using cluster = await startTestCluster([{}])
    await cluster.fault(1, { kind: 'error', probability: 0.5 })
    const { metrics } = await cluster.run('overload', { requests: 20, max_queue: 5 })
    expect(metrics).toMatchObject({ admitted: 8, rejected: 12 })
    const rate = metrics['admitted.success_rate'] as number
    expect(rate).toBeLessThan(100)
    expect(metrics.unclean).toBeCloseTo(8 * (1 - rate / 100))
  })

  test('measures nothing if no request succeeds before the burst', async () => {
    await using cluster = await startTestCluster([{}])
    await cluster.fault(1, { kind: 'error' })
    const { metrics, notes } = await cluster.run('overload', { requests: 20, max_queue: 5 })
    expect(metrics).toEqual({})
    expect(notes).toContain('no request succeeded before the burst: it was not sent')
  })
})
