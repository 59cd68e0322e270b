import { describe, expect, test } from 'vitest'
import { Ledger } from '../../lib/simulator/ledger.ts'
import { askChat, codeOf, runWorker } from './running-worker.ts'

describe('the ledger of a simulated worker', () => {
  test('has each request, with its times in order', async () => {
    const { worker, base } = await runWorker(
      { timeToFirstTokenMs: 30, slots: 1 },
      { recordRequests: true },
    )
    await Promise.all([askChat(base), askChat(base)])
    await askChat(base, { model: 'huge' })
    const [first, second, third] = worker.requests()
    expect(first).toMatchObject({ index: 0, tokens: 4, outcome: 'served', fault: null })
    expect(third).toMatchObject({ index: 2, tokens: 0, outcome: 'rejected', startedMs: null })
    const times = [first?.arrivedMs, first?.startedMs, first?.firstTokenMs, second?.endedMs]
    expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)))
    expect(second?.startedMs).toBeGreaterThanOrEqual(first?.endedMs ?? Number.NaN)
  })

  test('has the fault that affected a request', async () => {
    const { worker, base } = await runWorker({ record: true })
    await worker.setFault({ kind: 'reset' })
    await codeOf(askChat(base))
    await worker.setFault({ kind: 'slow' })
    await askChat(base)
    expect(worker.requests()).toMatchObject([
      { outcome: 'failed', fault: 'reset' },
      { outcome: 'served', fault: 'slow' },
    ])
  })

  test('is not recorded unless configured', async () => {
    const { worker, base } = await runWorker()
    await askChat(base)
    expect(worker.requests()).toEqual([])
    expect(worker.state().served).toBe(1)
  })

  test('is cleared at a reset, without restarting the numbering', async () => {
    const { worker, base } = await runWorker({ record: true })
    await askChat(base)
    worker.reset()
    expect(worker.state()).toMatchObject({ served: 0, maxInFlight: 0, meanServiceMs: null })
    await askChat(base)
    expect(worker.requests().map(({ index }) => index)).toEqual([1])
  })

  test('keeps the last 100,000 requests', () => {
    const ledger = new Ledger(true, 0)
    for (let count = 0; count < 100_010; count++) ledger.close(ledger.open(0), 'served', 1)
    const kept = ledger.requests()
    expect(kept).toHaveLength(100_000)
    expect(kept[0]?.index).toBe(10)
    expect(kept.at(-1)?.index).toBe(100_009)
  })
})
