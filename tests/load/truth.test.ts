import { describe, expect, test } from 'vitest'
import { closed } from '../../lib/load/drivers/closed.ts'
import type { Driver } from '../../lib/load/drivers/driver.ts'
import { open } from '../../lib/load/drivers/open.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import type { SimulatedCluster } from '../../lib/simulator/simulated-cluster.ts'
import { balanceOver, exact, simulate } from './loads.ts'
import {
  expectAbove,
  expectWithin,
  mean,
  measure,
  plannedMs,
  quantile,
  slots,
  tokens,
} from './measured.ts'
import { chat } from './workloads.ts'

/*
 * Measurements are compared with the ledgers of the simulated workers. Both read
 * the same clock, so some of it must hold exactly: a request arrives after it was sent, and ends before
 * its end is seen. Where the difference is bounded from above, it is by the resolution of Node's
 * timers and by the delay of the event loop that was measured beside it.
 */

describe('every request that was sent', () => {
  test.each<[string, Driver]>([
    ['a closed loop', closed({ requests: 96, concurrency: 20 })],
    ['an open loop', open({ requests: 96, ratePerSecond: 120, arrivals: 'poisson' })],
  ])('for %s is counted exactly once, on both sides', async (_, driver) => {
    const cluster = await simulate(3)
    const { record, samples, ledgers, served } = await measure(
      cluster,
      await balanceOver(cluster.workers),
      driver,
    )
    expect(record).toMatchObject({ started: 96, dropped: 0, retries: 0, slotsExceeded: 0 })
    expect(record.total).toMatchObject({ ended: 96, ok: 96, faults: {} })
    expect(served).toHaveLength(96)
    expect(served.every(({ outcome }) => outcome === 'served')).toBe(true)
    const ids = samples.map(({ summary }) => summary?.id)
    expect(new Set(ids).size).toBe(96)
    expect(ids).toEqual(samples.map(({ response }) => response.requestId))
    for (const [id, ledger] of ledgers) {
      expect(record.workers[id]).toMatchObject({
        ok: ledger.length,
        outputTokens: ledger.reduce((sum, request) => sum + request.tokens, 0),
      })
      expect(samples.filter(({ summary }) => summary?.workerId === id)).toHaveLength(ledger.length)
      const { maxInFlight, maxQueued } = stateOf(cluster, id)
      expect(record.workers[id]?.inFlightMax).toBeGreaterThanOrEqual(maxInFlight)
      expect(record.workers[id]?.inFlightMax).toBeLessThanOrEqual(slots)
      expect(maxQueued).toBe(0)
    }
    expect(record.total.outputTokens).toBe(96 * tokens)
  })

  test('is counted by its fault if a part of them fails', async () => {
    const cluster = await simulate(2, {
      timeToFirstTokenMs: 5,
      faults: [{ kind: 'error', probability: 0.3 }],
    })
    const balancer = await balanceOver(cluster.workers, {
      retries: 0,
      circuit: { failures: 1_000, failureRate: 1, minRequests: 100_000 },
    })
    const driver = closed({ requests: 80, concurrency: 8 })
    const { record, served } = await measure(cluster, balancer, driver, false)
    const failed = served.filter(({ outcome }) => outcome === 'failed').length
    expect(failed).toBeGreaterThan(5)
    expect(served).toHaveLength(80)
    expect(record.total).toMatchObject({
      ended: 80,
      ok: 80 - failed,
      faults: { 'HTTP 500': failed },
    })
    expect(record.total.times.latency?.count).toBe(80 - failed)
  })

  test('is counted once by the client however often the balancer resends it', async () => {
    const cluster = await simulate(2, {
      timeToFirstTokenMs: 5,
      faults: [{ kind: 'reset', probability: 0.2 }],
    })
    const balancer = await balanceOver(cluster.workers, {
      retries: 3,
      retryBudget: 1,
      retryCompletions: true,
      circuit: { failures: 1_000, failureRate: 1, minRequests: 100_000 },
    })
    const driver = closed({ requests: 80, concurrency: 6 })
    const { record, served } = await measure(cluster, balancer, driver, false)
    expect(record.total.ended).toBe(80)
    // A reused connection that was reset before any byte of a response is not a retry: the request is sent
    // once over a fresh one to the same worker.
    const sentAgain = served.length - 80
    expect(sentAgain).toBeGreaterThan(3)
    expect(sentAgain).toBeGreaterThanOrEqual(record.retries)
    expect(served.filter(({ outcome }) => outcome === 'served')).toHaveLength(record.total.ok)
  })
})

function stateOf({ simulated }: SimulatedCluster, id: string) {
  const worker = simulated.find((each) => each.id === id)
  if (!worker) throw new Error(`no worker ${id}`)
  return worker.state()
}

// Another program may use this machine for a while.
describe('the times of a closed loop with as many requests as slots', { retry: 2 }, () => {
  test('are those in the ledgers of the workers', async () => {
    const cluster = await simulate(3)
    const balancer = await balanceOver(cluster.workers)
    const driver = closed({ requests: 180, concurrency: 3 * slots })
    const measured = await measure(cluster, balancer, driver)
    const { record, samples, served, toleranceMs, tailToleranceMs } = measured
    const { times } = record.total

    const service = served.map(({ arrivedMs, endedMs }) => endedMs - arrivedMs)
    const seenService = samples.map(({ summary }) => summary?.serviceMs ?? 0)
    expectAbove(seenService, service)
    expectWithin(times.service_time?.avgMs, mean(service), toleranceMs)
    expect(mean(service)).toBeGreaterThan(plannedMs - 1)

    const latencies = samples.map(({ response, intendedMs }) => response.endMs - intendedMs)
    expectAbove(latencies, service)
    for (const [share, ms, tolerance] of [
      [0.5, times.latency?.p50Ms, toleranceMs],
      [0.9, times.latency?.p90Ms, tailToleranceMs],
      [0.95, times.latency?.p95Ms, tailToleranceMs],
    ] as const) {
      expectWithin(ms, quantile(service, share), tolerance)
      // The histogram itself is right to a thousandth.
      expectWithin(ms, quantile(latencies, share), quantile(latencies, share) * 0.001 + 0.001)
    }
    expect(times.latency?.maxMs).toBe(Math.max(...latencies))
  })

  test('have the first token, and the gaps between tokens, as in the ledgers', async () => {
    const cluster = await simulate(3)
    const balancer = await balanceOver(cluster.workers)
    const driver = closed({ requests: 120, concurrency: 3 * slots })
    const { record, samples, served, toleranceMs } = await measure(cluster, balancer, driver)
    const { times } = record.total

    const first = served.map((each) => (each.firstTokenMs ?? 0) - each.arrivedMs)
    const seenFirst = samples.map(
      ({ response, intendedMs }) => (response.firstTokenMs ?? 0) - intendedMs,
    )
    expectWithin(times.ttft?.avgMs, mean(first), toleranceMs)
    expectWithin(times.ttft?.p50Ms, quantile(first, 0.5), toleranceMs)
    expectWithin(times.ttft?.avgMs, mean(seenFirst), 0.001)
    expect(first.every((ms) => ms >= exact.timeToFirstTokenMs - 0.001)).toBe(true)

    // A gap for each token but the first, which together are the time from the first to the last.
    expect(times.itl?.count).toBe(120 * (tokens - 1))
    const generation = served.map((each) => each.endedMs - (each.firstTokenMs ?? 0))
    expectWithin((times.itl?.avgMs ?? 0) * (tokens - 1), mean(generation), toleranceMs)
    expectWithin(times.itl?.avgMs, exact.tokenTimeMs, toleranceMs / (tokens - 1))
    expect(times.tpot?.count).toBe(120)
    expectWithin(times.tpot?.avgMs, mean(generation) / (tokens - 1), toleranceMs / (tokens - 1))
  })

  test('give the throughput of the ledgers, which their slots allow', async () => {
    const cluster = await simulate(3)
    const balancer = await balanceOver(cluster.workers)
    const driver = closed({ requests: 240, concurrency: 3 * slots })
    const { record, served, toleranceMs } = await measure(cluster, balancer, driver)
    const firstMs = Math.min(...served.map((each) => each.arrivedMs))
    const lastMs = Math.max(...served.map((each) => each.endedMs))
    expect(record.durationMs).toBeGreaterThanOrEqual(lastMs - firstMs)
    expectWithin(record.durationMs, lastMs - firstMs, 3 * toleranceMs)
    // No slot can be served in less than its planned time: 20 rounds of 12.
    expect(record.durationMs).toBeGreaterThan(20 * (plannedMs - 1))
    expectWithin(
      record.durationMs,
      20 * mean(served.map((each) => each.endedMs - each.arrivedMs)),
      20 * toleranceMs,
    )
    expectWithin(record.client.inFlightMean, 3 * slots, 0.5)
    expectWithin(record.busySlots.untilLastStart, 3 * slots, 1)
  })
})

describe('the wait in the queue', { retry: 2 }, () => {
  test('with twice as many requests as slots is as long as a service', async () => {
    const cluster = await simulate(2)
    const balancer = await balanceOver(cluster.workers)
    const concurrency = 4 * slots
    const driver = closed({ requests: 8 * concurrency, concurrency })
    const { record, samples, served, toleranceMs } = await measure(cluster, balancer, driver)
    const { latency, queue_wait, service_time } = record.total.times
    // The time of a request is its wait and its service, and nothing else.
    for (const { response, intendedMs, summary } of samples) {
      const partsMs = (summary?.queueWaitMs ?? 0) + (summary?.serviceMs ?? 0)
      expect(response.endMs - intendedMs).toBeGreaterThanOrEqual(partsMs - 0.1)
    }
    expectWithin(latency?.avgMs, (queue_wait?.avgMs ?? 0) + (service_time?.avgMs ?? 0), toleranceMs)
    // The first eight do not wait; all others wait for those before them, which are served in rounds.
    const serviceMs = mean(served.map((each) => each.endedMs - each.arrivedMs))
    const rounds = record.total.ended / (2 * slots)
    expectWithin(queue_wait?.avgMs, (serviceMs * (rounds - 1)) / rounds, 2 * toleranceMs)
    expect(queue_wait?.minMs).toBeLessThan(5)
    // No request waits at the workers: the balancer never gives them more than their slots.
    for (const { id } of cluster.simulated) expect(stateOf(cluster, id).maxQueued).toBe(0)
  })
})

describe('shares and speedup', { retry: 2 }, () => {
  test('of different workers equal those of their ledgers', async () => {
    const cluster = await simulate(1)
    const slow = await simulate(1, { speed: 0.5 })
    const [worker] = slow.workers
    const both = {
      workers: [...cluster.workers, ...(worker ? [{ ...worker, id: 'slow' }] : [])],
      simulated: [...cluster.simulated, ...slow.simulated],
    }
    const balancer = await balanceOver(both.workers)
    for (const each of both.simulated) each.reset()
    const record = await runLoad({
      dispatcher: balancer,
      workload: chat({ maxTokens: tokens }),
      driver: closed({ requests: 150, concurrency: 8 }),
      signal: new AbortController().signal,
    })
    const [fast, half] = both.simulated.map((each) => each.state().served)
    expect([record.workers.w1?.ok, record.workers.slow?.ok]).toEqual([fast, half])
    // By capacity two thirds and one; a request more or less per slot at the end.
    expectWithin((fast ?? 0) / 150, 2 / 3, 8 / 150 + 0.03)
  })

  test('of three workers against one is three, as in the ledgers', async () => {
    const concurrency = 3 * slots
    const throughputOf = async (workers: number) => {
      const cluster = await simulate(workers)
      const balancer = await balanceOver(cluster.workers)
      const driver = closed({ requests: workers * slots * 12, concurrency })
      const { record, served, toleranceMs } = await measure(cluster, balancer, driver, false)
      const firstMs = Math.min(...served.map((each) => each.arrivedMs))
      const lastMs = Math.max(...served.map((each) => each.endedMs))
      return {
        measured: record.total.ok / record.durationMs,
        seen: served.length / (lastMs - firstMs),
        service: mean(served.map((each) => each.endedMs - each.arrivedMs)),
        tolerance: toleranceMs / plannedMs,
      }
    }
    const [one, three] = [await throughputOf(1), await throughputOf(3)]
    const speedup = three.measured / one.measured
    const tolerance = one.tolerance + three.tolerance
    expectWithin(speedup, three.seen / one.seen, speedup * tolerance)
    // By Little's law it is the ratio of the slots, times that of the service times.
    expectWithin(speedup, (3 * one.service) / three.service, speedup * tolerance)
    expect(speedup).toBeGreaterThan(2)
  })
})

describe('an open loop below the capacity', { retry: 2 }, () => {
  test('sends at its rate, and measures each request from its intended start', async () => {
    const cluster = await simulate(3)
    const balancer = await balanceOver(cluster.workers)
    const driver = open({ requests: 100, ratePerSecond: 80, arrivals: 'constant' })
    const { record, samples, served, toleranceMs } = await measure(cluster, balancer, driver)
    const due = samples.map(({ intendedMs }) => intendedMs)
    expectWithin(Math.max(...due) - Math.min(...due), (99 / 80) * 1_000, 0.001)
    // None reaches a worker before it was due.
    expectAbove(
      served.map((each) => each.arrivedMs),
      due,
    )
    const service = served.map((each) => each.endedMs - each.arrivedMs)
    expectWithin(
      record.total.times.latency?.p50Ms,
      quantile(service, 0.5),
      toleranceMs + record.client.lateStartP99Ms,
    )
  })
})
