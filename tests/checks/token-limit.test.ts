import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { Balancer } from '../../lib/balancer/balancer.ts'
import { type Asked, complete, runOn, startOpenAiWorker } from './openai-worker.ts'

/** Like OpenAI's reasoning models. */
function refusing(response: ServerResponse, asked: Asked): void {
  if (!('max_tokens' in asked)) {
    complete(response, { prompt_tokens: 9, completion_tokens: 2 })
    return
  }
  const message =
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
  response.writeHead(400, { 'content-type': 'application/json' })
  const error = { message, param: 'max_tokens', code: 'unsupported_parameter' }
  response.end(JSON.stringify({ error }))
}

const note = 'w1 refuses `max_tokens`: its requests have `max_completion_tokens` in its place'
const requests = 12

describe('a worker that refuses max_tokens', () => {
  test.each([
    ['load', { rate: '100/s', requests, warmup: 0 }],
    ['load', { rate: '100/s', requests, warmup: 0, direct: true }],
    ['load', { rate: '100/s', requests, warmup: 4, direct: true }],
    ['benchmark', { requests, concurrency: 2, repetitions: 1 }],
    ['latency', { requests }],
    ['batch', { tasks: requests }],
    ['balance', { requests, warmup: 4 }],
    ['affinity', { sessions: 3, requests_per_session: 4 }],
    ['slots', { rounds: 2, up_to: 2 }],
  ] as const)('loses no request of %s %j', async (kind, options) => {
    await using worker = await startOpenAiWorker(refusing)
    const { metrics, evidence, notes } = await runOn([worker.worker], kind, options)
    expect(evidence.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    const success = Object.entries(metrics).find(([key]) => key.startsWith('success_rate'))
    if (kind !== 'slots') expect(success?.[1]).toBe(100)
    expect(notes).toContain(note)
    const refused = worker.asked.filter((asked) => 'max_tokens' in asked)
    expect(refused.length).toBeGreaterThan(0)
    // Those that were in flight together before the first refusal: up to the slots, if there are any.
    if (!('direct' in options)) expect(refused.length).toBeLessThanOrEqual(2)
    expect(worker.asked.at(-1)).toHaveProperty('max_completion_tokens')
    const taken = worker.asked.filter((asked) => 'max_completion_tokens' in asked)
    expect(taken.length + refused.length).toBe(worker.asked.length)
  })

  test('that refuses both names is reported with its message', async () => {
    await using worker = await startOpenAiWorker((response) =>
      refusing(response, { max_tokens: 1 }),
    )
    for (const direct of [true, false]) {
      const options = { rate: '50/s', requests: 4, warmup: 0, direct }
      const { metrics, notes } = await runOn([worker.worker], 'load', options)
      expect(metrics).toMatchObject({ failed: 4, requests: 4 })
      expect(notes).toContainEqual(expect.stringMatching(/^HTTP 400: the server says "Unsupported/))
    }
  })

  test('gets requests without any limit unchanged', async () => {
    await using worker = await startOpenAiWorker(refusing)
    for (const kind of ['latency', 'balance', 'slots', 'soak', 'idle'] as const) {
      const time = kind === 'soak' ? { duration: '300ms' } : { requests: 4 }
      await runOn([worker.worker], kind, { ...time, max_tokens: 'none', samples: 3 })
    }
    expect(worker.asked.length).toBeGreaterThan(10)
    for (const asked of worker.asked) {
      expect(Object.keys(asked)).not.toContain('max_tokens')
      expect(Object.keys(asked)).not.toContain('max_completion_tokens')
    }
  })
})

describe('the balancer in front of a worker that refuses max_tokens', () => {
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], max_tokens: 8 })
  const ask = { origin: 'http://cluster', path: '/v1/chat/completions', method: 'POST' } as const

  test('reports it once, and counts no request twice', async () => {
    await using worker = await startOpenAiWorker(refusing)
    const balancer = new Balancer({ workers: [worker.worker], health: { intervalMs: 0 } })
    const renamed: string[] = []
    balancer.onEvent((event) => {
      if (event.type === 'limit_renamed') renamed.push(event.workerId)
    })
    for (let request = 0; request < 3; request++) {
      const response = await balancer.request({ ...ask, body })
      expect(response.statusCode).toBe(200)
      expect(await response.body.json()).toMatchObject({ choices: [{ finish_reason: 'stop' }] })
    }
    expect(renamed).toEqual(['w1'])
    expect(worker.asked).toHaveLength(4)
    expect(worker.asked[1]).toMatchObject({ max_completion_tokens: 8, model: 'm' })
    const stats = balancer.stats()
    expect(stats).toMatchObject({ requests: 3, retries: 0, outcomes: { ok: 3, http_error: 0 } })
    expect(stats.workers[0]).toMatchObject({ wantsCompletionLimit: true, sent: 3 })
    await balancer.destroy()
  })

  test('forwards every other refusal complete', async () => {
    const text = JSON.stringify({ error: { message: `too long${'.'.repeat(100_000)}` } })
    await using worker = await startOpenAiWorker((response) => {
      response.writeHead(400, { 'x-own': 'yes' }).end(text)
    })
    const balancer = new Balancer({ workers: [worker.worker], health: { intervalMs: 0 } })
    const response = await balancer.request({ ...ask, body })
    expect([response.statusCode, response.headers['x-own']]).toEqual([400, 'yes'])
    expect(await response.body.text()).toBe(text)
    expect(worker.asked).toHaveLength(1)
    await balancer.destroy()
  })

  test('cuts a refusal off where the worker does', async () => {
    await using worker = await startOpenAiWorker((response) => {
      response.writeHead(400, { 'content-length': 1_000 }).write('{"error":')
      setTimeout(() => response.destroy(), 10)
    })
    const balancer = new Balancer({ workers: [worker.worker], health: { intervalMs: 0 } })
    const response = await balancer.request({ ...ask, body })
    expect(response.statusCode).toBe(400)
    await expect(response.body.text()).rejects.toThrow()
    await balancer.destroy()
  })
})
