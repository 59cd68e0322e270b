import { describe, expect, test } from 'vitest'
import type { Worker, WorkerType } from '../../lib/cluster/cluster.ts'
import { correctRequest, modelRule } from '../../lib/servers/correct-request.ts'
import { servers } from '../../lib/servers/servers.ts'
import { ask, balance, codeOf } from '../balancer/balancers.ts'
import { startWorker, workerAt } from '../balancer/workers.ts'
import { codesInTables, readPage } from '../docs/pages.ts'

const chat = { model: 'm', messages: [{ role: 'user', content: 'hi' }] }
const of = (type: WorkerType, changes: Partial<Worker> = {}) =>
  workerAt('w1', 1, { type, ...changes })

describe('a request that a worker would reject', () => {
  test.each<[WorkerType, object, object]>([
    ['lm_studio', { frequency_penalty: -0.5 }, { frequency_penalty: 0 }],
    ['vllm', { stream_options: { include_usage: true } }, {}],
    ['openai', { stream_options: { include_usage: true }, stream: false }, { stream: false }],
    ['vllm', { max_tokens: -1 }, {}],
    ['vllm', { top_p: 0 }, { top_p: 0.000_001 }],
  ])('is corrected for %s: %o becomes %o', (type, given, sent) => {
    const corrected = correctRequest(of(type), { ...chat, ...given })
    const changes = corrected && 'changes' in corrected ? corrected.changes : undefined
    expect(JSON.parse(JSON.stringify({ ...chat, ...given, ...changes }))).toEqual({
      ...chat,
      ...sent,
    })
  })

  test.each<[WorkerType, object, string]>([
    ['openai', { temperature: -1 }, '`temperature: -1` is negative'],
    ['ollama', { messages: [] }, '`messages: []` is an empty list'],
  ])('is refused for %s if it cannot be corrected: %o', (type, given, refusal) => {
    expect(correctRequest(of(type), { ...chat, ...given })).toEqual({ refusal })
  })

  test('is decided for a simulated worker by the server that it imitates', () => {
    const simulate = { timeToFirstTokenMs: 0, tokenTimeMs: 0, jitter: 0, seed: 1 }
    const worker = of('simulated', { simulate: { ...simulate, imitates: 'lm_studio' } })
    expect(correctRequest(worker, { ...chat, frequency_penalty: -1 })).toMatchObject({
      changes: { frequency_penalty: 0 },
    })
  })
})

describe('a request that a worker accepts', () => {
  test.each<[WorkerType, object]>([
    ['lm_studio', { frequency_penalty: 0.5, max_tokens: -1, stream_options: {} }],
    ['vllm', { frequency_penalty: -2, stream: true, stream_options: {}, max_tokens: 5, top_p: 1 }],
    ['llama_cpp', { temperature: -1, n: 2, top_p: 0 }],
    ['ollama', { frequency_penalty: -1, n: 2 }],
    ['openai', { frequency_penalty: -1, n: 2, temperature: 0 }],
  ])('is left unchanged: %s and %o', (type, given) => {
    expect(correctRequest(of(type), { ...chat, ...given })).toBeUndefined()
  })

  test('is not copied if the cluster file names no model', () => {
    expect(correctRequest(of('openai'), { messages: chat.messages })).toBeUndefined()
  })
})

describe('a request through the balancer', () => {
  test('is sent corrected, for each worker in its own way', async () => {
    const w1 = await startWorker('w1', {
      response: (response) => response.destroy(),
      changes: { type: 'vllm', model: 'served' },
    })
    const w2 = await startWorker('w2', { changes: { type: 'lm_studio', model: 'served' } })
    const body = JSON.stringify({ ...chat, model: 'auto', max_tokens: -1, frequency_penalty: -1 })
    await ask(balance([w1, w2]), { body })
    const sent = [w1, w2].map(({ seen }) => JSON.parse(String(seen[0]?.body)))
    expect(sent).toEqual([
      { ...chat, model: 'served', frequency_penalty: -1 },
      { ...chat, model: 'served', max_tokens: -1, frequency_penalty: 0 },
    ])
    expect(w1.seen[0]?.headers['content-length']).toBe(String(w1.seen[0]?.body.length))
  })

  test('that is not a completion is sent unchanged', async () => {
    const worker = await startWorker('w1', { changes: { model: 'served' } })
    await ask(balance([worker]), { path: '/v1/files', body: '{"model":"auto"}' })
    expect(worker.seen[0]?.body.toString()).toBe('{"model":"auto"}')
  })

  test('goes to a worker of another type that accepts it', async () => {
    const w1 = await startWorker('w1', { changes: { type: 'ollama' } })
    const w2 = await startWorker('w2', { changes: { type: 'lm_studio' } })
    const balancer = balance([w1, w2])
    const body = JSON.stringify({ ...chat, messages: [] })
    for (let index = 0; index < 4; index++) expect((await ask(balancer, { body })).text).toBe('w2')
    expect(w1.seen).toEqual([])
    expect(balancer.stats()).toMatchObject({ inFlight: 0, retries: 0, outcomes: { ok: 4 } })
  })

  test('that no worker accepts is refused with the reason, and never sent', async () => {
    const workers = [await startWorker('w1'), await startWorker('w2')]
    const balancer = balance(workers)
    const body = JSON.stringify({ ...chat, temperature: -1 })
    await expect(ask(balancer, { body })).rejects.toMatchObject({
      code: 'BALANCER_REQUEST_REFUSED',
      statusCode: 400,
      message: expect.stringMatching(
        /^w\d \(openai\) would refuse .*: `temperature: -1` is negative$/,
      ),
    })
    expect(await codeOf(ask(balancer, { body }))).toBe('BALANCER_REQUEST_REFUSED')
    expect(workers.flatMap(({ seen }) => seen)).toEqual([])
    expect(balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { rejected: 2 } })
  })
})

describe('docs/balancer.md', () => {
  test('lists the rules as they are', () => {
    const { text } = readPage('docs/balancer.md')
    const rules = [...new Set(Object.values(servers).flatMap(({ hygiene }) => hygiene))]
    const rows = rules.map((rule) => {
      const types = Object.entries(servers).flatMap(([type, { hygiene }]) =>
        hygiene.includes(rule) ? [`\`${type}\``] : [],
      )
      return { rule, types: types.toSorted().join(', ') }
    })
    for (const { rule, types } of [{ rule: modelRule, types: 'all' }, ...rows]) {
      const { field, rejected, instead } = rule
      expect(text).toContain(`| \`${field}\` | ${types} | ${rejected} | ${instead} |`)
    }
    const [, section = ''] = text.split(/^## Request hygiene$/m)
    const [table = ''] = section.split(/^## /m)
    const listed = codesInTables({ path: 'docs/balancer.md', text: table })
    expect(listed.toSorted()).toEqual(['model', ...rules.map(({ field }) => field)].toSorted())
  })
})
