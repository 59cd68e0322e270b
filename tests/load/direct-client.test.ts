import { expect, test } from 'vitest'
import { DirectClient } from '../../lib/load/direct-client.ts'
import { startWorker } from '../balancer/workers.ts'
import { makeCertificate } from '../hosts/certificate.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { ask } from '../wire/reported.ts'

test('a direct client sends a worker its path, its key and its model', async () => {
  const changes = { basePath: '/llm', apiKey: { template: `\${LLM_KEY}` }, model: 'tiny' }
  const { worker, seen } = await startWorker('w1', { changes })
  await using client = new DirectClient(worker, { LLM_KEY: 'secret' })
  const headers = { 'content-type': 'application/json' }
  for (const prompt of ['first', 'second']) {
    const body = JSON.stringify({ prompt })
    expect(await ask(client, { headers, body })).toMatchObject({ status: 200, body: 'w1' })
  }
  expect(seen.map(({ path, body }) => [path, JSON.parse(body.toString())])).toEqual([
    ['/llm/v1/chat/completions', { prompt: 'first', model: 'tiny' }],
    ['/llm/v1/chat/completions', { prompt: 'second', model: 'tiny' }],
  ])
  expect(seen[0]?.headers).toMatchObject({ ...headers, authorization: 'Bearer secret' })
})

test('a direct client sends a worker the headers of the cluster file', async () => {
  const changes = { headers: { 'x-tenant': { template: 'group ${CLUSTERGATE_TENANT}' } } }
  const { worker, seen } = await startWorker('w1', { changes })
  await using client = new DirectClient(worker, { CLUSTERGATE_TENANT: 'acme' })
  await ask(client, { body: '{}' })
  expect(seen[0]?.headers['x-tenant']).toBe('group acme')
})

test('a direct client sends a request unchanged that the worker would refuse', async () => {
  const { worker, seen } = await startWorker('w1', { changes: { model: 'tiny' } })
  await using client = new DirectClient(worker)
  const body = '{"model":"tiny","temperature":-1}'
  await ask(client, { body })
  expect(seen[0]?.body.toString()).toBe(body)
})

test('a direct client has no slots', async () => {
  const waiting: (() => void)[] = []
  const worker = await startWorker('w1', {
    changes: { maxConcurrentRequests: 1 },
    response: (response) => {
      waiting.push(() => response.end('x'))
      if (waiting.length === 5) for (const received of waiting) received()
    },
  })
  await using client = new DirectClient(worker.worker)
  const responses = await Promise.all(Array.from({ length: 5 }, () => ask(client)))
  expect(responses.map(({ body }) => body)).toEqual(Array(5).fill('x'))
  expect(worker.maxInFlight).toBe(5)
})

test('a direct client reports an unset key at once', () => {
  const worker = { id: 'w1', host: '127.0.0.1', port: 1, type: 'openai' } as const
  const rest = { maxConcurrentRequests: 1, tags: [], basePath: '' }
  const apiKey = { template: `\${LLM_KEY}` }
  expect(() => new DirectClient({ ...worker, ...rest, apiKey }, {})).toThrow(/LLM_KEY/)
})

describeWith(hasTool('openssl') ? [] : ['openssl'], 'a worker that speaks HTTPS', () => {
  test('is trusted by the authority of the cluster file alone', async () => {
    await using certificate = await makeCertificate()
    const trust = { verify: true, caFile: certificate.certFile, serverName: 'worker.test' }
    const { worker } = await startWorker('w1', { tls: certificate, changes: { tls: trust } })
    await using trusting = new DirectClient(worker)
    expect(await ask(trusting, { body: '{}' })).toMatchObject({ status: 200, body: 'w1' })
    const untrusted = { ...worker, tls: { verify: true, serverName: 'worker.test' } }
    await using wary = new DirectClient(untrusted)
    expect((await ask(wary, { body: '{}' })).error).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  })
})
