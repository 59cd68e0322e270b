import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { SimulateOptions } from '../../lib/cluster/cluster.ts'
import { connectTcp } from '../../lib/probes/tcp.ts'
import { generationPlanner } from '../../lib/simulator/generation.ts'
import {
  type SimulatedWorker,
  type SimulatedWorkerOptions,
  startSimulatedWorker,
} from '../../lib/simulator/simulated-worker.ts'

const simulate: SimulateOptions = {
  timeToFirstTokenMs: 20,
  tokenTimeMs: 5,
  jitter: 0.1,
  seed: 7,
  imitates: 'lm_studio',
}
const running: SimulatedWorker[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.close()))
})

async function start(options: Partial<SimulatedWorkerOptions> = {}): Promise<string> {
  const worker = await startSimulatedWorker({
    id: 'w1',
    host: '127.0.0.1',
    port: 0,
    model: 'tiny',
    maxConcurrentRequests: 2,
    simulate,
    ...options,
  })
  running.push(worker)
  return `http://127.0.0.1:${worker.port}`
}

function post(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  })
}

const chat = { model: 'tiny', messages: [{ role: 'user', content: 'hello' }], max_tokens: 4 }

describe('a simulated worker', () => {
  test('lists its model as OpenAI does, and as LM Studio does with its state', async () => {
    const base = await start({ isLoaded: false })
    expect(await (await fetch(`${base}/v1/models`)).json()).toMatchObject({
      object: 'list',
      data: [{ id: 'tiny', object: 'model' }],
    })
    expect(await (await fetch(`${base}/api/v0/models`)).json()).toMatchObject({
      data: [{ id: 'tiny', state: 'not-loaded' }],
    })
  })

  test.each([
    ['ollama', '/api/ps', { models: [{ name: 'tiny' }] }],
    ['llama_cpp', '/health', { status: 'ok' }],
    ['vllm', '/version', { version: expect.any(String) }],
  ] as const)('imitates %s', async (imitates, path, expected) => {
    const base = await start({ simulate: { ...simulate, imitates } })
    expect(await (await fetch(base + path)).json()).toMatchObject(expected)
  })

  test('answers a chat with as many tokens as asked for', async () => {
    const base = await start()
    const response = await post(`${base}/v1/chat/completions`, chat)
    expect(response.headers.get('x-clustergate-worker')).toBe('w1')
    const body = (await response.json()) as { choices: { message: { content: string } }[] }
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'tiny',
      usage: { completion_tokens: 4 },
    })
    expect(body.choices[0]?.message.content.split(' ')).toHaveLength(4)
  })

  test('streams token by token and ends with [DONE]', async () => {
    const base = await start()
    const response = await post(`${base}/v1/chat/completions`, { ...chat, stream: true })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const chunks: string[] = []
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      chunks.push(Buffer.from(chunk).toString())
    const events = chunks.join('').trim().split('\n\n')
    expect(events).toHaveLength(5)
    expect(events.at(-1)).toBe('data: [DONE]')
    expect(JSON.parse(events[0]?.slice(6) ?? '')).toMatchObject({ object: 'chat.completion.chunk' })
    expect(chunks.length).toBeGreaterThan(1)
  })

  test('completes and embeds', async () => {
    const base = await start()
    const completion = await post(`${base}/v1/completions`, {
      model: 'tiny',
      prompt: 'x',
      max_tokens: 1,
    })
    expect(await completion.json()).toMatchObject({
      object: 'text_completion',
      choices: [{ text: expect.any(String) }],
    })
    const embedding = await post(`${base}/v1/embeddings`, { model: 'tiny', input: ['a', 'b'] })
    expect(await embedding.json()).toMatchObject({ data: [{ index: 0 }, { index: 1 }] })
  })

  test.each([
    ['a body that is no JSON', 'POST', '/v1/chat/completions', '{', 400],
    ['no messages', 'POST', '/v1/chat/completions', { model: 'tiny' }, 400],
    ['no tokens', 'POST', '/v1/chat/completions', { ...chat, max_tokens: 0 }, 400],
    ['an unknown model', 'POST', '/v1/chat/completions', { ...chat, model: 'huge' }, 404],
    ['an unknown path', 'POST', '/v1/nothing', {}, 404],
    ['a wrong method', 'DELETE', '/v1/models', undefined, 405],
  ])('refuses %s in the shape of OpenAI', async (_, method, path, body, status) => {
    const base = await start()
    const response = await fetch(base + path, {
      method,
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({
      error: { message: expect.any(String), type: 'invalid_request_error' },
    })
  })

  test('asks for its key', async () => {
    const base = await start({ apiKey: 'sk-1' })
    expect((await fetch(`${base}/v1/models`)).status).toBe(401)
    const headers = { authorization: 'Bearer sk-1' }
    expect((await fetch(`${base}/v1/models`, { headers })).status).toBe(200)
  })

  test('never serves more than its slots, and all of many', async () => {
    const base = await start()
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        post(`${base}/v1/chat/completions`, { ...chat, max_tokens: 1 }),
      ),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(running[0]?.state()).toEqual({ in_flight: 0, max_in_flight: 2, queued: 0 })
  })

  test('a caller that goes away leaves slot and queue', async () => {
    const base = await start({
      maxConcurrentRequests: 1,
      simulate: { ...simulate, timeToFirstTokenMs: 30_000 },
    })
    const callers = [new AbortController(), new AbortController()]
    const pending = callers.map(({ signal }) =>
      post(`${base}/v1/chat/completions`, chat, { signal }).catch(() => 'gone'),
    )
    await expect.poll(() => running[0]?.state()).toMatchObject({ in_flight: 1, queued: 1 })
    for (const caller of callers) caller.abort()
    await Promise.all(pending)
    await expect.poll(() => running[0]?.state()).toMatchObject({ in_flight: 0, queued: 0 })
  })

  test('is gone when it is closed, with a request under way', async () => {
    const base = await start({ simulate: { ...simulate, timeToFirstTokenMs: 30_000 } })
    const pending = post(`${base}/v1/chat/completions`, chat).catch(() => 'cut off')
    await expect.poll(() => running[0]?.state().in_flight).toBe(1)
    await running[0]?.close()
    expect(await pending).toBe('cut off')
    const { port } = new URL(base)
    const signal = new AbortController().signal
    expect(
      await connectTcp({ host: '127.0.0.1', port: Number(port), timeoutMs: 1_000, signal }),
    ).toMatchObject({ ok: false, failure: { kind: 'refused' } })
  })

  test('takes no body without end', async () => {
    const base = await start()
    const status = await new Promise((resolve) => {
      const sending = request(`${base}/v1/chat/completions`, { method: 'POST' }, (response) =>
        resolve(response.statusCode),
      )
      sending.on('error', () => resolve('cut off'))
      for (let part = 0; part < 12; part++) sending.write('x'.repeat(1024 * 1024))
      sending.end()
    })
    expect([413, 'cut off']).toContain(status)
  })
})

describe('the plan of service', () => {
  test('is the same for the same seed, and another for another', () => {
    const plan = (seed: number) => {
      const next = generationPlanner({ ...simulate, seed })
      return Array.from({ length: 5 }, () => next(3))
    }
    expect(plan(7)).toEqual(plan(7))
    expect(plan(7)).not.toEqual(plan(8))
  })

  test('stays within its jitter', () => {
    const next = generationPlanner(simulate)
    for (let index = 0; index < 1_000; index++) {
      const { firstTokenMs } = next(1)
      expect(Math.abs(firstTokenMs - 20)).toBeLessThanOrEqual(2.0001)
    }
  })
})
