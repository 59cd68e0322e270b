import { getEventListeners } from 'node:events'
import { Client } from 'undici'
import { describe, expect, test } from 'vitest'
import { batch } from '../../lib/load/drivers/batch.ts'
import { closed } from '../../lib/load/drivers/closed.ts'
import { open } from '../../lib/load/drivers/open.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import { balanceOver, simulate } from './loads.ts'
import { chat } from './workloads.ts'

const { signal } = new AbortController()

describe('a load', () => {
  test('counts every request that it started', async () => {
    const { workers } = await simulate(2)
    const dispatcher = await balanceOver(workers)
    const record = await runLoad({
      dispatcher,
      signal,
      workload: chat(),
      labels: { concurrency: 8 },
      driver: closed({ requests: 40, concurrency: 8 }),
    })
    expect(record).toMatchObject({
      driver: 'closed',
      planned: 40,
      started: 40,
      dropped: 0,
      isCutShort: false,
      labels: { concurrency: 8 },
      retries: 0,
      slotsExceeded: 0,
      workload: { name: 'chat', hash: 'chat 4 false' },
      total: { ended: 40, ok: 40, faults: {}, outputTokens: 160, inFlightMax: 8 },
    })
    expect(Object.values(record.workers).reduce((sum, { ok }) => sum + ok, 0)).toBe(40)
    expect(record.timeline.reduce((sum, { ended }) => sum + ended, 0)).toBe(40)
  })

  test('begins at the configured prompt of the workload', async () => {
    const { workers } = await simulate(1)
    const asked: number[] = []
    const workload = chat()
    await runLoad({
      dispatcher: await balanceOver(workers),
      signal,
      from: 100,
      driver: batch({ tasks: 3, concurrency: 1 }),
      workload: {
        ...workload,
        request: (index) => {
          asked.push(index)
          return workload.request(index)
        },
      },
    })
    expect(asked).toEqual([100, 101, 102])
  })

  test('that is stopped reports the requests so far, and blames nothing for the rest', async () => {
    const { workers, simulated } = await simulate(1, { timeToFirstTokenMs: 30, tokenTimeMs: 0 })
    const controller = new AbortController()
    const running = runLoad({
      dispatcher: await balanceOver(workers),
      signal: controller.signal,
      workload: chat(),
      driver: closed({ requests: 10_000, concurrency: 4 }),
    })
    await expect.poll(() => simulated[0]?.state().served ?? 0).toBeGreaterThan(8)
    controller.abort()
    const { isCutShort, started, total } = await running
    expect(isCutShort).toBe(true)
    expect(total.ended).toBe(total.ok)
    expect(total.ok).toBeGreaterThan(4)
    // Those in flight at the end are started, and neither successful nor failed.
    expect(started - total.ended).toBeGreaterThanOrEqual(0)
    expect(started - total.ended).toBeLessThanOrEqual(4)
    await expect.poll(() => simulated[0]?.state().inFlight).toBe(0)
  })

  test('leaves no listener on the signal, however many loads there are', async () => {
    const { workers } = await simulate(1, { timeToFirstTokenMs: 1, tokenTimeMs: 0 })
    const dispatcher = await balanceOver(workers)
    const controller = new AbortController()
    for (let load = 0; load < 3; load++) {
      await runLoad({
        dispatcher,
        signal: controller.signal,
        workload: chat(),
        driver: closed({ requests: 5, concurrency: 2 }),
      })
    }
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  test('counts what the workers refuse by its fault', async () => {
    const { workers, simulated } = await simulate(1)
    const dispatcher = await balanceOver(workers, { retries: 0 })
    await simulated[0]?.setFault({ kind: 'error' })
    const { total } = await runLoad({
      dispatcher,
      signal,
      workload: chat(),
      driver: closed({ requests: 3, concurrency: 3 }),
    })
    expect(total).toMatchObject({ ended: 3, ok: 0, faults: { 'HTTP 500': 3 }, times: {} })
  })

  test('waits for a full queue, without counting that against the client', async () => {
    const { workers } = await simulate(1, { timeToFirstTokenMs: 10, tokenTimeMs: 0 })
    const dispatcher = await balanceOver(workers, { maxQueue: 0 })
    const { total, client } = await runLoad({
      dispatcher,
      signal,
      workload: chat(),
      inFlightAsked: 12,
      driver: closed({ requests: 30, concurrency: 12 }),
    })
    expect(total.faults).toEqual({ BALANCER_QUEUE_FULL: total.ended - total.ok })
    expect(total.ok).toBeGreaterThan(0)
    expect(client.limitedBy.join()).not.toContain('in flight')
  })

  test('through another dispatcher measures latency, without workers', async () => {
    const { workers } = await simulate(1)
    const client = new Client(`http://127.0.0.1:${workers[0]?.port}`)
    const record = await runLoad({
      dispatcher: client,
      signal,
      workload: chat({ isStreamed: true }),
      driver: open({ ratePerSecond: 10, requests: 3, arrivals: 'constant' }),
    })
    await client.close()
    expect(record.workers).toEqual({})
    expect(Object.keys(record.total.times).sort()).toEqual(['itl', 'latency', 'tpot', 'ttft'])
  })

  test('survives JSON', async () => {
    const { workers } = await simulate(1)
    const record = await runLoad({
      dispatcher: await balanceOver(workers),
      signal,
      workload: chat(),
      driver: closed({ requests: 4, concurrency: 2 }),
    })
    expect(JSON.parse(JSON.stringify(record))).toEqual(record)
  })

  test('reports its progress', async () => {
    const { workers } = await simulate(1)
    const progress: number[] = []
    await runLoad({
      dispatcher: await balanceOver(workers),
      signal,
      workload: chat(),
      driver: closed({ requests: 6, concurrency: 2 }),
      onSample: (_, { ended, failed, latencyP95Ms }) => {
        progress.push(ended)
        expect(failed).toBe(0)
        expect(latencyP95Ms).toBeGreaterThan(50)
      },
    })
    expect(progress).toEqual([1, 2, 3, 4, 5, 6])
  })
})
