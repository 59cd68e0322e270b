import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { ask, balance, codeOf, completion, eventsOf, origin, until } from './balancers.ts'
import { openBlackHole } from './black-hole.ts'
import { type Responder, silence, startWorker, workerAt } from './workers.ts'

const oneSlot = { maxConcurrentRequests: 1 }

/** Begins to respond, and never ends. */
const endless: Responder = (response) => {
  response.writeHead(200)
  response.write('beginning')
}

/** A worker that responds as given once, and then as usual. */
function once(first: Responder): Responder {
  let isFirst = true
  return (response, seen, request) => {
    if (!isFirst) return response.end('next')
    isFirst = false
    return first(response, seen, request)
  }
}

describe('a request that is aborted', () => {
  test('before it was sent is never sent', async () => {
    const worker = await startWorker('w1')
    const balancer = balance([worker])
    expect(await codeOf(ask(balancer, { signal: AbortSignal.abort() }))).toBe('AbortError')
    expect(worker.seen).toEqual([])
    expect(balancer.stats()).toMatchObject({ inFlight: 0, queued: 0, outcomes: { aborted: 1 } })
  })

  test('ends with the name of its error if the error has no string code', async () => {
    const balancer = balance([await startWorker('w1', { response: silence })])
    const events = eventsOf(balancer)
    await codeOf(ask(balancer, { signal: AbortSignal.timeout(20) }))
    expect(events.at(-1)).toMatchObject({ request: { errorCode: 'TimeoutError' } })
  })

  test('while its body is being read is never sent, and its body stream is destroyed', async () => {
    const worker = await startWorker('w1')
    const balancer = balance([worker])
    const stop = new AbortController()
    const body = new Readable({ read: () => undefined })
    body.push('the beginning')
    const received = codeOf(ask(balancer, { body, signal: stop.signal }))
    await until(() => body.readableFlowing !== null)
    stop.abort()
    expect(await received).toBe('AbortError')
    await until(() => body.destroyed)
    expect([worker.seen, balancer.stats().outcomes.aborted]).toEqual([[], 1])
  })

  test('in the queue leaves the queue, and the next one moves up', async () => {
    const worker = await startWorker('w1', { changes: oneSlot, response: silence })
    const balancer = balance([worker])
    const [running, waiting] = [new AbortController(), new AbortController()]
    const first = codeOf(ask(balancer, { signal: running.signal }))
    const second = codeOf(ask(balancer, { signal: waiting.signal }))
    await until(() => worker.seen.length === 1)
    const third = ask(balancer)
    expect(balancer.stats().queued).toBe(2)
    waiting.abort()
    expect(balancer.stats().queued).toBe(1)
    worker.response = (response) => response.end('third')
    running.abort()
    expect((await third).text).toBe('third')
    expect([await first, await second]).toEqual(['AbortError', 'AbortError'])
  })

  test('while it waits for the first byte gives its slot to the next one at once', async () => {
    const worker = await startWorker('w1', { changes: oneSlot, response: once(silence) })
    const balancer = balance([worker])
    const stop = new AbortController()
    const first = codeOf(ask(balancer, { signal: stop.signal }))
    await until(() => worker.seen.length === 1)
    const second = ask(balancer)
    stop.abort()
    // At once: not when the connection is closed.
    expect(balancer.stats()).toMatchObject({ inFlight: 1, queued: 0 })
    expect([await first, (await second).text]).toEqual(['AbortError', 'next'])
    expect(balancer.stats().outcomes).toMatchObject({ aborted: 1, ok: 1 })
  })

  test('in the middle of its response gives its slot to the next, and closes the connection', async () => {
    const worker = await startWorker('w1', { changes: oneSlot, response: once(endless) })
    const balancer = balance([worker])
    const stop = new AbortController()
    const options = { origin, path: completion, method: 'POST' as const, signal: stop.signal }
    const { body } = await balancer.request(options)
    const second = ask(balancer)
    stop.abort()
    expect(await codeOf(body.text())).toBe('AbortError')
    expect((await second).text).toBe('next')
    await until(() => worker.inFlight === 0)
    expect(balancer.stats().outcomes).toMatchObject({ aborted: 1, ok: 1 })
  })

  test('by destroying its response ends like any other', async () => {
    const worker = await startWorker('w1', { changes: oneSlot, response: once(endless) })
    const balancer = balance([worker])
    const { body } = await balancer.fetch(origin + completion)
    await body?.cancel()
    await until(() => balancer.stats().inFlight === 0)
    expect((await ask(balancer)).text).toBe('next')
    expect(balancer.stats().outcomes).toMatchObject({ aborted: 1, ok: 1 })
  })

  test('while it connects frees its slot at once, and its connection serves no other request', async () => {
    await using hole = await openBlackHole()
    const balancer = balance([workerAt('w1', hole.port, oneSlot)], { connectTimeoutMs: 300 })
    const events = eventsOf(balancer)
    const stop = new AbortController()
    const first = codeOf(ask(balancer, { signal: stop.signal }))
    await until(() => balancer.stats().inFlight === 1)
    const startMs = performance.now()
    const second = codeOf(ask(balancer))
    stop.abort()
    expect(balancer.stats()).toMatchObject({ inFlight: 1, queued: 0 })
    expect([await first, await second]).toEqual(['AbortError', 'UND_ERR_CONNECT_TIMEOUT'])
    // The second has a connect timeout of its own, not the rest of the first one's.
    expect(performance.now() - startMs).toBeGreaterThan(290)
    const results = events.flatMap((event) => (event.type === 'settled' ? event.result : []))
    expect(results).toEqual(['aborted', 'timeout'])
  })

  test('has exactly one outcome, whenever it is aborted', async () => {
    const received: Responder = async (response) => {
      await new Promise((resolve) => setTimeout(resolve, 3))
      response.write('a')
      await new Promise((resolve) => setTimeout(resolve, 3))
      response.end('b')
    }
    const workers = [1, 2].map((n) =>
      startWorker(`w${n}`, { response: received, changes: oneSlot }),
    )
    const balancer = balance(await Promise.all(workers))
    const events = eventsOf(balancer)
    const asked = Array.from({ length: 150 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index))
      return codeOf(ask(balancer, { signal: AbortSignal.timeout(index % 40) }))
    })
    const codes = await Promise.all(asked)
    const ends = events.filter(({ type }) => type === 'end')
    const { outcomes, inFlight, queued } = balancer.stats()
    expect([ends.length, inFlight, queued]).toEqual([150, 0, 0])
    expect((outcomes.ok ?? 0) + (outcomes.aborted ?? 0)).toBe(150)
    expect(outcomes.ok).toBe(codes.filter((code) => code === 'answered').length)
  })
})
