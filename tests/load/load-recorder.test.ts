import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { Balancer } from '../../lib/balancer/balancer.ts'
import type { RequestSummary } from '../../lib/balancer/events.ts'
import { LoadRecorder } from '../../lib/load/load-recorder.ts'
import { RequestSender } from '../../lib/load/request-sender.ts'
import type { Sample } from '../../lib/load/series.ts'
import { workerAt } from '../balancer/workers.ts'
import { balanceOver, simulate } from './loads.ts'
import { chat } from './workloads.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** The events of a balancer, referenced weakly to see whether anything else references them. */
function summariesOf(balancer: Balancer): WeakRef<RequestSummary>[] {
  const summaries: WeakRef<RequestSummary>[] = []
  balancer.onEvent((event) => {
    if (event.type === 'end') summaries.push(new WeakRef(event.request))
  })
  return summaries
}

async function heldOf(summaries: readonly WeakRef<RequestSummary>[]): Promise<number> {
  // Pending promises and timers with it are done after a turn.
  await new Promise((resolve) => setTimeout(resolve, 5))
  collectGarbage()
  return summaries.filter((each) => each.deref() !== undefined).length
}

async function record(balancer: Balancer, requests: number, abortAfterMs?: number) {
  const recorder = new LoadRecorder(balancer, undefined)
  const controller = new AbortController()
  const sender = new RequestSender(balancer, controller.signal)
  const seen = { withSummary: 0, total: 0 }
  const report = (response: Sample['response'], intendedMs: number) => {
    const { summary } = recorder.record(response, intendedMs)
    seen.total += 1
    if (summary?.id === response.requestId) seen.withSummary += 1
  }
  const sent = Array.from({ length: requests }, (_, index) =>
    sender.send(chat().request(index), performance.now(), report).then(() => undefined),
  )
  if (abortAfterMs !== undefined) setTimeout(() => controller.abort(), abortAfterMs)
  await Promise.all(sent)
  return { recorder, seen }
}

describe('a recorder', () => {
  test.each<[string, object, number | undefined]>([
    ['successful responses', {}, undefined],
    ['requests that were refused', { maxQueue: 5 }, undefined],
    ['requests that were stopped', {}, 20],
    ['requests that failed', { timeoutMs: 15 }, undefined],
  ])('stores no single request, for %s', async (_, options, abortAfterMs) => {
    const { workers } = await simulate(2, { timeToFirstTokenMs: 10, tokenTimeMs: 1, record: false })
    const balancer = await balanceOver(workers, { retries: 0, ...options })
    const summaries = summariesOf(balancer)
    const { recorder, seen } = await record(balancer, 100, abortAfterMs)
    expect(summaries).toHaveLength(100)
    expect(seen).toEqual({ total: 100, withSummary: 100 })
    // Only the last one.
    expect(await heldOf(summaries)).toBeLessThanOrEqual(1)
    expect(recorder.ended).toBe(100)
  })

  test('counts no request that somebody else sends through the same balancer', async () => {
    const { workers } = await simulate(1, { timeToFirstTokenMs: 1, tokenTimeMs: 0, record: false })
    const balancer = await balanceOver(workers)
    const recorder = new LoadRecorder(balancer, undefined)
    const summaries = summariesOf(balancer)
    await record(balancer, 50)
    expect(await heldOf(summaries)).toBeLessThanOrEqual(1)
    expect(recorder.ended).toBe(0)
  })

  test('receives nothing more once it is closed', async () => {
    const { workers } = await simulate(1, { timeToFirstTokenMs: 1, tokenTimeMs: 0 })
    const balancer = await balanceOver(workers)
    const { recorder } = await record(balancer, 3)
    const first = recorder.close(3)
    await record(balancer, 3)
    expect(recorder.close(3).busySlots.most).toBe(first.busySlots.most)
  })

  test('includes a worker that joins meanwhile', async () => {
    const { workers } = await simulate(2, { timeToFirstTokenMs: 20, tokenTimeMs: 0 })
    const [first, second = workerAt('none', 1)] = workers
    const balancer = await balanceOver(first ? [first] : [])
    const recording = record(balancer, 16)
    balancer.addWorker(second)
    const { recorder } = await recording
    const { workers: byWorker } = recorder.close(16)
    expect(byWorker.w2?.ok).toBeGreaterThan(0)
    expect((byWorker.w1?.ok ?? 0) + (byWorker.w2?.ok ?? 0)).toBe(16)
  })
})
