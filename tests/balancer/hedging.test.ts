import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ask, balance, codeOf, eventsOf, until } from './balancers.ts'
import { cut, type Responder, silence, startWorker, text } from './workers.ts'

const late =
  (ms: number, then: Responder): Responder =>
  async (response, seen, request) => {
    await sleep(ms)
    return then(response, seen, request)
  }

async function hedged(first: Responder, second: Responder, changes: object = {}) {
  const w1 = await startWorker('w1', { response: first })
  const w2 = await startWorker('w2', { response: second })
  const balancer = balance([w1, w2], { hedgeAfterMs: 40, ...changes })
  return { w1, w2, balancer, events: eventsOf(balancer) }
}

describe('a hedge', () => {
  test('is sent if the first byte is late, and the first response counts', async () => {
    const { balancer, events, w1 } = await hedged(silence, text('w2'))
    expect((await ask(balancer)).text).toBe('w2')
    await until(() => w1.inFlight === 0)
    const { outcomes, inFlight, workers, retries } = balancer.stats()
    expect([outcomes.ok, inFlight, retries]).toEqual([1, 0, 0])
    expect(workers.map(({ sent, hedges, results }) => [sent, hedges, results.aborted])).toEqual([
      [1, 0, 1],
      [1, 1, 0],
    ])
    expect(events.map(({ type }) => type)).toEqual([
      ...['sent', 'hedge', 'sent', 'settled', 'settled', 'end'],
    ])
  })

  test('is cancelled if the first worker responds after all', async () => {
    const { balancer, w2 } = await hedged(late(100, text('w1')), silence)
    expect((await ask(balancer)).text).toBe('w1')
    await until(() => w2.inFlight === 0)
    expect(balancer.stats().workers[1]).toMatchObject({ inFlight: 0, results: { aborted: 1 } })
  })

  test('is not sent if the first byte arrives in time', async () => {
    const { balancer, w2 } = await hedged(text('w1'), text('w2'), { hedgeAfterMs: 400 })
    await ask(balancer)
    await sleep(500)
    expect(w2.seen).toEqual([])
  })

  test('is not sent for a request that must not be sent twice', async () => {
    const { balancer, w2 } = await hedged(late(100, text('w1')), text('w2'))
    expect((await ask(balancer, { path: '/v1/files' })).text).toBe('w1')
    expect(w2.seen).toEqual([])
  })

  test('is not sent if no slot is free', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const w1 = await startWorker('w1', { response: late(150, text('w1')), changes })
    const w2 = await startWorker('w2', { response: late(150, text('w2')), changes })
    const balancer = balance([w1, w2], { hedgeAfterMs: 30 })
    await Promise.all([ask(balancer), ask(balancer)])
    expect([w1.seen.length, w2.seen.length]).toEqual([1, 1])
  })

  test('is not sent if the budget is used up', async () => {
    const { balancer, w2 } = await hedged(late(80, text('w1')), text('w2'), { retryBudget: 0 })
    expect((await ask(balancer)).text).toBe('w1')
    expect([w2.seen, balancer.stats().workers[1]?.inFlight]).toEqual([[], 0])
  })

  test.each<[string, Responder]>([
    ['breaks', cut],
    ['returns 503', text('broken', 503)],
  ])('that %s leaves the response to the first attempt', async (_, second) => {
    const { balancer } = await hedged(late(120, text('w1')), second)
    expect((await ask(balancer)).text).toBe('w1')
    expect(balancer.stats()).toMatchObject({ retries: 0, inFlight: 0, outcomes: { ok: 1 } })
  })

  test('responds if the first attempt fails meanwhile', async () => {
    const { balancer } = await hedged(late(70, cut), late(120, text('w2')))
    expect((await ask(balancer)).text).toBe('w2')
    expect(balancer.stats()).toMatchObject({ retries: 0, outcomes: { ok: 1 } })
  })

  test('that fails like the first attempt ends the request once', async () => {
    const { balancer, events } = await hedged(late(80, cut), late(60, cut))
    expect(await codeOf(ask(balancer))).toBe('UND_ERR_SOCKET')
    const count = (type: string) => events.filter((event) => event.type === type).length
    expect([count('end'), count('settled'), balancer.stats().outcomes.reset]).toEqual([1, 2, 1])
  })

  test('that fails like the first attempt sends the request to a third worker', async () => {
    const { balancer } = await hedged(late(80, cut), late(60, cut))
    const received = ask(balancer)
    balancer.addWorker((await startWorker('w3')).worker)
    expect((await received).text).toBe('w3')
    expect(balancer.stats()).toMatchObject({ retries: 1, outcomes: { ok: 1 } })
  })

  test('of an aborted request is aborted as well', async () => {
    const { balancer, w1, w2 } = await hedged(silence, silence)
    const stop = new AbortController()
    const received = codeOf(ask(balancer, { signal: stop.signal }))
    await until(() => w2.seen.length === 1)
    stop.abort()
    expect(await received).toBe('AbortError')
    expect(balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { aborted: 1 } })
    await until(() => w1.inFlight + w2.inFlight === 0)
  })
})
