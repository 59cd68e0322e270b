import { describe, expect, test } from 'vitest'
import { balance, until } from '../balancers.ts'
import { silence, startWorker } from '../workers.ts'
import { front, frontOf, post } from './fronts.ts'

const key = 'sk-front-1'

describe('/health', () => {
  test('is 200 while a worker accepts requests', async () => {
    const { url } = await frontOf([await startWorker('w1'), await startWorker('w2')])
    const response = await fetch(`${url}/health`)
    expect(response.status).toBe(200)
    const counts = { workers: 2, ready: 2, inFlight: 0, queued: 0 }
    expect(await response.json()).toEqual({ status: 'ok', ...counts })
  })

  test('is 503 while none does', async () => {
    const { url, balancer } = await frontOf([await startWorker('w1')])
    await balancer.drain('w1')
    const response = await fetch(`${url}/health`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 'no_worker', ready: 0 })
  })

  test('needs no key', async () => {
    const { url } = await front(balance([await startWorker('w1')]), { apiKey: key })
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })
})

describe('/status', () => {
  test('returns counters and recent activity as JSON to programs', async () => {
    const running = await frontOf([await startWorker('w1')])
    await (await post(running)).text()
    const response = await fetch(`${running.url}/status`)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toMatchObject({
      strategy: 'round_robin',
      requests: 1,
      outcomes: { ok: 1 },
      requestsPerSecond: 1,
      workers: [
        {
          id: 'w1',
          state: 'ready',
          slots: 4,
          share: 100,
          failed: 0,
          requestsPerSecond: 1,
          p50ServiceMs: expect.any(Number),
          p95ServiceMs: expect.any(Number),
        },
      ],
      events: [],
    })
  })

  test('lists the newest events first', async () => {
    const { url, balancer } = await frontOf([await startWorker('w1')])
    await balancer.drain('w1')
    balancer.undrain('w1')
    const { events } = (await (await fetch(`${url}/status`)).json()) as {
      events: { type: string; text: string }[]
    }
    expect(events.map(({ type }) => type)).toEqual(['undrained', 'drained', 'draining'])
    expect(events[0]?.text).toBe('w1 takes requests again')
  })

  test('is text if a terminal asks for it', async () => {
    const { url } = await frontOf([await startWorker('w1')])
    const response = await fetch(`${url}/status`, { headers: { accept: 'text/plain' } })
    expect(await response.text()).toMatch(
      /^worker +address[\s\S]*^w1 +127\.0\.0\.1:\d+ +ready +0\/4/m,
    )
  })
})

describe('/metrics', () => {
  test('is text for Prometheus', async () => {
    const running = await frontOf([await startWorker('w1')])
    await (await post(running)).text()
    const response = await fetch(`${running.url}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await response.text()).toContain('\nclustergate_requests_total{outcome="ok"} 1\n')
  })
})

describe('/admin', () => {
  const drain = (url: string, worker: string, init: RequestInit = {}) =>
    fetch(`${url}/admin/drain?worker=${worker}`, { method: 'POST', ...init })

  test('drains a worker, and takes it back', async () => {
    const running = await frontOf([await startWorker('w1'), await startWorker('w2')])
    expect(await (await drain(running.url, 'w1')).json()).toMatchObject({ state: 'draining' })
    const responses = await Promise.all([1, 2, 3].map(async () => (await post(running)).text()))
    expect(responses).toEqual(['w2', 'w2', 'w2'])
    const response = await fetch(`${running.url}/admin/undrain?worker=w1`, { method: 'POST' })
    expect(await response.json()).toMatchObject({ worker: 'w1', state: 'ready' })
  })

  test('responds before the requests in flight have ended', async () => {
    const running = await frontOf([await startWorker('w1', { response: silence })])
    const stop = new AbortController()
    const waiting = post(running, { signal: stop.signal }).catch(() => 'gone')
    await until(() => running.balancer.stats().inFlight === 1)
    expect(await (await drain(running.url, 'w1')).json()).toMatchObject({ inFlight: 1 })
    stop.abort()
    await waiting
  })

  test('lists the workers', async () => {
    const { url } = await frontOf([await startWorker('w1')])
    const response = await drain(url, 'w7')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: { code: 'unknown_worker', message: expect.stringContaining('one of w1') },
    })
  })

  test('refuses web pages, which could be of any origin', async () => {
    const { url, balancer } = await frontOf([await startWorker('w1')])
    const response = await drain(url, 'w1', { headers: { origin: 'http://elsewhere.example' } })
    expect(response.status).toBe(403)
    expect(balancer.stats().workers[0]?.state).toBe('ready')
  })

  test('is not accessible to everyone in the network', async () => {
    const balancer = balance([await startWorker('w1')])
    const { port } = await front(balancer, { host: '0.0.0.0' })
    expect((await drain(`http://127.0.0.1:${port}`, 'w1')).status).toBe(403)
  })

  test('is accessible with the key', async () => {
    const balancer = balance([await startWorker('w1')])
    const { port } = await front(balancer, { host: '0.0.0.0', apiKey: key })
    const headers = { authorization: `Bearer ${key}` }
    expect((await drain(`http://127.0.0.1:${port}`, 'w1', { headers })).status).toBe(200)
  })
})

test('a wrong method gets an error that lists the allowed methods', async () => {
  const { url } = await frontOf([await startWorker('w1')])
  const response = await fetch(`${url}/status`, { method: 'POST' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})
