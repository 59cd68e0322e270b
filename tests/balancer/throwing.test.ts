import type { Dispatcher } from 'undici'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Balancer } from '../../lib/balancer/balancer.ts'
import { ask, balance, completion, eventsOf, origin, until } from './balancers.ts'
import { startWorker } from './workers.ts'

const uncaught: unknown[] = []
const note = (error: unknown) => uncaught.push(error)
let others: NodeJS.UncaughtExceptionListener[] = []
beforeEach(() => {
  others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', note)
})
afterEach(() => {
  process.off('uncaughtException', note)
  for (const listener of others) process.on('uncaughtException', listener)
  uncaught.length = 0
})

/** Sends a request whose caller throws in one place; resolves to its last callback. */
function throwingIn(balancer: Balancer, place: keyof Dispatcher.DispatchHandler): Promise<Error> {
  return new Promise((resolve) => {
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseError: (_, error) => resolve(error),
    }
    const throws = () => {
      throw new Error(place)
    }
    balancer.dispatch({ origin, path: completion, method: 'POST' }, { ...handler, [place]: throws })
  })
}

describe('a caller that throws', () => {
  test.each([
    ['onRequestStart', 'aborted'],
    ['onResponseStart', 'aborted'],
    ['onResponseData', 'aborted'],
    ['onResponseEnd', 'ok'],
  ] as const)('in %s gets its error, and no other request is affected', async (place, outcome) => {
    const worker = await startWorker('w1', { changes: { maxConcurrentRequests: 1 } })
    const balancer = balance([worker])
    const events = eventsOf(balancer)
    const [error, { text }] = await Promise.all([throwingIn(balancer, place), ask(balancer)])
    expect([error.message, text]).toEqual([place, 'w1'])
    expect(balancer.stats()).toMatchObject({ inFlight: 0, queued: 0 })
    const ends = events.flatMap((event) => (event.type === 'end' ? event.request.outcome : []))
    expect(ends.toSorted()).toEqual([outcome, 'ok'].toSorted())
    expect(balancer.stats().workers[0]?.state).toBe('ready')
  })

  test('when it gets its error causes an uncaught exception, and no other request is affected', async () => {
    const worker = await startWorker('w1', { response: (response) => response.destroy() })
    const balancer = balance([worker])
    void throwingIn(balancer, 'onResponseError')
    await until(() => uncaught.length > 0)
    expect(uncaught).toEqual([new Error('onResponseError')])
    worker.response = (response) => response.end('well')
    expect((await ask(balancer)).text).toBe('well')
  })
})

test('a caller that throws while the balancer is destroyed leaves no request open', async () => {
  const worker = await startWorker('w1', { response: () => undefined })
  const balancer = balance([worker])
  void throwingIn(balancer, 'onResponseError')
  const other = ask(balancer)
  await until(() => worker.seen.length === 2)
  const destroyed = balancer.destroy()
  await expect(other).rejects.toThrow('the balancer was destroyed')
  await destroyed
  await until(() => uncaught.length === 1)
  expect(uncaught).toEqual([new Error('onResponseError')])
})

describe('user code that throws', () => {
  test('as a listener causes an uncaught exception, and no other request is affected', async () => {
    const balancer = balance([await startWorker('w1')])
    balancer.onEvent((event) => {
      throw new Error(event.type)
    })
    const events = eventsOf(balancer)
    expect((await ask(balancer)).text).toBe('w1')
    await until(() => uncaught.length === 3)
    expect(uncaught.map((error) => (error as Error).message)).toEqual(['sent', 'settled', 'end'])
    expect(events.map(({ type }) => type)).toEqual(['sent', 'settled', 'end'])
  })

  test('as a strategy that learns causes an uncaught exception, and no other request is affected', async () => {
    const strategy = {
      name: 'mine',
      pick: <T>(free: readonly T[]) => free[0] as T,
      observe: () => {
        throw new Error('observe')
      },
    }
    const changes = { maxConcurrentRequests: 1 }
    const balancer = balance([await startWorker('w1', { changes })], { strategy })
    await Promise.all([1, 2, 3].map(() => ask(balancer)))
    expect(uncaught).toHaveLength(3)
    expect(balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { ok: 3 } })
  })

  test('as a strategy that picks fails that request and no other', async () => {
    const balancer = balance([await startWorker('w1')], {
      strategy: () => {
        throw new Error('pick')
      },
    })
    await expect(ask(balancer)).rejects.toThrow('pick')
    expect(balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { rejected: 1 } })
  })
})
