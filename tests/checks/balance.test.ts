import { describe, expect, test } from 'vitest'
import { startTestCluster } from './balancer-cluster.ts'

describe('balance', () => {
  test('of equal workers measures equal shares, in agreement with the ledgers of the workers', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const { metrics, intervals } = await cluster.run('balance', { requests: 180, warmup: 0 })
    const served = await cluster.served()
    expect(metrics).toMatchObject({
      success_rate: 100,
      requests: 180,
      failed: 0,
      slots_exceeded: 0,
    })
    for (const id of ['w1', 'w2', 'w3']) {
      expect(metrics[`share.${id}`]).toBeCloseTo((100 * (served[id] ?? 0)) / 180, 6)
      expect(intervals?.[`share.${id}`]?.low).toBeLessThanOrEqual(metrics[`share.${id}`] as number)
    }
    expect(metrics['in_flight.max']).toBe(3)
  })

  test('of a worker with a third of the speed measures a share that follows its capacity', async () => {
    await using cluster = await startTestCluster([{}, {}, { speed: 1 / 3 }])
    const { metrics } = await cluster.run('balance', { requests: 240, warmup: 30 })
    expect(metrics['share.w3']).toBeLessThan(25)
    expect(metrics['capacity_share.w3']).toBeLessThan(25)
    expect(metrics['share_to_capacity.w3']).toBeGreaterThan(0.6)
    expect(metrics['share_to_capacity.w3']).toBeLessThan(1.5)
    expect(metrics.imbalance).toBeGreaterThan(1.15)
  })

  test('takes exact turns in a rotation below the slots', async () => {
    await using cluster = await startTestCluster([{ jitter: 0 }, { jitter: 0 }, { jitter: 0 }])
    const options = { requests: 90, concurrency: 1, strategy: 'round_robin', warmup: 0 }
    const { metrics, intervals } = await cluster.run('balance', options)
    for (const id of ['w1', 'w2', 'w3']) {
      expect(metrics[`share.${id}`]).toBeCloseTo(100 / 3, 6)
      expect(intervals?.[`share.${id}`]?.high).toBeCloseTo(100 / 3, 6)
    }
  })

  test('counts invalid responses as failed, by their fault', async () => {
    await using cluster = await startTestCluster([{}, {}])
    await cluster.fault(1, { kind: 'truncated_json' })
    const { metrics, evidence } = await cluster.run('balance', { requests: 60, warmup: 0 })
    expect(metrics.success_rate).toBeLessThan(90)
    expect(metrics.optimality_gap).toBeUndefined()
    expect(evidence.map(({ detail }) => detail).join()).toMatch(
      /ended with a body that is not valid JSON/,
    )
  })

  test('without any response has no data, rather than a share', async () => {
    await using cluster = await startTestCluster([{}])
    await cluster.fault(1, { kind: 'refuse' })
    const { metrics } = await cluster.run('balance', { requests: 6, warmup: 0 })
    expect(metrics).toMatchObject({ success_rate: 0, failed: 6 })
    expect(metrics['share.w1']).toBeUndefined()
    expect(metrics['latency.p50']).toBeUndefined()
  })
})
