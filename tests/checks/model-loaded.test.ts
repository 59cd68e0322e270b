import { describe, expect, test } from 'vitest'
import type { WorkerType } from '../../lib/cluster/cluster.ts'
import { meet } from '../../lib/matchers/meet.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { type Responder, startWorker } from '../balancer/workers.ts'
import { runCheckOn } from './run-check.ts'

interface Reply {
  readonly status: number
  readonly body: string
}

const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) })
const loading = json(
  { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
  503,
)

/** Responses of a state endpoint without information about a model. */
const sayNothing: [string, Reply][] = [
  ['400', json({ error: 'bad request' }, 400)],
  ['404', json({ detail: 'Not Found' }, 404)],
  ['500', json({ error: 'broken' }, 500)],
  ['OK', { status: 200, body: 'OK' }],
  ['a page', { status: 200, body: '<html><title>Welcome</title></html>' }],
  ['an empty object', json({})],
  ['an error in a 200', json({ error: 'Unexpected endpoint' })],
]

const types: [WorkerType, paths: string[]][] = [
  ['llama_cpp', ['/props', '/health']],
  ['ollama', ['/api/ps']],
  ['vllm', ['/is_sleeping', '/health']],
  ['sglang', ['/health']],
  ['lm_studio', ['/api/v0/models']],
  ['openai', []],
]

const good = json({ model: 'm', choices: [{ message: { content: 'ok' }, finish_reason: 'stop' }] })
const listed = (entry: object = {}) => json({ data: [{ id: 'm', object: 'model', ...entry }] })

/** Responses by path, and 404 for any other; a completion if it has one. */
function replies(byPath: Readonly<Record<string, Reply>>): Responder {
  return (response, { path }) => {
    const { status, body } = byPath[path] ?? json({ error: 'not found' }, 404)
    response.writeHead(status).end(body)
  }
}

async function modelOf(
  type: WorkerType,
  byPath: Readonly<Record<string, Reply>>,
  completion = false,
) {
  const received = replies({ '/v1/models': listed(), ...byPath })
  const { worker } = await startWorker('w1', { response: received, changes: { type, model: 'm' } })
  return runCheckOn([worker], 'model', { completion })
}

describe.each(types)('whether a model of %s is loaded', (type, paths) => {
  test.each(sayNothing)('is unknown if its endpoint returns %s', async (_, reply) => {
    const byPath = Object.fromEntries(paths.map((path) => [path, reply]))
    const measured = await modelOf(type, byPath)
    expect(measured.metrics.loaded).toBeUndefined()
    expect(meet(measured, { loaded: true }).conditions).toMatchObject([{ status: 'no_data' }])
  })

  test.each(sayNothing)('is proved by a completion, even if it returns %s', async (_, reply) => {
    const byPath = Object.fromEntries(paths.map((path) => [path, reply]))
    const measured = await modelOf(type, { ...byPath, '/v1/chat/completions': good }, true)
    expect(measured.metrics).toMatchObject({ loaded: true, loaded_by: 'completion', answers: true })
    expect(meet(measured, { loaded: true }).status).toBe('pass')
  })

  test('is unknown if only a completion fails', async () => {
    const failed = { '/v1/chat/completions': json({ error: { message: 'broken' } }, 500) }
    const { metrics } = await modelOf(type, failed, true)
    expect([metrics.loaded, metrics.answers]).toEqual([undefined, false])
  })
})

const statesOf: [WorkerType, string, Record<string, Reply>, boolean | undefined, string?][] = [
  ['llama_cpp', 'ready', { '/health': json({ status: 'ok' }) }, true],
  ['llama_cpp', 'loading', { '/health': loading }, false, 'model_loading'],
  [
    'llama_cpp',
    'asleep, and healthy',
    { '/props': json({ is_sleeping: true }), '/health': json({ status: 'ok' }) },
    false,
    'model_sleeping',
  ],
  ['llama_cpp', 'router: loaded', { '/v1/models': router('loaded') }, true],
  [
    'llama_cpp',
    'router: unloaded',
    { '/v1/models': router('unloaded') },
    false,
    'model_not_loaded',
  ],
  ['llama_cpp', 'router: loading', { '/v1/models': router('loading') }, false, 'model_loading'],
  ['llama_cpp', 'router: asleep', { '/v1/models': router('sleeping') }, false, 'model_sleeping'],
  ['ollama', 'in memory', { '/api/ps': json({ models: [{ name: 'm:latest' }] }) }, true],
  ['ollama', 'not in memory', { '/api/ps': json({ models: [] }) }, false, 'model_not_loaded'],
  ['vllm', 'healthy', { '/health': { status: 200, body: '' } }, true],
  [
    'vllm',
    'asleep, and healthy',
    { '/is_sleeping': json({ is_sleeping: true }), '/health': { status: 200, body: '' } },
    false,
    'model_sleeping',
  ],
  ['vllm', 'engine is dead', { '/health': { status: 503, body: '' } }, undefined],
  ['sglang', 'healthy', { '/health': { status: 200, body: '' } }, true],
  ['sglang', 'starting or ending', { '/health': { status: 503, body: '' } }, undefined],
  [
    'lm_studio',
    'loaded',
    { '/api/v0/models': json({ data: [{ id: 'm', state: 'loaded' }] }) },
    true,
  ],
  [
    'lm_studio',
    'not loaded',
    { '/api/v0/models': json({ data: [{ id: 'm', state: 'not-loaded' }] }) },
    false,
    'model_not_loaded',
  ],
  [
    'lm_studio',
    'loading',
    { '/api/v0/models': json({ data: [{ id: 'm', state: 'loading' }] }) },
    false,
    'model_loading',
  ],
]

function router(value: string): Reply {
  return listed({ status: { value, args: [] } })
}

test.each(statesOf)(
  'a model of %s has its reported state: %s',
  async (type, _, byPath, loaded, code) => {
    const measured = await modelOf(type, byPath)
    expect(measured.metrics.loaded).toBe(loaded)
    if (code === undefined) return
    const verdict = meet(measured, { loaded: true })
    expect(verdict.diagnosis?.code).toBe(code)
    if (code === 'model_loading') {
      expect(explain(verdict)).toMatch(/wait until it is loaded/)
      expect(explain(verdict)).not.toMatch(/restart|lms load|ollama run|llama-server -m/)
    }
  },
)

describe('a server that returns 503 for every path while it loads', () => {
  test.each([
    ['llama_cpp', false],
    ['openai', undefined],
  ] as const)('of type %s is loading, not broken', async (type, loaded) => {
    const received: Responder = (response) => response.writeHead(503).end(loading.body)
    const { worker } = await startWorker('w1', {
      response: received,
      changes: { type, model: 'm' },
    })
    const measured = await runCheckOn([worker], 'model')
    expect(measured.metrics).toMatchObject({ api: false, ...(loaded === false && { loaded }) })
    expect(measured.metrics.loaded).toBe(loaded)
    for (const expected of [{ listed: true }, { loaded: true }, { answers: true }]) {
      const verdict = meet(measured, expected)
      expect(verdict.diagnosis?.code).toBe('model_loading')
      expect(explain(verdict)).not.toMatch(/restart/)
    }
  })

  test('is not loaded if its health page reports that and its API is refused', async () => {
    const { metrics } = await modelOf('llama_cpp', {
      '/v1/models': json({ error: 'no access to the disk' }, 500),
      '/health': json({ status: 'ok' }),
    })
    expect([metrics.api, metrics.loaded]).toEqual([false, undefined])
  })
})

test('a completion that loads a model that was not loaded is proof, with a note', async () => {
  const measured = await modelOf(
    'ollama',
    { '/api/ps': json({ models: [] }), '/v1/chat/completions': good },
    true,
  )
  expect(measured.metrics).toMatchObject({ loaded: true, loaded_by: 'completion' })
  expect(measured.notes.join()).toContain('was not loaded before the completion')
})

test('a model that is still loading when a completion is refused is reported as loading', async () => {
  const measured = await modelOf(
    'llama_cpp',
    { '/v1/models': router('loading'), '/v1/chat/completions': loading },
    true,
  )
  expect(measured.metrics).toMatchObject({ loaded: false, answers: false, state: 'loading' })
  expect(meet(measured, { answers: true }).diagnosis?.code).toBe('model_loading')
})
