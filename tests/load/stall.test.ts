import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { closed } from '../../lib/load/drivers/closed.ts'
import type { Driver } from '../../lib/load/drivers/driver.ts'
import { open } from '../../lib/load/drivers/open.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import { startWorker } from '../balancer/workers.ts'
import { balanceOver } from './loads.ts'
import { chat } from './workloads.ts'

/*
 * A server that responds in 5 ms, and once for two seconds not at all; then it responds to all that have
 * waited. A client that counts from when each request was due sees, at a constant rate over a time T
 * with a stall S: a part S/T of the requests, whose latency falls evenly from S to nothing. So the share
 * of requests above x is (S - x) / T, and the quantile q is S - (1 - q) T, as far as that is above the
 * usual. A closed loop has only as many requests in the stall as it has in flight.
 */

const stallMs = 2_000
const stallAfterMs = 1_000
const totalMs = 5_000
const serviceMs = 5
const completion = JSON.stringify({ choices: [{ message: { content: 'a' } }] })

async function runBesideAStall(driver: Driver) {
  let startedMs = Number.POSITIVE_INFINITY
  const worker = await startWorker('w', {
    changes: { maxConcurrentRequests: 1_000 },
    response: async (response, { method }) => {
      const atMs = performance.now()
      if (method === 'POST') startedMs = Math.min(startedMs, atMs)
      const stallEndMs = startedMs + stallAfterMs + stallMs
      const isStalled = atMs >= startedMs + stallAfterMs && atMs < stallEndMs
      await sleep((isStalled ? stallEndMs - atMs : 0) + serviceMs)
      response.writeHead(200, { 'content-type': 'application/json' }).end(completion)
    },
  })
  const few = { ...worker.worker, maxConcurrentRequests: 10 }
  const dispatcher = await balanceOver([few])
  await dispatcher.removeWorker('w')
  dispatcher.addWorker(worker.worker)
  return runLoad({ dispatcher, driver, signal: new AbortController().signal, workload: chat() })
}

// A busy machine adds stalls of its own.
describe('a stall of two seconds', { retry: 3 }, () => {
  test('affects the quantiles of the open loop as theory predicts', async () => {
    const ratePerSecond = 100
    const { total, client } = await runBesideAStall(
      open({ ratePerSecond, durationMs: totalMs, arrivals: 'constant' }),
    )
    const { latency } = total.times
    expect(total).toMatchObject({ ended: 500, ok: 500 })
    // Two requests more or less, the responses to 200 that are sent together, and the delay of this
    // process.
    const toleranceMs = 2_000 / ratePerSecond + 50 + 2 * client.eventLoopDelayMaxMs
    for (const [share, measured] of [
      [0.9, latency?.p90Ms],
      [0.95, latency?.p95Ms],
      [0.99, latency?.p99Ms],
      [0.999, latency?.p999Ms],
    ] as const) {
      const expectedMs = stallMs - (1 - share) * totalMs + serviceMs
      expect(Math.abs((measured ?? 0) - expectedMs)).toBeLessThan(toleranceMs)
    }
    expect(latency?.p99Ms).toBeGreaterThan(stallMs / 2)
    // Three fifths were not in it.
    expect(latency?.p50Ms).toBeLessThan(stallMs / 4)
    expect(total.times.latency?.maxMs).toBeLessThan(stallMs + serviceMs + toleranceMs)
  })

  test('is missed by the p99 of the closed loop, although it lasted for two fifths of the run', async () => {
    const concurrency = 2
    const { total, durationMs, timeline } = await runBesideAStall(
      closed({ concurrency, durationMs: totalMs }),
    )
    const { latency } = total.times
    expect(durationMs).toBeGreaterThan(totalMs - 10)
    // Only those in flight were affected, of hundreds.
    expect(total.ok).toBeGreaterThan(concurrency * 100)
    expect(latency?.p99Ms).toBeLessThan(stallMs / 10)
    expect(latency?.maxMs).toBeGreaterThan(stallMs - 50)
    // The timeline shows what the quantiles hide: nothing ended for most of two seconds.
    const silent = timeline.filter(({ ended }) => ended === 0).length * (timeline[1]?.atMs ?? 0)
    expect(silent).toBeGreaterThan(stallMs * 0.8)
  })
})
