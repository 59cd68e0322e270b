import { describe, expect, test } from 'vitest'
import { startTestCluster } from './balancer-cluster.ts'

describe('affinity', () => {
  const options = { sessions: 6, requests_per_session: 8 }

  test('is high if sessions keep their worker', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const { metrics } = await cluster.run('affinity', options)
    expect(metrics).toMatchObject({ success_rate: 100, strategy: 'cache_affinity', requests: 48 })
    expect(metrics.affinity).toBeGreaterThan(75)
  })

  test('is lower if requests take turns, and never below the value of random assignment', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const { metrics } = await cluster.run('affinity', {
      ...options,
      sessions: 7,
      strategy: 'round_robin',
    })
    expect(metrics.affinity).toBeLessThan(75)
    expect(metrics.sessions_moved).toBe(7)
    expect(metrics.chance).toBeGreaterThan(34)
    expect(metrics.chance).toBeLessThan(70)
  })
})
