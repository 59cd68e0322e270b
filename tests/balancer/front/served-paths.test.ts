import { describe, expect, test } from 'vitest'
import { ServedPaths } from '../../../lib/balancer/front/served-paths.ts'
import type { WorkerType } from '../../../lib/cluster/cluster.ts'
import { startWorker, workerAt } from '../workers.ts'
import { frontOf, post } from './fronts.ts'

const paths = (type: WorkerType, permitted: string[] = []) =>
  new ServedPaths([workerAt('w1', 1, { type })], permitted)

describe('a request that is forwarded to a worker', () => {
  test.each<[WorkerType, string, string]>([
    ['openai', 'POST', '/v1/chat/completions'],
    ['ollama', 'POST', '/api/chat'],
    ['ollama', 'GET', '/api/tags'],
    ['ollama', 'HEAD', '/api/tags'],
    ['llama_cpp', 'POST', '/completion'],
    ['vllm', 'POST', '/tokenize'],
    ['lm_studio', 'GET', '/api/v0/models/m'],
  ])('is the inference API of %s: %s %s', (type, method, path) => {
    expect(paths(type).serves(method, path)).toBe(true)
  })

  test.each<[WorkerType, string, string]>([
    ['ollama', 'DELETE', '/api/delete'],
    ['ollama', 'POST', '/api/pull'],
    ['ollama', 'POST', '/api/create'],
    ['openai', 'POST', '/api/chat'],
    ['llama_cpp', 'GET', '/slots'],
    ['vllm', 'POST', '/reset_prefix_cache'],
    ['vllm', 'POST', '/v1/load_lora_adapter'],
    ['vllm', 'POST', '/v1/%6Coad_lora_adapter/'],
    ['openai', 'GET', '/'],
    ['openai', 'GET', '//v1/models'],
    ['openai', 'GET', '/v1'],
  ])('is nothing else of %s: %s %s', (type, method, path) => {
    expect(paths(type).serves(method, path)).toBe(false)
  })

  test('may be any that the user permits', () => {
    const permitted = paths('ollama', ['POST /api/pull', '/admin/*'])
    expect(permitted.serves('POST', '/api/pull')).toBe(true)
    expect(permitted.serves('DELETE', '/api/pull')).toBe(false)
    expect(permitted.serves('DELETE', '/admin/x/y')).toBe(true)
  })
})

describe('the front', () => {
  test('refuses requests that are not inference, and explains how to permit them', async () => {
    const worker = await startWorker('w1', { changes: { type: 'ollama' } })
    const front = await frontOf([worker])
    const response = await fetch(`${front.url}/api/delete`, { method: 'DELETE' })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      error: { code: 'path_not_served', message: expect.stringContaining('serve.paths') },
    })
    expect(worker.seen).toHaveLength(0)
    expect((await post(front)).status).toBe(200)
  })

  test('serves the API of a worker that joins later', async () => {
    const front = await frontOf([await startWorker('w1')])
    const ask = async () => (await fetch(`${front.url}/api/tags`)).status
    expect(await ask()).toBe(403)
    const { worker } = await startWorker('w2', { changes: { type: 'ollama' } })
    front.balancer.addWorker(worker)
    expect(await ask()).toBe(200)
  })
})
