import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { connectTcp } from '../../lib/probes/tcp.ts'
import { askChat, chat, codeOf, post, runWorker } from './running-worker.ts'

describe('a simulated worker', () => {
  test('lists its model as OpenAI does', async () => {
    const { base } = await runWorker()
    expect(await (await fetch(`${base}/v1/models`)).json()).toMatchObject({
      object: 'list',
      data: [{ id: 'tiny', object: 'model' }],
    })
  })

  test('responds to a chat with as many tokens as requested, and its name', async () => {
    const { base } = await runWorker()
    const response = await askChat(base, { max_tokens: 4 })
    expect(response.headers.get('x-clustergate-worker')).toBe('w1')
    const body = (await response.json()) as { choices: { message: { content: string } }[] }
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'tiny',
      usage: { completion_tokens: 4 },
    })
    expect(body.choices[0]?.message.content.split(' ')).toHaveLength(4)
  })

  test('supports completions and embeddings', async () => {
    const { base } = await runWorker()
    const prompt = { model: 'tiny', prompt: 'x', max_tokens: 1 }
    expect(await (await post(`${base}/v1/completions`, prompt)).json()).toMatchObject({
      object: 'text_completion',
      choices: [{ text: expect.any(String) }],
    })
    const embedding = await post(`${base}/v1/embeddings`, { model: 'tiny', input: ['a', 'b'] })
    expect(await embedding.json()).toMatchObject({ data: [{ index: 0 }, { index: 1 }] })
  })

  test('accepts the further fields that real clients send', async () => {
    const { base } = await runWorker()
    const { status } = await askChat(base, {
      temperature: 0.7,
      top_p: 1,
      stop: ['x'],
      n: 1,
      tools: [],
      user: 'u',
      seed: 3,
      max_tokens: null,
      max_completion_tokens: 2,
      response_format: { type: 'text' },
    })
    expect(status).toBe(200)
  })

  test.each([
    ['a body that is not valid JSON', 'POST', '/v1/chat/completions', '{', 400],
    ['no messages', 'POST', '/v1/chat/completions', { model: 'tiny' }, 400],
    ['no tokens', 'POST', '/v1/chat/completions', { ...chat, max_tokens: 0 }, 400],
    ['two responses at once', 'POST', '/v1/chat/completions', { ...chat, n: 2 }, 400],
    ['an unknown model', 'POST', '/v1/chat/completions', { ...chat, model: 'huge' }, 404],
    ['an unknown path', 'POST', '/v1/nothing', {}, 404],
    ['a wrong method', 'DELETE', '/v1/models', undefined, 405],
  ])('refuses %s in the format of OpenAI', async (_, method, path, body, status) => {
    const { base } = await runWorker()
    const response = await post(base + path, body, { method })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({
      error: { message: expect.any(String), type: 'invalid_request_error' },
    })
  })

  test('requires its key', async () => {
    const { base } = await runWorker({}, { apiKey: 'sk-1' })
    const headers = { authorization: 'Bearer sk-1' }
    expect((await fetch(`${base}/v1/models`)).status).toBe(401)
    expect((await askChat(base)).status).toBe(401)
    expect((await fetch(`${base}/v1/models`, { headers })).status).toBe(200)
    expect((await askChat(base, {}, { headers })).status).toBe(200)
  })

  test('responds under its base path only', async () => {
    const { base } = await runWorker({}, { basePath: '/llm' })
    expect((await askChat(`${base}/llm`)).status).toBe(200)
    expect((await askChat(base)).status).toBe(404)
    expect((await fetch(`${base}/llm/__simulator/state`)).status).toBe(200)
  })

  test('never serves more than its slots, and serves all of many requests', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 5 })
    const responses = await Promise.all(Array.from({ length: 30 }, () => askChat(base)))
    expect(responses.every(({ status }) => status === 200)).toBe(true)
    expect(worker.state()).toMatchObject({ inFlight: 0, maxInFlight: 2, queued: 0, served: 30 })
  })

  test('has its real number of slots, not the claimed one', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 5, slots: 1 })
    await Promise.all(Array.from({ length: 5 }, () => askChat(base)))
    expect(worker.state()).toMatchObject({ slots: 1, maxInFlight: 1, served: 5 })
  })

  test('returns 503 beyond the limit of its queue, with Retry-After', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 300, slots: 1, maxQueue: 2 })
    const responses = await Promise.all(Array.from({ length: 5 }, () => askChat(base)))
    const refused = responses.filter(({ status }) => status === 503)
    expect(refused).toHaveLength(2)
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
    expect(worker.state()).toMatchObject({ served: 3, rejected: 2, maxQueued: 2 })
  })

  test('returns its models and its state while all slots are in use', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 30_000, slots: 1 })
    const caller = new AbortController()
    const pending = codeOf(askChat(base, {}, { signal: caller.signal }))
    await expect.poll(() => worker.state().inFlight).toBe(1)
    expect((await fetch(`${base}/v1/models`)).status).toBe(200)
    caller.abort()
    await pending
  })

  test('frees slot and queue when a caller disconnects', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 30_000, slots: 1 })
    const callers = [new AbortController(), new AbortController(), new AbortController()]
    const pending = callers.map(({ signal }) => codeOf(askChat(base, {}, { signal })))
    await expect.poll(() => worker.state()).toMatchObject({ inFlight: 1, queued: 2 })
    for (const caller of callers) caller.abort()
    await Promise.all(pending)
    await expect
      .poll(() => worker.state())
      .toMatchObject({ inFlight: 0, queued: 0, aborted: 3, served: 0 })
  })

  test('reports how long a request has waited', async () => {
    const { base } = await runWorker({ timeToFirstTokenMs: 100, slots: 1 })
    const responses = await Promise.all([askChat(base), askChat(base)])
    const waited = responses.map(({ headers }) => Number(headers.get('x-clustergate-queue-ms')))
    expect(Math.max(...waited)).toBeGreaterThan(50)
    expect(Math.min(...waited)).toBeLessThan(50)
  })

  test('is gone when it is closed, with a request in flight', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 30_000 })
    const pending = codeOf(askChat(base))
    await expect.poll(() => worker.state().inFlight).toBe(1)
    await worker.close()
    expect(await pending).not.toBe('answered')
    const signal = new AbortController().signal
    expect(
      await connectTcp({ host: '127.0.0.1', port: worker.port, timeoutMs: 1_000, signal }),
    ).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    expect(base).toContain(String(worker.port))
  })

  test('refuses an endless body', async () => {
    const { base } = await runWorker()
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
