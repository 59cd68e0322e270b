import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ask, balance, codeOf, eventsOf, until } from './balancers.ts'
import { type Responder, silence, startWorker, text } from './workers.ts'

const oneSlot = { maxConcurrentRequests: 1 }
const slowly =
  (word: string): Responder =>
  async (response) => {
    await sleep(30)
    response.end(word)
  }

describe('draining a worker', () => {
  test('gives it no new requests, and waits for those in flight', async () => {
    const [w1, w2] = [await startWorker('w1', { response: slowly('w1') }), await startWorker('w2')]
    const balancer = balance([w1, w2])
    const events = eventsOf(balancer)
    const under = ask(balancer)
    const drained = balancer.drain('w1')
    for (let index = 0; index < 4; index++) expect((await ask(balancer)).text).toBe('w2')
    await drained
    expect((await under).text).toBe('w1')
    expect(balancer.stats().workers[0]).toMatchObject({
      state: 'draining',
      inFlight: 0,
      slotsNow: 0,
    })
    const reported = events.map(({ type }) => type).filter((type) => type.startsWith('drain'))
    expect(reported).toEqual(['draining', 'drained'])
  })

  test('can be undone at any time', async () => {
    const w1 = await startWorker('w1', { response: slowly('w1'), changes: oneSlot })
    const balancer = balance([w1])
    const under = ask(balancer)
    const drained = balancer.drain('w1')
    const waiting = ask(balancer)
    expect(balancer.stats().queued).toBe(1)
    balancer.undrain('w1')
    await drained
    expect([(await under).text, (await waiting).text]).toEqual(['w1', 'w1'])
  })

  test('is no longer waited for once it is undone', async () => {
    const balancer = balance([await startWorker('w1', { response: silence })])
    const events = eventsOf(balancer)
    const hung = codeOf(ask(balancer))
    const drained = balancer.drain('w1')
    balancer.undrain('w1')
    await drained
    expect(events.map(({ type }) => type)).not.toContain('drained')
    await balancer.destroy()
    await hung
  })

  test('serves waiting requests as soon as it is undone', async () => {
    const w1 = await startWorker('w1')
    const balancer = balance([w1])
    await balancer.drain('w1')
    const waiting = ask(balancer)
    await sleep(10)
    expect(balancer.stats().queued).toBe(1)
    balancer.undrain('w1')
    expect((await waiting).text).toBe('w1')
  })
})

describe('adding a worker', () => {
  test('serves waiting requests at once', async () => {
    const w1 = await startWorker('w1', { response: silence, changes: oneSlot })
    const balancer = balance([w1])
    const hung = codeOf(ask(balancer))
    const waiting = ask(balancer)
    balancer.addWorker((await startWorker('w2')).worker)
    expect((await waiting).text).toBe('w2')
    await balancer.destroy()
    await hung
  })

  test('can be done from within a listener', async () => {
    const [w1, w2] = [await startWorker('w1'), await startWorker('w2')]
    const balancer = balance([w1])
    const responses: Promise<{ text: string }>[] = []
    balancer.onEvent(
      ({ type }) => type === 'joined' && responses.push(ask(balancer), ask(balancer)),
    )
    balancer.addWorker(w2.worker)
    const texts = (await Promise.all(responses)).map((received) => received.text)
    expect(texts.toSorted()).toEqual(['w1', 'w2'])
  })

  test('needs a unique id', async () => {
    const w1 = await startWorker('w1')
    const balancer = balance([w1])
    expect(() => balancer.addWorker(w1.worker)).toThrow('the worker `w1` exists already')
    expect((await ask(balancer)).text).toBe('w1')
  })
})

describe('removing a worker', () => {
  test('waits for the requests in flight there first', async () => {
    const [w1, w2] = [await startWorker('w1', { response: slowly('w1') }), await startWorker('w2')]
    const balancer = balance([w1, w2])
    const under = ask(balancer)
    await balancer.removeWorker('w1')
    expect((await under).text).toBe('w1')
    expect(balancer.stats().workers.map(({ id }) => id)).toEqual(['w2'])
    await expect(balancer.removeWorker('w1')).rejects.toThrow('no worker `w1`; there are w2')
  })

  test('is cancelled by undraining it', async () => {
    const w1 = await startWorker('w1', { response: slowly('w1') })
    const balancer = balance([w1])
    const under = ask(balancer)
    const removed = balancer.removeWorker('w1')
    balancer.undrain('w1')
    await removed
    expect(balancer.stats().workers[0]).toMatchObject({ id: 'w1', state: 'ready' })
    await under
  })

  test('that alone had a model lets requests that wait for it go to the others', async () => {
    const model = (name: string) => ({ ...oneSlot, model: name })
    const w1 = await startWorker('w1', { response: slowly('w1'), changes: model('llama') })
    const w2 = await startWorker('w2', { changes: model('mistral') })
    const balancer = balance([w1, w2])
    const body = '{"model":"llama"}'
    const first = ask(balancer, { body })
    const waiting = ask(balancer, { body })
    expect(balancer.stats().queued).toBe(1)
    await balancer.removeWorker('w1')
    expect([(await first).text, (await waiting).text]).toEqual(['w1', 'w2'])
  })

  test('and adding it again under load loses nothing', async () => {
    const received: Responder = async (response) => {
      await sleep(2)
      response.end('x')
    }
    const [w1, w2] = [
      await startWorker('w1', { response: received }),
      await startWorker('w2', { response: received }),
    ]
    const balancer = balance([w1, w2])
    let isOver = false
    const churn = (async () => {
      while (!isOver) {
        await balancer.removeWorker('w1')
        await sleep(5)
        balancer.addWorker(w1.worker)
        await sleep(5)
      }
    })()
    const load = Array.from({ length: 12 }, async () => {
      for (let index = 0; index < 40; index++) expect((await ask(balancer)).status).toBe(200)
    })
    await Promise.all(load)
    isOver = true
    await churn
    expect(balancer.stats()).toMatchObject({ outcomes: { ok: 480 }, inFlight: 0, queued: 0 })
    expect(w1.seen.length).toBeGreaterThan(50)
  })
})

describe('models', () => {
  test('decide where a request goes, and a request that names none goes anywhere', async () => {
    const [w1, w2] = [
      await startWorker('w1', { changes: { model: 'llama' } }),
      await startWorker('w2', { changes: { model: 'mistral' } }),
    ]
    const balancer = balance([w1, w2])
    const texts = async (model: string) =>
      (
        await Promise.all([1, 2, 3].map(() => ask(balancer, { body: JSON.stringify({ model }) })))
      ).map((received) => received.text)
    expect(await texts('llama')).toEqual(['w1', 'w1', 'w1'])
    expect(await texts('mistral')).toEqual(['w2', 'w2', 'w2'])
    expect(new Set(await texts('unknown'))).toEqual(new Set(['w1', 'w2']))
  })

  test('that a worker does not have keep requests away from it', async () => {
    const w1 = await startWorker('w1', {
      response: text('broken', 500),
      changes: { model: 'llama' },
    })
    const w2 = await startWorker('w2', { changes: { model: 'mistral' } })
    const balancer = balance([w1, w2])
    expect((await ask(balancer, { body: '{"model":"llama"}' })).text).toBe('broken')
    await until(() => balancer.stats().inFlight === 0)
    expect(w2.seen).toEqual([])
  })
})
