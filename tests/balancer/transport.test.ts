import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Certificate, makeCertificate } from '../hosts/certificate.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { ask, balance, codeOf, defaults, eventsOf, until } from './balancers.ts'
import { type Responder, startWorker, type TestWorkerOptions, workerAt } from './workers.ts'

describeWith(hasTool('openssl') ? [] : ['openssl'], 'a worker that speaks HTTPS', () => {
  let certificate: Certificate
  let options: TestWorkerOptions
  beforeAll(async () => {
    certificate = await makeCertificate()
    const trust = { verify: true, caFile: certificate.certFile, serverName: 'worker.test' }
    options = { tls: certificate, changes: { tls: trust } }
  })
  afterAll(() => certificate[Symbol.asyncDispose]())

  test('is trusted by the authority of the cluster file', async () => {
    const balancer = balance([await startWorker('w1', options)])
    expect((await ask(balancer)).text).toBe('w1')
  })

  test('is not trusted without it', async () => {
    const tls = { verify: true, serverName: 'worker.test' }
    const balancer = balance([await startWorker('w1', { ...options, changes: { tls } })])
    expect(await codeOf(ask(balancer))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(balancer.stats().outcomes.refused).toBe(1)
  })

  test('is reported at once to have a certificate for another name, by requests and by probes', async () => {
    const tls = { verify: true, caFile: certificate.certFile, serverName: 'other.test' }
    const worker = await startWorker('w1', { ...options, changes: { tls } })
    const health = { ...defaults.health, intervalMs: 20, failures: 3 }
    const balancer = balance([worker], { health, retries: 0, queueTimeoutMs: 2_000 })
    const events = eventsOf(balancer)
    await balancer.warmUp()
    expect(await codeOf(ask(balancer))).toBe('TLS_NAME_MISMATCH')
    await until(() => events.some(({ type }) => type === 'last_worker_kept'))
    const kept = events.find(({ type }) => type === 'last_worker_kept')
    expect(kept).toMatchObject({ reason: expect.stringContaining('TLS_NAME_MISMATCH') })
  })

  test('need not be trusted', async () => {
    const changes = { tls: { verify: false } }
    const balancer = balance([await startWorker('w1', { ...options, changes })])
    expect((await ask(balancer)).text).toBe('w1')
  })

  test('is probed over HTTPS as well', async () => {
    const worker = await startWorker('w1', options)
    const health = { intervalMs: 20 }
    balance([worker], { health })
    await until(() => worker.seen.length > 1)
    expect(worker.seen[0]).toMatchObject({ method: 'GET', path: '/v1/models' })
  })

  test('cannot be joined without its file', async () => {
    const balancer = balance([await startWorker('w1', options)])
    const tls = { verify: true, caFile: join(certificate.folder, 'none.pem') }
    expect(() => balancer.addWorker(workerAt('w2', 1, { tls }))).toThrow(/none\.pem/)
    expect(balancer.stats().workers).toHaveLength(1)
  })
})

test('a worker may have an IPv6 address', async () => {
  const balancer = balance([await startWorker('w1', { host: '::1' })])
  expect((await ask(balancer)).text).toBe('w1')
  expect(balancer.stats().workers[0]?.address).toMatch(/^\[::1\]:\d+$/)
})

describe('connections', () => {
  const slowly: Responder = async (response) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    response.end('x')
  }

  async function load(slots: number, requests: number) {
    const worker = await startWorker('w1', {
      response: slowly,
      changes: { maxConcurrentRequests: slots },
    })
    const connections = new Set<object>()
    const busy = new Set<object>()
    let pipelined = 0
    worker.server.on('connection', (socket) => connections.add(socket))
    worker.server.on('request', ({ socket }, response) => {
      if (busy.has(socket)) pipelined += 1
      busy.add(socket)
      response.on('finish', () => busy.delete(socket))
    })
    const balancer = balance([worker])
    await Promise.all(Array.from({ length: requests }, () => ask(balancer)))
    return { worker, balancer, opened: connections.size, pipelined }
  }

  test('are kept and reused, one request after the other', async () => {
    const { opened, pipelined, worker } = await load(3, 60)
    expect([opened, pipelined, worker.maxInFlight]).toEqual([3, 0, 3])
  })

  test('are opened as needed, and the one used last is reused first', async () => {
    const { opened, balancer, worker } = await load(8, 1)
    for (let index = 0; index < 10; index++) await ask(balancer)
    expect([opened, worker.seen.length]).toEqual([1, 11])
  })

  test('can be opened before they are needed', async () => {
    const worker = await startWorker('w1')
    let opened = 0
    worker.server.on('connection', () => (opened += 1))
    const balancer = balance([worker])
    await ask(balancer)
    await balancer.warmUp()
    expect(opened).toBe(4)
    await Promise.all([1, 2, 3, 4].map(() => ask(balancer)))
    expect([opened, balancer.stats().requests]).toEqual([4, 5])
  })

  test('that the worker has closed meanwhile are opened again', async () => {
    const worker = await startWorker('w1')
    const balancer = balance([worker])
    await ask(balancer)
    worker.server.closeAllConnections()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await ask(balancer)).text).toBe('w1')
  })
})
