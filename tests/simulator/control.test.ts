import { afterEach, describe, expect, test } from 'vitest'
import type { Fault, Worker } from '../../lib/cluster/cluster.ts'
import {
  type SimulatedCluster,
  type SimulatedClusterOptions,
  startSimulatedCluster,
} from '../../lib/simulator/simulated-cluster.ts'
import { askChat, codeOf, instant, runWorker } from './running-worker.ts'

const put = (url: string, fault: object | string) =>
  fetch(url, { method: 'PUT', body: typeof fault === 'string' ? fault : JSON.stringify(fault) })
const messageOf = async (response: Response) =>
  ((await response.json()) as { error: { message: string } }).error.message

describe('the control API of a simulated worker', () => {
  test('returns its state', async () => {
    const { worker, base } = await runWorker()
    await askChat(base)
    const state = await (await fetch(`${base}/__simulator/state`)).json()
    const { inFlight, maxInFlight, maxQueued, meanServiceMs, startedAtMs, ...rest } = worker.state()
    expect(state).toEqual({
      ...rest,
      in_flight: inFlight,
      max_in_flight: maxInFlight,
      max_queued: maxQueued,
      mean_service_ms: meanServiceMs,
      started_at_ms: startedAtMs,
    })
  })

  test('starts a fault, and ends it', async () => {
    const { base } = await runWorker()
    const url = `${base}/__simulator/fault`
    const response = await put(url, { kind: 'slow', factor: 2, for: '10s', probability: '50%' })
    expect(await response.json()).toMatchObject({
      faults: [{ kind: 'slow', factor: 2, for: '10000ms', probability: 0.5 }],
    })
    const ended = await fetch(url, { method: 'DELETE' })
    expect(await ended.json()).toMatchObject({ faults: [] })
  })

  test('works while its fault affects all requests', async () => {
    const { base } = await runWorker({}, { apiKey: 'sk-1' })
    await put(`${base}/__simulator/fault`, { kind: 'hang' })
    await fetch(`${base}/__simulator/fault`, { method: 'DELETE' })
    expect((await fetch(`${base}/v1/models`)).status).toBe(401)
  })

  test.each([
    ['an unknown kind', { kind: 'slo' }, /`kind` is text "slo"[\s\S]*did you mean `slow`/],
    [
      'an unknown key',
      { kind: 'slow', facto: 2 },
      /unknown key `facto`[\s\S]*did you mean `factor`/,
    ],
    ['a time without a unit', { kind: 'hang', for: 5 }, /`for` is 5[\s\S]*a duration above zero/],
    ['a missing kind', {}, /`kind` is missing/],
    ['invalid JSON', '{', /./],
  ])('refuses %s with a clear message', async (_, fault, message) => {
    const { base } = await runWorker()
    const response = await put(`${base}/__simulator/fault`, fault)
    expect(response.status).toBe(400)
    expect(await messageOf(response)).toMatch(message)
  })

  test('kills the worker for a time, after the response', async () => {
    const { worker, base } = await runWorker()
    const response = await put(`${base}/__simulator/fault`, { kind: 'death', for: '300ms' })
    expect(response.status).toBe(202)
    await expect.poll(() => worker.state().status).toBe('dead')
    expect(await codeOf(askChat(base))).toBe('ECONNREFUSED')
    await expect.poll(() => worker.state().status).toBe('up')
    expect((await askChat(base)).status).toBe(200)
  })

  test('refuses to kill the worker forever on a port that could not revive it', async () => {
    const { base } = await runWorker()
    const response = await put(`${base}/__simulator/fault`, { kind: 'death' })
    expect(response.status).toBe(400)
    expect(await messageOf(response)).toMatch(/needs `for`/)
  })

  test('returns its requests, and clears them', async () => {
    const { base } = await runWorker({ record: true })
    await askChat(base)
    const requests = await (await fetch(`${base}/__simulator/requests`)).json()
    expect(requests).toMatchObject({ requests: [{ index: 0, outcome: 'served' }] })
    await fetch(`${base}/__simulator/reset`, { method: 'POST' })
    expect(await (await fetch(`${base}/__simulator/requests`)).json()).toEqual({ requests: [] })
  })

  test('lists the endpoints for an unknown one', async () => {
    const { base } = await runWorker()
    const unknown = await fetch(`${base}/__simulator/stat`)
    expect(unknown.status).toBe(404)
    expect(await messageOf(unknown)).toMatch(/state, requests, reset, fault/)
    const wrong = await fetch(`${base}/__simulator/state`, { method: 'POST' })
    expect(wrong.headers.get('allow')).toBe('GET')
  })
})

describe('the control server of a cluster', () => {
  let cluster: SimulatedCluster | undefined
  afterEach(() => cluster?.close())

  const worker = (id: string): Worker => ({
    id,
    host: '127.0.0.1',
    port: 0,
    type: 'simulated',
    model: 'tiny',
    tags: [],
    maxConcurrentRequests: 2,
    basePath: '',
    simulate: instant,
  })
  const start = async (options: SimulatedClusterOptions = {}) => {
    cluster = await startSimulatedCluster([worker('a'), worker('b/c')], {
      control: true,
      ...options,
    })
    return cluster.controlUrl
  }
  const stateOf = async (url: string) => (await fetch(url)).json()

  test('exists only if configured', async () => {
    cluster = await startSimulatedCluster([worker('a')])
    expect(cluster.controlUrl).toBeUndefined()
  })

  test('returns the states of all workers', async () => {
    const url = await start()
    expect(await stateOf(`${url}/workers`)).toMatchObject({
      workers: [
        { id: 'a', status: 'up' },
        { id: 'b/c', status: 'up' },
      ],
    })
  })

  test('kills a worker and revives it, and returns its state meanwhile', async () => {
    const url = await start()
    const dead = cluster?.workers[1] as Worker
    const fault = `${url}/workers/${encodeURIComponent(dead.id)}/fault`
    await put(fault, { kind: 'death' })
    const base = `http://${dead.host}:${dead.port}`
    expect(await codeOf(askChat(base))).toBe('ECONNREFUSED')
    expect(await stateOf(`${url}/workers/b%2Fc/state`)).toMatchObject({ status: 'dead' })
    expect(await stateOf(`${url}/workers/a/state`)).toMatchObject({ status: 'up' })
    await fetch(fault, { method: 'DELETE' })
    expect((await askChat(base)).status).toBe(200)
  })

  test('lists the workers for an unknown one', async () => {
    const response = await fetch(`${await start()}/workers/x/state`)
    expect(response.status).toBe(404)
    expect(await messageOf(response)).toBe('No simulated worker x; there are a, b/c')
  })

  test('reports each change of a fault', async () => {
    const changes: [string, readonly Fault['kind'][]][] = []
    const onFaultChange: SimulatedClusterOptions['onFaultChange'] = (id, active) =>
      changes.push([id, active.map(({ kind }) => kind)])
    const url = await start({ onFaultChange })
    await put(`${url}/workers/a/fault`, { kind: 'hang', for: '20ms' })
    await expect
      .poll(() => changes)
      .toEqual([
        ['a', ['hang']],
        ['a', []],
      ])
  })

  test('that cannot listen leaves no worker running', async () => {
    const first = await start()
    const port = Number(new URL(first ?? '').port)
    const again = startSimulatedCluster([worker('d')], { control: true, controlPort: port })
    await expect(again).rejects.toThrow(
      `the control server cannot listen on 127.0.0.1:${port}: the port is in use`,
    )
  })
})
