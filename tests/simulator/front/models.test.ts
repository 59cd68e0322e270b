import { describe, expect, test } from 'vitest'
import { askChat, codeOf, runWorker } from '../running-worker.ts'

async function json(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}

describe('a simulated worker that imitates', () => {
  test.each([
    ['lm_studio', '/api/v0/models', { data: [{ id: 'tiny', state: 'loaded' }] }],
    ['ollama', '/api/ps', { models: [{ name: 'tiny' }] }],
    ['llama_cpp', '/health', { status: 'ok' }],
    ['vllm', '/version', { version: expect.any(String) }],
  ] as const)('%s returns the same details', async (imitates, path, expected) => {
    const { base } = await runWorker({ imitates })
    expect(await json(base + path)).toMatchObject(expected)
  })

  test('LM Studio reports that its model is not loaded', async () => {
    const { base } = await runWorker({ imitates: 'lm_studio' }, { isLoaded: false })
    expect(await json(`${base}/api/v0/models`)).toMatchObject({ data: [{ state: 'not-loaded' }] })
  })

  test('LM Studio refuses a negative frequency penalty, and others accept it', async () => {
    const penalty = { frequency_penalty: -1 }
    const studio = await runWorker({ imitates: 'lm_studio' })
    const refused = await askChat(studio.base, penalty)
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining('frequency_penalty'), code: 'invalid_value' },
    })
    const other = await runWorker({ imitates: 'vllm' })
    expect((await askChat(other.base, penalty)).status).toBe(200)
  })

  test('llama.cpp shows which slots are in use', async () => {
    const { worker, base } = await runWorker({ imitates: 'llama_cpp', timeToFirstTokenMs: 30_000 })
    const caller = new AbortController()
    const pending = codeOf(askChat(base, {}, { signal: caller.signal }))
    await expect.poll(() => worker.state().inFlight).toBe(1)
    expect(await json(`${base}/slots`)).toEqual([
      { id: 0, is_processing: true },
      { id: 1, is_processing: false },
    ])
    caller.abort()
    await pending
  })

  test.each(['lm_studio', 'ollama', 'llama_cpp', 'vllm', 'openai'] as const)(
    '%s has metrics of the simulator, which promtool would accept',
    async (imitates) => {
      const { base } = await runWorker({ imitates })
      const response = await fetch(`${base}/metrics`)
      expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4')
      const text = await response.text()
      expect(text).toContain('\nsimulator_temperature_celsius 40\n')
      expect(text).toContain('\nsimulator_clock_hertz 2000000000\n')
      expect(text.includes('llamacpp:requests_deferred 0\n')).toBe(imitates === 'llama_cpp')
    },
  )

  test('vLLM reports running and waiting requests', async () => {
    const simulate = { imitates: 'vllm', timeToFirstTokenMs: 30_000, slots: 1 } as const
    const { worker, base } = await runWorker(simulate)
    const caller = new AbortController()
    const pending = [1, 2, 3].map(() => codeOf(askChat(base, {}, { signal: caller.signal })))
    await expect.poll(() => worker.state().queued).toBe(2)
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toContain('vllm:num_requests_running{model_name="tiny"} 1\n')
    expect(metrics).toContain('vllm:num_requests_waiting{model_name="tiny"} 2\n')
    expect(metrics).toContain('vllm:kv_cache_usage_perc{model_name="tiny"} 1\n')
    expect(metrics).toContain('simulator_requests_waiting 2\n')
    caller.abort()
    await Promise.all(pending)
  })
})

describe('a simulated worker that loads its model', () => {
  test('lists it, and returns 503 until it is in memory', async () => {
    const { worker, base } = await runWorker({ imitates: 'llama_cpp', loadTimeMs: 600 })
    expect(worker.state().status).toBe('loading')
    expect((await fetch(`${base}/v1/models`)).status).toBe(200)
    expect((await fetch(`${base}/health`)).status).toBe(503)
    const early = await askChat(base)
    expect(early.status).toBe(503)
    expect(await early.json()).toMatchObject({ error: { message: 'Loading model' } })
    await expect.poll(() => worker.state().status).toBe('up')
    expect((await fetch(`${base}/health`)).status).toBe(200)
    expect((await askChat(base)).status).toBe(200)
  })
})
