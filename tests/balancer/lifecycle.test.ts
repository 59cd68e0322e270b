import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { ask, balance, codeOf, until } from './balancers.ts'
import { type Responder, silence, startWorker } from './workers.ts'

const slowly: Responder = (response) => setTimeout(() => response.end('well'), 60)

describe('close', () => {
  test('waits for requests in flight and in the queue, and accepts no new ones', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const worker = await startWorker('w1', { response: slowly, changes })
    const balancer = balance([worker])
    const responses = Promise.all([ask(balancer), ask(balancer)])
    const closed = balancer.close()
    expect(await codeOf(ask(balancer))).toBe('BALANCER_CLOSED')
    await closed
    expect(balancer.stats().outcomes).toMatchObject({ ok: 2, rejected: 1 })
    await responses
  })

  test('closes every connection', async () => {
    const worker = await startWorker('w1')
    const balancer = balance([worker])
    await ask(balancer)
    await balancer.close()
    const connections = () =>
      new Promise<number>((resolve) => worker.server.getConnections((_, count) => resolve(count)))
    let open = await connections()
    for (let tries = 0; open > 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      open = await connections()
    }
    expect(open).toBe(0)
  })

  test('may be called twice, and with a callback', async () => {
    const balancer = balance([await startWorker('w1')])
    await ask(balancer)
    await Promise.all([balancer.close(), balancer.close()])
    await new Promise<void>((resolve) => balancer.close(resolve))
  })

  test('is called at the end of a scope by await using', async () => {
    const worker = await startWorker('w1', { response: slowly })
    let received: Promise<{ text: string }>
    {
      await using balancer = balance([worker])
      received = ask(balancer)
    }
    expect((await received).text).toBe('well')
  })
})

describe('destroy', () => {
  test('ends requests in flight and in the queue with the given error, each once', async () => {
    const changes = { maxConcurrentRequests: 1 }
    const worker = await startWorker('w1', { response: silence, changes })
    const balancer = balance([worker])
    const responses = [1, 2, 3].map(() => ask(balancer))
    await until(() => worker.seen.length === 1)
    const reason = new Error('the test is over')
    const destroyed = balancer.destroy(reason)
    for (const received of responses) await expect(received).rejects.toBe(reason)
    await destroyed
    const { outcomes, inFlight, queued } = balancer.stats()
    expect([outcomes.aborted, inFlight, queued]).toEqual([3, 0, 0])
  })

  test('ends a pending close', async () => {
    const balancer = balance([await startWorker('w1', { response: silence })])
    const received = codeOf(ask(balancer))
    const closed = balancer.close()
    await balancer.destroy()
    await closed
    expect(await received).toBe('BALANCER_CLOSED')
  })
})

describe('a process with a balancer', () => {
  // The build, which `npm test` makes before: Node 20 runs no TypeScript.
  const face = join(import.meta.dirname, '../../dist/lib/balancer.js')
  const run = (port: number, body: string) =>
    execa(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `
        import { Balancer } from ${JSON.stringify(face)}
        const worker = {
          id: 'w1', host: '127.0.0.1', port: ${port}, type: 'openai',
          maxConcurrentRequests: 2, tags: [], basePath: '',
        }
        const balancer = new Balancer({ workers: [worker], health: { intervalMs: 10, timeoutMs: 50 } })
        const ask = async () => (await balancer.fetch('http://cluster/v1/models')).text()
        ${body}
        `,
      ],
      { timeout: 20_000, reject: false },
    )

  test.each([
    ['ends after close', 'console.log(await ask()); await balancer.close()'],
    ['ends without close: neither probes nor idle connections keep it', 'console.log(await ask())'],
    [
      'ends after destroy in the middle of everything, without an unhandled rejection',
      `
      const asked = [1, 2, 3, 4, 5].map(() => ask().catch(() => 'failed'))
      await new Promise((resolve) => setTimeout(resolve, 20))
      await balancer.destroy()
      console.log((await Promise.all(asked)).at(-1))
      `,
    ],
  ])('%s', async (name, body) => {
    const received: Responder = name.includes('destroy')
      ? silence
      : (response) => response.end('well')
    const worker = await startWorker('w1', { response: received })
    const { exitCode, stdout, stderr, timedOut } = await run(worker.worker.port, body)
    expect({ exitCode, stdout, stderr, timedOut }).toEqual({
      exitCode: 0,
      stderr: '',
      timedOut: false,
      stdout: name.includes('destroy') ? 'failed' : 'well',
    })
  })
})
