import { expect, test } from 'vitest'
import { ServedModels } from '../../../lib/balancer/admission/served-models.ts'
import { ask, balance } from '../balancers.ts'
import { startWorker, workerAt } from '../workers.ts'

const asking = (model: string) => ({ body: JSON.stringify({ model, messages: [] }) })

test('equivalent model names lead to the worker that has the model', async () => {
  const w1 = await startWorker('w1', { changes: { type: 'ollama', model: 'llama3' } })
  const w2 = await startWorker('w2', { changes: { type: 'vllm', model: 'qwen3' } })
  const balancer = balance([w1, w2])
  for (const name of ['llama3', 'llama3:latest', 'LLama3', 'library/llama3']) {
    const options = { body: JSON.stringify({ model: name, messages: [{ role: 'user' }] }) }
    for (let index = 0; index < 3; index++) expect((await ask(balancer, options)).text).toBe('w1')
  }
  expect((await ask(balancer, asking('qwen3'))).text).toBe('w2')
})

test('a name in another case is another model if the server distinguishes case', () => {
  const models = new ServedModels([
    workerAt('w1', 1, { type: 'vllm', model: 'Qwen3' }),
    workerAt('w2', 2, { type: 'ollama', model: 'llama3' }),
  ])
  expect(['Qwen3', 'qwen3', 'LLAMA3:latest', 'llama3:8b'].map((name) => models.has(name))).toEqual([
    ...[true, false, true, false],
  ])
  expect(models.size).toBe(2)
})

test('workers with equivalent model names have one model, so that models decide nothing', () => {
  const models = new ServedModels([
    workerAt('w1', 1, { type: 'ollama', model: 'llama3' }),
    workerAt('w2', 2, { type: 'ollama', model: 'Llama3:latest' }),
  ])
  expect(models.size).toBe(1)
})
