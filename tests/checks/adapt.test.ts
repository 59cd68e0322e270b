import { describe, expect, test } from 'vitest'
import { startTestCluster } from './balancer-cluster.ts'

describe('adapt', () => {
  test('makes a simulated worker slower, and restores it afterwards', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const { metrics } = await cluster.run('adapt', { requests: 200, slower: '3x', worker: 'w2' })
    expect(metrics['slow.worker']).toBe('w2')
    expect(metrics['slow.share_before']).toBeGreaterThan(27)
    expect(metrics['slow.share']).toBeLessThan(25)
    expect(metrics['slow.share_to_capacity']).toBeGreaterThan(0.6)
    const after = await cluster.run('balance', { requests: 120 })
    expect(after.metrics['share.w2']).toBeGreaterThan(27)
  })

  test('of real workers compares with the slowest one', async () => {
    await using cluster = await startTestCluster([{ speed: 0.4 }, {}, {}])
    const workers = cluster.cluster.workers.map((worker) => ({
      ...worker,
      type: 'openai' as const,
    }))
    Object.assign(cluster.cluster, { workers })
    const { metrics, notes } = await cluster.run('adapt', { requests: 150 })
    expect(metrics['slow.worker']).toBe('w1')
    expect(metrics['slow.share_before']).toBeUndefined()
    expect(notes.join()).toMatch(/real/)
  })
})
