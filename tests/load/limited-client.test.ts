import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { describe, expect, test } from 'vitest'
import { ClientMonitor } from '../../lib/load/client/client-monitor.ts'
import { nullResponse } from '../../lib/load/client/null-response.ts'
import { measureClientCeiling, NullServer } from '../../lib/load/client/null-server.ts'
import { closed } from '../../lib/load/drivers/closed.ts'
import { open } from '../../lib/load/drivers/open.ts'
import { type LoadOptions, runLoad } from '../../lib/load/run-load.ts'
import { balanceOver, simulate } from './loads.ts'
import { chat } from './workloads.ts'

const { signal } = new AbortController()

/** Blocks this process again and again until the given promise has ended. */
async function blockedWhile<T>(work: Promise<T>, forMs: number, everyMs: number): Promise<T> {
  const blocking = setInterval(() => {
    const endMs = performance.now() + forMs
    while (performance.now() < endMs);
  }, everyMs)
  try {
    return await work
  } finally {
    clearInterval(blocking)
  }
}

/** Three slow workers, so that the limits are far from the noise of a busy machine. */
async function slowCluster() {
  const { workers } = await simulate(3, { timeToFirstTokenMs: 200, tokenTimeMs: 0 })
  return { dispatcher: await balanceOver(workers), signal, workload: chat() }
}

const limitsOf = async (options: LoadOptions) => (await runLoad(options)).client.limitedBy

// A busy machine may really be the limit for a while.
describe('an honest run', { retry: 3 }, () => {
  test('in a closed loop is not voided', async () => {
    const cluster = await slowCluster()
    const ceilingPerSecond = await measureClientCeiling({ concurrency: 12, ...cluster })
    const driver = closed({ requests: 60, concurrency: 12 })
    expect(await limitsOf({ ...cluster, driver, inFlightAsked: 12, ceilingPerSecond })).toEqual([])
  })

  test('with the full number of requests at once is not voided', async () => {
    const driver = closed({ requests: 12, concurrency: 12 })
    expect(await limitsOf({ ...(await slowCluster()), driver, inFlightAsked: 12 })).toEqual([])
  })

  test('in an open loop is not voided', async () => {
    const driver = open({ ratePerSecond: 40, durationMs: 1_000, arrivals: 'poisson' })
    expect(await limitsOf({ ...(await slowCluster()), driver })).toEqual([])
  })

  test('of an overloaded cluster is not voided, because the cluster makes requests wait', async () => {
    const driver = open({ ratePerSecond: 150, durationMs: 800, arrivals: 'poisson' })
    const { client, total } = await runLoad({ ...(await slowCluster()), driver })
    expect(total.times.queue_wait?.maxMs).toBeGreaterThan(200)
    expect(client.limitedBy).toEqual([])
  })
})

describe('a limited client is reported', () => {
  test('if its event loop is blocked', async () => {
    const { workers } = await simulate(3, { timeToFirstTokenMs: 20, tokenTimeMs: 0 })
    const dispatcher = await balanceOver(workers)
    const driver = closed({ durationMs: 1_500, concurrency: 12 })
    const running = limitsOf({ dispatcher, signal, workload: chat(), driver })
    const reasons = await blockedWhile(running, 250, 300)
    expect(reasons.join()).toMatch(/its event loop was \S+ late \(p99\)/)
  })

  test('if requests of an open loop start late', async () => {
    const { workers } = await simulate(3, { timeToFirstTokenMs: 20, tokenTimeMs: 0 })
    const dispatcher = await balanceOver(workers)
    const driver = open({ ratePerSecond: 30, durationMs: 1_200, arrivals: 'constant' })
    const running = limitsOf({ dispatcher, signal, workload: chat(), driver })
    const reasons = await blockedWhile(running, 250, 400)
    expect(reasons.join()).toMatch(/requests started \S+ later than intended \(p99\)/)
  })

  test('if it has fewer connections than configured requests', async () => {
    const { workers } = await simulate(1, { timeToFirstTokenMs: 100, tokenTimeMs: 0, slots: 20 })
    const dispatcher = new Pool(`http://127.0.0.1:${workers[0]?.port}`, { connections: 3 })
    const driver = closed({ requests: 36, concurrency: 12 })
    const { client } = await runLoad({
      dispatcher,
      driver,
      signal,
      workload: chat(),
      inFlightAsked: 12,
    })
    await dispatcher.close()
    // Of twelve that the loop holds, three are on connections and nine wait in this process.
    expect(client.inFlightMean).toBeGreaterThan(2)
    expect(client.inFlightMean).toBeLessThan(6)
    expect(client.limitedBy.join()).toContain('requests were in flight, not the configured 12')
    expect(client.limitedBy.join()).toMatch(/requests started \S+ later than intended/)
  })

  test('if the load is near its maximum rate', async () => {
    const workload = chat()
    const ceilingPerSecond = await measureClientCeiling({ concurrency: 8, workload, signal })
    await using server = await NullServer.start(nullResponse(workload.request(0).body))
    const dispatcher = await balanceOver([server.worker(8)])
    const driver = closed({ durationMs: 100, concurrency: 8 })
    const load = { dispatcher, driver, workload, signal, ceilingPerSecond }
    const reasons = [...(await limitsOf(load))]
    expect(reasons.join()).toMatch(/its event loop was busy for (?:9\d|100)% of the time/)
    // A busy machine may be slower now than while the maximum rate was measured.
    const isNamed = () => reasons.some((reason) => reason.includes('server that does nothing'))
    for (let attempt = 0; attempt < 100 && !isNamed(); attempt++) {
      reasons.push(...(await limitsOf(load)))
    }
    expect(reasons.join()).toMatch(
      /this client makes \d+ requests\/s of a server that does nothing/,
    )
  })
})

describe('the ceiling of the client', () => {
  test('is measured once for a concurrency and a workload', async () => {
    const workload = chat({ isStreamed: true })
    const first = await measureClientCeiling({ concurrency: 4, workload, signal })
    const startMs = performance.now()
    expect(await measureClientCeiling({ concurrency: 4, workload, signal })).toBe(first)
    expect(performance.now() - startMs).toBeLessThan(50)
    expect(first).toBeGreaterThan(50)
  })

  test('is lower for streams of many tokens than for short ones', async () => {
    const ceilingOf = async (maxTokens: number) => {
      const workload = chat({ maxTokens, isStreamed: true })
      return (await measureClientCeiling({ concurrency: 4, workload, signal })) ?? 0
    }
    const [short, long] = [await ceilingOf(1), await ceilingOf(2_000)]
    expect(long).toBeLessThan(short / 2)
    expect(long).toBeGreaterThan(0)
  })

  test('is unknown if the measurement is stopped, and measured the next time', async () => {
    const controller = new AbortController()
    const options = { concurrency: 3, workload: chat() }
    const measuring = measureClientCeiling({ ...options, signal: controller.signal })
    await sleep(60)
    controller.abort()
    expect(await measuring).toBeUndefined()
    expect(await measureClientCeiling({ ...options, signal })).toBeGreaterThan(50)
  })

  test('leaves nothing open', async () => {
    const handles = () =>
      process.getActiveResourcesInfo().filter((kind) => /TCP|Server/.test(kind)).length
    const before = handles()
    await measureClientCeiling({ concurrency: 2, workload: chat(), signal })
    await expect.poll(handles).toBeLessThanOrEqual(before)
  })
})

describe('the monitor of the client', () => {
  test('counts a blocked event loop by its duration, not as one late tick of many', async () => {
    using monitor = new ClientMonitor()
    await sleep(1_500)
    const endMs = performance.now() + 300
    while (performance.now() < endMs);
    await sleep(300)
    const { eventLoopDelayP99Ms, eventLoopDelayMaxMs } = monitor.stop()
    // It was late a seventh of the time; as one of 180 ticks it would not be in the p99.
    expect(eventLoopDelayMaxMs).toBeGreaterThan(280)
    expect(eventLoopDelayP99Ms).toBeGreaterThan(200)
  })

  test('counts late starts, and waits for connections, from the intended start', () => {
    using monitor = new ClientMonitor()
    const response = { isValid: true, startMs: 1_010, endMs: 1_110 }
    for (let count = 0; count < 50; count++) {
      monitor.answered({ ...response, sentMs: 1_010 }, 1_000)
      monitor.answered({ ...response, sentMs: 1_060 }, 1_000)
    }
    expect(monitor.sentShare).toBeCloseTo(0.75, 9)
    expect(monitor.stop()).toMatchObject({ lateStartMaxMs: 60, lateStartP99Ms: 60 })
  })

  test('distinguishes a busy process from an idle one', async () => {
    using idle = new ClientMonitor()
    await sleep(200)
    expect(idle.stop().eventLoopUtilization).toBeLessThan(0.5)
    using busy = new ClientMonitor()
    const endMs = performance.now() + 100
    while (performance.now() < endMs) await new Promise(setImmediate)
    const { eventLoopUtilization, cpuCores } = busy.stop()
    expect(eventLoopUtilization).toBeGreaterThan(0.9)
    // As much as other processes leave.
    expect(cpuCores).toBeGreaterThan(0.01)
    expect(cpuCores).toBeLessThan(16)
  })
})
