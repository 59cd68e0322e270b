import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { until } from '../balancers.ts'
import { silence, startWorker } from '../workers.ts'
import { frontOf, post, RawClient } from './fronts.ts'

const asking = ['POST /v1/x HTTP/1.1', 'host: localhost', 'content-length: 2', '', 'ab']

describe('a caller that disconnects', () => {
  test('in the middle of a stream frees the slot', async () => {
    const worker = await startWorker('w1', {
      response: (response) => response.writeHead(200).write('data: 1\n\n'),
    })
    const front = await frontOf([worker])
    const client = new RawClient(front)
    client.send(...asking)
    await until(() => client.received.includes('data: 1'))
    client.socket.destroy()
    await until(() => worker.inFlight === 0)
    expect(front.balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { aborted: 1 } })
  })

  test('before there is a response frees the slot', async () => {
    const worker = await startWorker('w1', { response: silence })
    const front = await frontOf([worker])
    const client = new RawClient(front)
    client.send(...asking)
    await until(() => worker.seen.length === 1)
    client.socket.destroy()
    await until(() => worker.inFlight === 0)
    expect(front.balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { aborted: 1 } })
  })

  test('leaves the queue', async () => {
    const worker = await startWorker('w1', {
      response: silence,
      changes: { maxConcurrentRequests: 1 },
    })
    const front = await frontOf([worker])
    const clients = [new RawClient(front), new RawClient(front)]
    for (const client of clients) client.send(...asking)
    await until(() => front.balancer.stats().queued === 1)
    for (const client of clients) client.socket.destroy()
    await until(() => front.balancer.stats().queued === 0)
    await until(() => front.balancer.stats().outcomes.aborted === 2)
    expect(worker.seen).toHaveLength(1)
  })

  test('frees the slots of all requests that it sent without waiting for responses', async () => {
    const worker = await startWorker('w1', { response: silence })
    const front = await frontOf([worker])
    const client = new RawClient(front)
    client.send(...asking)
    client.send(...asking)
    await until(() => worker.seen.length === 2)
    client.socket.destroy()
    await until(() => worker.inFlight === 0)
    expect(front.balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { aborted: 2 } })
    expect(await front.close({ drainTimeoutMs: 100 })).toBe(0)
  })

  test('in the middle of its request is never forwarded', async () => {
    const worker = await startWorker('w1')
    const front = await frontOf([worker])
    const client = new RawClient(front)
    client.send('POST /v1/x HTTP/1.1', 'host: localhost', 'content-length: 100', '', 'only a part')
    await until(() => client.socket.bytesWritten > 0)
    client.socket.destroy()
    expect(await (await post(front)).text()).toBe('w1')
    expect(front.balancer.stats().requests).toBe(1)
  })
})

describe('a caller that reads slowly', () => {
  test('slows the worker down, and gets the complete response', async () => {
    const total = 64 * 1024 * 1024
    let sent = 0
    const worker = await startWorker('w1', {
      response: (response) => {
        response.writeHead(200)
        const chunk = Buffer.alloc(64 * 1024, 'x')
        pour(
          response,
          () => (sent < total ? chunk : undefined),
          () => {
            sent += chunk.length
          },
        )
      },
    })
    const response = await post(await frontOf([worker]))
    const reader = response.body?.getReader()
    // It stalls once all buffers in between are full.
    let before = -1
    while (before !== sent || sent === 0) {
      before = sent
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect(sent).toBeLessThan(total / 2)
    let received = 0
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done || !value) break
      received += value.length
    }
    expect(received).toBe(total)
  })
})

/** Writes as fast as it is read. */
function pour(response: ServerResponse, next: () => Buffer | undefined, wrote: () => void): void {
  for (;;) {
    const chunk = next()
    if (!chunk) {
      response.end()
      return
    }
    wrote()
    if (response.write(chunk)) continue
    response.once('drain', () => pour(response, next, wrote))
    return
  }
}
