import { describe, expect, test } from 'vitest'
import { Balancer } from '../../lib/balancer/balancer.ts'
import { type WorkerInput, workerOf } from '../../lib/cluster/worker-input.ts'
import { startSimulatedCluster } from '../../lib/simulator/simulated-cluster.ts'
import { startSimulatedWorker } from '../../lib/simulator/simulated-worker.ts'
import { UserError } from '../../lib/source/user-error.ts'

const address = { host: '127.0.0.1', port: 1234 }

describe('a worker as the input of a program', () => {
  test('has the defaults of the cluster file', () => {
    expect(workerOf(address)).toEqual({
      id: '127.0.0.1:1234',
      host: '127.0.0.1',
      port: 1234,
      type: 'openai',
      maxConcurrentRequests: 5,
      tags: [],
      basePath: '',
    })
  })

  test('may have plain strings for templates of secrets', () => {
    const given = { ...address, host: '[::1]', apiKey: '${KEY}', headers: { 'X-Team': 'a' } }
    expect(workerOf({ ...given, tls: true, basePath: 'llm/v1' })).toMatchObject({
      id: '[::1]:1234',
      host: '::1',
      apiKey: { template: '${KEY}' },
      headers: { 'x-team': { template: 'a' } },
      tls: { verify: true },
      basePath: '/llm',
    })
  })

  test('that is complete is unchanged, and undefined counts as absent', () => {
    const complete = workerOf({
      ...address,
      id: 'a',
      model: 'm',
      weight: 2,
      tls: { verify: false },
    })
    expect(workerOf(complete)).toEqual(complete)
    expect(workerOf({ ...address, model: undefined, tags: undefined })).toEqual(workerOf(address))
  })

  test('of the type simulated has a simulation', () => {
    const { simulate } = workerOf({ ...address, type: 'simulated', simulate: { seed: 7 } })
    expect(simulate).toMatchObject({ seed: 7, tokenTimeMs: 2, imitates: 'openai' })
  })

  test.each<[string, object, string]>([
    [
      'an option of the cluster file',
      { max_concurrent_requests: 5 },
      'did you mean `maxConcurrent',
    ],
    ['a URL as host', { host: 'http://127.0.0.1' }, '`host` is a URL'],
    ['no host', { host: undefined }, '`host` is neither an address nor a name'],
    ['no port', { port: 70_000 }, '`port` of a worker is 70000'],
    ['no slots', { maxConcurrentRequests: 0 }, '`maxConcurrentRequests` of a worker is 0'],
    ['a weight of nothing', { weight: 0 }, '`weight` of a worker is 0'],
    ['a number as text', { port: '1234' }, 'the option `port` of a worker is of type string'],
  ])('is refused with %s', (_, wrong, words) => {
    const give = () => workerOf({ ...address, ...wrong } as WorkerInput)
    expect(give).toThrow(UserError)
    expect(give).toThrow(words)
  })
})

describe('the shortest input of a program', () => {
  test('sends a request through a balancer to a simulated worker', async () => {
    await using worker = await startSimulatedWorker({ simulate: { timeToFirstTokenMs: 1 } })
    const { host, port } = worker
    await using balancer = new Balancer({ workers: [{ host, port }] })
    const response = await balancer.fetch('http://cluster/v1/models')
    expect(response.status).toBe(200)
    expect(balancer.workers.map(({ id }) => id)).toEqual([`127.0.0.1:${port}`])
  })

  test('starts a simulated cluster', async () => {
    const worker = { host: '127.0.0.1', port: 0, type: 'simulated' } as const
    await using cluster = await startSimulatedCluster([
      { ...worker, id: 'fast' },
      { ...worker, id: 'slow', simulate: { speed: 0.5 } },
    ])
    await using balancer = new Balancer({ workers: cluster.workers })
    const ids = balancer.stats().workers.map(({ id }) => id)
    expect(ids).toEqual(['fast', 'slow'])
  })

  test('suggests the type that was meant', () => {
    const workers = [{ ...address, type: 'lmstudio' }] as unknown as WorkerInput[]
    expect(() => new Balancer({ workers })).toThrow('did you mean `lm_studio`?')
  })
})
