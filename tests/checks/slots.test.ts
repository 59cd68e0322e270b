import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { maxInFlight } from '../../lib/checks/load-kit/max-in-flight.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import { startTestCluster } from './balancer-cluster.ts'

describe('slots', () => {
  test('finds as many as claimed if the worker has them', async () => {
    await using cluster = await startTestCluster([{ claims: 4 }])
    const { metrics } = await cluster.run('slots')
    expect(metrics).toMatchObject({
      claimed: 4,
      slots: 4,
      claim_holds: true,
      serialises: false,
      method: 'streams',
      success_rate: 100,
    })
  })

  test('finds fewer if the claim is too high', async () => {
    await using cluster = await startTestCluster([{ claims: 5, slots: 4 }])
    const { metrics } = await cluster.run('slots')
    expect(metrics).toMatchObject({ claimed: 5, slots: 4, claim_holds: false, serialises: false })
  })

  test('detects an engine that serves one request after the other', async () => {
    await using cluster = await startTestCluster([{ claims: 4, slots: 1 }])
    const { metrics } = await cluster.run('slots')
    expect(metrics).toMatchObject({ slots: 1, claim_holds: false, serialises: true })
  })

  test('uses the throughput if responses arrive at once', async () => {
    const server = createServer((request, response) => {
      request.resume().on('end', async () => {
        await sleep(40)
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ choices: [{ message: { content: 'ok' } }] }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const worker: Worker = {
      id: 'plain',
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      type: 'openai',
      model: 'm',
      maxConcurrentRequests: 3,
      tags: [],
      basePath: '',
    }
    const { metrics } = await checkOf('slots').run(
      { ...checkDefaults.slots, up_to: 3 },
      {
        cluster: { file: '/c', workers: [worker], allowCommands: false },
        workers: [worker],
        signal: AbortSignal.timeout(20_000),
        timeoutMs: 20_000,
      },
    )
    server.closeAllConnections()
    server.close()
    expect(metrics).toMatchObject({ method: 'throughput', slots: 3, serialises: false })
    expect(metrics['streams.max']).toBeUndefined()
  })
})

describe('time spans', () => {
  test('that touch do not overlap', () => {
    const spans = [
      { startMs: 0, endMs: 10 },
      { startMs: 10, endMs: 20 },
      { startMs: 5, endMs: 12 },
    ]
    expect(maxInFlight(spans)).toBe(2)
    expect(maxInFlight([])).toBe(0)
  })
})
