import type { ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Balancer } from '../../lib/balancer/balancer.ts'
import { DirectClient } from '../../lib/load/direct-client.ts'
import { closed } from '../../lib/load/drivers/closed.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { type Responder, startWorker, type TestWorker } from '../balancer/workers.ts'
import { type Certificate, makeCertificate } from '../hosts/certificate.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'

/** Responds to the first request of each connection, and handles the second as given. */
function onlyFirst(then: (response: ServerResponse) => unknown): Responder {
  const known = new WeakSet<object>()
  return (response) => {
    const { socket } = response
    if (!socket) return
    if (known.has(socket)) return then(response)
    known.add(socket)
    response.setHeader('content-type', 'application/json')
    response.end('{"choices":[{"message":{"content":"Four."},"finish_reason":"stop"}]}')
  }
}

const ways: [string, (response: ServerResponse) => unknown][] = [
  ['closes', ({ socket }) => socket?.end()],
  ['resets', ({ socket }) => socket?.destroy()],
]

const paths: [string, (worker: TestWorker) => Dispatcher & AsyncDisposable][] = [
  ['directly', ({ worker }) => new DirectClient(worker) as never],
  [
    'through the balancer',
    ({ worker }) => {
      const balancer = new Balancer({ workers: [worker], health: { intervalMs: 0 }, retries: 0 })
      return Object.assign(balancer, { [Symbol.asyncDispose]: () => balancer.destroy() }) as never
    },
  ],
]

const requests = 6
const load = async (dispatcher: Pick<Dispatcher, 'dispatch'>) =>
  runLoad({
    dispatcher,
    workload: await openWorkload('short-chat'),
    driver: closed({ requests, concurrency: 1 }),
    signal: new AbortController().signal,
  })

const start = (received: Responder, certificate?: Certificate) => {
  const tls = { verify: true, caFile: certificate?.certFile ?? '', serverName: 'worker.test' }
  return startWorker(
    'w1',
    certificate
      ? { response: received, tls: certificate, changes: { tls } }
      : { response: received },
  )
}

describe.each(paths)('requests that are sent %s', (_, open) => {
  staleConnections(open, () => undefined)

  describeWith(hasTool('openssl') ? [] : ['openssl'], 'over TLS', () => {
    let certificate: Certificate
    beforeAll(async () => {
      certificate = await makeCertificate()
    })
    afterAll(() => certificate[Symbol.asyncDispose]())
    staleConnections(open, () => certificate)
  })
})

function staleConnections(
  open: (worker: TestWorker) => Dispatcher & AsyncDisposable,
  certificate: () => Certificate | undefined,
): void {
  test.each(ways)(
    'use a fresh connection if the worker %s an idle one under them',
    async (_, then) => {
      const worker = await start(onlyFirst(then), certificate())
      await using dispatcher = open(worker)
      const { total, retries } = await load(dispatcher)
      expect(total).toMatchObject({ ended: requests, ok: requests, faults: {} })
      expect(retries).toBe(0)
      // Every request but the first was sent twice, with its body.
      expect(worker.seen).toHaveLength(2 * requests - 1)
      const bodies = worker.seen.map(({ body }) => body.toString())
      expect(new Set(bodies).size).toBe(requests)
      expect(JSON.parse(bodies.at(-1) ?? '')).toHaveProperty('messages')
    },
  )

  test('fail if a byte of the response has arrived', async () => {
    const cut: Responder = onlyFirst(({ socket }) => {
      socket?.write('HTTP/1.1 2')
      setTimeout(() => socket?.destroy(), 20)
    })
    const worker = await start(cut, certificate())
    await using dispatcher = open(worker)
    const { total } = await load(dispatcher)
    expect(total.ended).toBe(requests)
    expect(total.ok).toBe(requests / 2)
    expect(worker.seen).toHaveLength(requests)
  })

  test('are resent once at most', async () => {
    const after = { first: true }
    const worker = await start((response) => {
      if (!after.first) return response.socket?.destroy()
      after.first = false
      return onlyFirst(() => undefined)(response, {} as never, {} as never)
    }, certificate())
    await using dispatcher = open(worker)
    const { total } = await load(dispatcher)
    expect(total).toMatchObject({ ended: requests, ok: 1 })
    // The second went over the idle connection and a fresh one, the others over fresh ones.
    expect(worker.seen).toHaveLength(requests + 1)
  })
}
