import { describe, expect, test } from 'vitest'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { startTestCluster } from './balancer-cluster.ts'

const quick = { slowStartMs: 200, circuit: { ...readBalancer().circuit, openForMs: 300 } }

describe('failover', () => {
  test('when a worker dies loses nothing, and reports when it was ejected and came back', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const options = { requests: 300, back_after: '400ms' }
    const { metrics } = await cluster.run('failover', options, quick)
    expect(metrics).toMatchObject({ lost: 0, by: 'death', slots_exceeded: 0 })
    expect(metrics.ejected_because).toMatch(/failures in a row/)
    expect(metrics.time_to_eject).toBeGreaterThan(0)
    expect(metrics.time_to_return).toBeGreaterThan(0)
    expect(metrics['share.after_return']).toBeGreaterThan(15)
    expect(metrics.sent_meanwhile).toBeGreaterThan(0)
  })

  test('without retries counts the requests in flight as lost', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const options = { requests: 200, back_after: '300ms' }
    const { metrics, evidence } = await cluster.run('failover', options, { ...quick, retries: 0 })
    expect(metrics.lost).toBeGreaterThan(0)
    expect(evidence.some(({ outcome }) => outcome !== 'ok')).toBe(true)
  })

  test('by drain sends nothing to the worker while it is drained', async () => {
    await using cluster = await startTestCluster([{}, {}])
    const options = { requests: 200, by: 'drain', worker: 'w1', back_after: '200ms' }
    const { metrics } = await cluster.run('failover', options, quick)
    expect(metrics).toMatchObject({ lost: 0, by: 'drain', sent_meanwhile: 0 })
    expect(metrics.ejected_because).toBe('drained by its operator')
  })

  test('detects a worker that hangs by its probes, and resends its requests elsewhere', async () => {
    await using cluster = await startTestCluster([{}, {}])
    const health = { intervalMs: 100, timeoutMs: 100, failures: 2 }
    const options = { requests: 200, by: 'hang', back_after: '900ms' }
    const { metrics } = await cluster.run('failover', options, { ...quick, health })
    expect(metrics).toMatchObject({ lost: 0, by: 'hang' })
    expect(metrics.ejected_because).toMatch(/no response within 100ms/)
  })

  test('does not kill a real worker', async () => {
    await using cluster = await startTestCluster([{}, {}])
    const workers = cluster.cluster.workers.map((worker) => ({
      ...worker,
      type: 'openai' as const,
    }))
    Object.assign(cluster.cluster, { workers })
    expect(await cluster.run('failover', { by: 'death' })).toMatchObject({
      error: { code: 'FAILOVER_NOT_SIMULATED' },
    })
  })

  test('of a worker that is not selected is an error that names the selected ones', async () => {
    await using cluster = await startTestCluster([{}, {}])
    expect(await cluster.run('failover', { worker: 'w9' })).toMatchObject({
      error: { code: 'WORKER_NOT_SELECTED', message: expect.stringContaining('w1, w2') },
    })
  })
})
