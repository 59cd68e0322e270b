import { Client } from 'undici'
import { describe, expect, test } from 'vitest'
import { closed } from '../../lib/load/drivers/closed.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import { balanceOver, simulate } from './loads.ts'
import { chat } from './workloads.ts'

const { signal } = new AbortController()
const slots = 4

async function send(count: number, concurrency: number): Promise<LoadRecord> {
  const { workers } = await simulate(1, { timeToFirstTokenMs: 60, tokenTimeMs: 5 })
  return runLoad({
    dispatcher: await balanceOver(workers),
    signal,
    workload: chat(),
    driver: closed({ requests: count, concurrency }),
  })
}

describe('requests in flight during a load', () => {
  test('are those in slots and those that waited for one', async () => {
    const { timeline, busySlots } = await send(40, 12)
    const known = timeline.filter(({ inFlightMean }) => inFlightMean !== undefined)
    expect(known.length).toBeGreaterThan(timeline.length / 2)
    for (const { inFlightMean, queuedMean = 0 } of known) {
      expect(inFlightMean).toBeLessThanOrEqual(slots + 1e-9)
      expect((inFlightMean ?? 0) + queuedMean).toBeLessThanOrEqual(12 + 1e-9)
    }
    expect(Math.max(...known.map(({ queuedMean = 0 }) => queuedMean))).toBeGreaterThan(1)
    const most = Math.max(...known.map(({ inFlightMean = 0 }) => inFlightMean))
    expect(most).toBeGreaterThanOrEqual(busySlots.mean - 1e-9)
  })

  test('never wait if there are slots for all', async () => {
    const { timeline } = await send(12, slots)
    for (const { queuedMean = 0 } of timeline) expect(queuedMean).toBe(0)
  })

  test('are unknown without a balancer', async () => {
    const { workers } = await simulate(1)
    const { port } = workers[0] ?? { port: 0 }
    const client = new Client(`http://127.0.0.1:${port}`)
    const { timeline } = await runLoad({
      dispatcher: client,
      signal,
      workload: chat(),
      driver: closed({ requests: 4, concurrency: 2 }),
    })
    await client.close()
    expect(timeline.length).toBeGreaterThan(0)
    for (const part of timeline) {
      expect(part).not.toHaveProperty('inFlightMean')
      expect(part).not.toHaveProperty('queuedMean')
    }
  })
})
