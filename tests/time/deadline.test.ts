import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { HealthProbe } from '../../lib/balancer/worker/health-probe.ts'
import { NetworkWatch } from '../../lib/checks/kit/network-watch.ts'
import { loadSignal } from '../../lib/checks/load-kit/load-signal.ts'
import { SimulatorControl } from '../../lib/checks/load-kit/simulator-control.ts'
import type { Cluster } from '../../lib/cluster/cluster.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { resolveName } from '../../lib/probes/dns.ts'
import { requestHttp } from '../../lib/probes/http.ts'
import { runCase } from '../../lib/runner/run-case.ts'
import { Deadline } from '../../lib/time/deadline.ts'
import { workerAt } from '../balancer/workers.ts'
import { whileCollecting } from './collect-garbage.ts'

const idle = new AbortController().signal

/** A server that accepts connections and stays silent. */
async function silentPort(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason)
    signal.addEventListener('abort', () => resolve(signal.reason))
  })
}

describe('a deadline', () => {
  test('aborts with a TimeoutError when its time is over', async () => {
    using deadline = new Deadline({ timeoutMs: 20 })
    expect(await aborted(deadline.signal)).toMatchObject({ name: 'TimeoutError' })
    expect(deadline.isOver).toBe(true)
  })

  test('aborts with the reason of the signal that it follows', async () => {
    const controller = new AbortController()
    using deadline = new Deadline({ timeoutMs: 60_000, signals: [idle, controller.signal] })
    controller.abort('enough')
    expect(await aborted(deadline.signal)).toBe('enough')
    expect(deadline.isOver).toBe(false)
  })

  test('is aborted from the start where a signal is', () => {
    using deadline = new Deadline({ timeoutMs: 60_000, signals: [AbortSignal.abort('before')] })
    expect(deadline.signal.reason).toBe('before')
  })

  test('aborts nothing once it has been ended', async () => {
    const controller = new AbortController()
    const deadline = new Deadline({ timeoutMs: 10, signals: [controller.signal] })
    deadline[Symbol.dispose]()
    controller.abort()
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(deadline.signal.aborted).toBe(false)
  })
})

/** Each of these waits for something that never comes: only its deadline ends it. */
describe('garbage collection does not remove the deadline', () => {
  afterEach(() => undefined)

  test('of a signal that nothing else references', async () => {
    const wait = () => aborted(new Deadline({ timeoutMs: 300 }).signal)
    expect(await whileCollecting(wait)).toMatchObject({ name: 'TimeoutError' })
  })

  test("of a health probe on a worker that doesn't respond", async () => {
    const worker = workerAt('w1', await silentPort())
    const settings = readBalancer()
    const health = { ...settings.health, intervalMs: 20, timeoutMs: 300 }
    const failed = await whileCollecting(
      () =>
        new Promise((resolve) => {
          const probe = new HealthProbe({
            worker,
            settings: { ...settings, health },
            headers: { values: {}, secrets: [] },
            requestsLoad: false,
            onResponse: () => resolve('answered'),
            onFailure: ({ reason }) => resolve(reason),
          })
          onTestFinished(() => probe.close())
        }),
    )
    expect(failed).toContain('no response within 300ms')
  })

  test.each(['A', 'lookup'] as const)('of the resolution of a name (%s)', async (recordType) => {
    const silent = createSocket('udp4')
    silent.bind(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const server = `127.0.0.1:${silent.address().port}`
    const timeoutMs = recordType === 'A' ? 300 : 1
    const name = recordType === 'A' ? 'name.invalid' : 'localhost'
    const result = await whileCollecting(() =>
      resolveName({ name, recordType, server, timeoutMs, signal: idle }),
    )
    if (recordType === 'A') expect(result).toMatchObject({ ok: false, failure: { kind: 'dns' } })
    else expect(result.ok || result.failure.kind === 'dns').toBe(true)
  })

  test('of one HTTP request', async () => {
    const url = `http://127.0.0.1:${await silentPort()}/`
    const result = await whileCollecting(() => requestHttp({ url, timeoutMs: 300, signal: idle }))
    expect(result).toMatchObject({ ok: false, failure: { kind: 'timed_out' } })
  })

  test('of a whole case, however long its check waits', async () => {
    const worker = workerAt('w1', await silentPort())
    const cluster: Cluster = { file: '/c.json', workers: [worker], allowCommands: false }
    const options = { path: '/', method: 'GET', timeout: '10m', max_body_bytes: 1024, headers: {} }
    const verdict = await whileCollecting(() =>
      runCase(
        {
          check: 'http',
          options,
          timeoutMs: 400,
          workerIds: ['w1'],
          expectations: [],
        } as unknown as Parameters<typeof runCase>[0],
        [worker],
        { cluster, signal: idle, secrets: [] },
      ),
    )
    expect(verdict.measurement?.notes).toContain("stopped by the test's timeout (400ms)")
  })

  test('of a simulator control that does not respond', async () => {
    const worker = workerAt('w1', 1, { type: 'simulated' })
    const simulatorUrl = `http://127.0.0.1:${await silentPort()}`
    const control = SimulatorControl.of(
      { file: '/c.json', workers: [worker], allowCommands: false, simulatorUrl },
      worker,
    )
    const error = whileCollecting(async () => control?.set({ kind: 'hang' }))
    await expect(error).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('of the signal of a load, which follows that of its case', async () => {
    const reason = await whileCollecting(() => {
      const outer = new Deadline({ timeoutMs: 300 })
      return aborted(loadSignal(outer.signal))
    })
    expect(reason).toMatchObject({ name: 'TimeoutError' })
  })

  test('of the network watch during a load', async () => {
    const controller = new AbortController()
    const worker = workerAt('w1', await silentPort())
    await whileCollecting(async () => {
      const watch = new NetworkWatch([worker], controller.signal)
      await vi.waitFor(() => expect(watch.connectMs([worker])).toBeGreaterThan(0), 10_000)
      await watch[Symbol.asyncDispose]()
    })
  })
})
