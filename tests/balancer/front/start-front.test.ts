import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { balance, until } from '../balancers.ts'
import { silence, startWorker } from '../workers.ts'
import { front, frontOf, post } from './fronts.ts'

describe('a front that closes', () => {
  test('waits for the requests in flight, and accepts no new ones', async () => {
    const under: ServerResponse[] = []
    const worker = await startWorker('w1', { response: (response) => under.push(response) })
    const running = await frontOf([worker])
    const received = post(running)
    await until(() => worker.seen.length === 1)
    const closed = running.close({ drainTimeoutMs: 10_000 })
    const refused = await post(running)
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ error: { code: 'BALANCER_CLOSED' } })
    const health = await fetch(`${running.url}/health`)
    expect([health.status, await health.json()]).toEqual([
      503,
      expect.objectContaining({ status: 'draining' }),
    ])
    under[0]?.end('done')
    expect(await (await received).text()).toBe('done')
    expect(await closed).toBe(0)
    await expect(post(running)).rejects.toThrow('fetch failed')
  })

  test('cuts off requests that do not end in time, and frees their slots', async () => {
    const worker = await startWorker('w1', { response: silence })
    const running = await frontOf([worker])
    const received = post(running).catch(() => 'cut off')
    await until(() => worker.seen.length === 1)
    expect(await running.close({ drainTimeoutMs: 20 })).toBe(1)
    expect(await received).toBe('cut off')
    await until(() => worker.inFlight === 0)
    expect(running.balancer.stats().outcomes.aborted).toBe(1)
  })

  test('does not close the balancer, which its creator owns', async () => {
    const running = await frontOf([await startWorker('w1')])
    await running.close()
    const again = await front(running.balancer)
    expect(await (await post(again)).text()).toBe('w1')
  })
})

describe('the address of a front', () => {
  test('that is in use is an error with its code', async () => {
    const balancer = balance([await startWorker('w1')])
    const { port } = await front(balancer)
    await expect(front(balancer, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('may be an IPv6 address', async () => {
    const running = await front(balance([await startWorker('w1')]), { host: '::1' })
    expect(running.url).toBe(`http://[::1]:${running.port}`)
    expect((await fetch(`${running.url}/health`)).status).toBe(200)
  })
})
