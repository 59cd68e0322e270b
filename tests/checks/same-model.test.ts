import { describe, expect, test } from 'vitest'
import { checkOf } from '../../lib/checks/registry.ts'
import { differingWorkers } from '../../lib/checks/same-model/compare-models.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { startTestCluster } from './balancer-cluster.ts'
import { startJsonWorker } from './json-worker.ts'
import { runPerfCheck, verdictOf } from './run-perf-check.ts'

function ask(workers: readonly Worker[]) {
  return checkOf('same_model').run(
    { timeout: '2s' },
    {
      cluster: { file: '/c', workers, allowCommands: false },
      workers,
      signal: AbortSignal.timeout(10_000),
      timeoutMs: 10_000,
    },
  )
}

describe('same_model', () => {
  test('passes if all workers serve the same model', async () => {
    await using cluster = await startTestCluster([{ imitates: 'lm_studio' }, {}, {}])
    const { metrics, evidence } = await runPerfCheck(cluster, 'same_model')
    expect(metrics).toEqual({
      same: true,
      models: ['tiny'],
      differing: [],
      quantizations: ['Q4_K_M'],
      unknown: 0,
    })
    expect(evidence.map(({ attempt, detail }) => `${attempt}: ${detail}`)).toContain(
      'model of w1: tiny, Q4_K_M',
    )
  })

  test('names the worker that serves another one, and fails a spec', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    await cluster.fault(2, { kind: 'wrong_model', model: 'phi-3' })
    const verdict = await verdictOf(
      cluster,
      '  - name: same\n    same_model: {}\n    expect: { same: true }\n',
    )
    expect(verdict.status).toBe('fail')
    expect(verdict.measurement?.metrics).toMatchObject({
      same: false,
      models: ['tiny', 'phi-3'],
      differing: ['w2'],
    })
  })

  test('of a worker that cannot be asked has no data, unless the others differ already', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    await cluster.fault(3, { kind: 'refuse' })
    const unknown = await runPerfCheck(cluster, 'same_model')
    expect(unknown.metrics).toMatchObject({ unknown: 1 })
    expect(unknown.metrics).not.toHaveProperty('same')
    expect(unknown.metrics).not.toHaveProperty('differing')
    expect(unknown.evidence.find(({ attempt }) => attempt === 'model of w3')?.outcome).toBe(
      'refused',
    )
    await cluster.fault(2, { kind: 'wrong_model' })
    const differing = await runPerfCheck(cluster, 'same_model')
    expect(differing.metrics).toMatchObject({ same: false, differing: ['w2'], unknown: 1 })
  })

  test("shows a worker's own error message about its list of models", async () => {
    await using cluster = await startTestCluster([{}, {}])
    await cluster.fault(2, { kind: 'error', scope: 'all' })
    const { evidence } = await runPerfCheck(cluster, 'same_model')
    const failure = evidence.find(({ attempt }) => attempt === 'model of w2')
    expect(failure?.detail).toMatch(/HTTP 500: \w+/)
  })

  test('distinguishes sizes and quantizations if the names are equal', async () => {
    const ollama = (id: string, size: string, quantization: string) =>
      startJsonWorker(
        { id, type: 'ollama', model: 'mistral' },
        {
          '/v1/models': { data: [{ id: 'llama3:8b' }, { id: 'mistral:latest' }] },
          '/api/tags': {
            models: [
              { name: 'llama3:8b', details: { parameter_size: '8B' } },
              {
                name: 'mistral:latest',
                digest: `${id}123`,
                size: 4_000,
                details: { parameter_size: size, quantization_level: quantization },
              },
            ],
          },
        },
      )
    await using first = await ollama('o1', '7.2B', 'Q4_0')
    await using second = await ollama('o2', '7.2B', 'Q8_0')
    const { metrics } = await ask([first.worker, second.worker])
    expect(metrics).toEqual({
      same: false,
      models: ['mistral'],
      differing: ['o2'],
      unknown: 0,
      sizes: ['7.2B'],
      quantizations: ['Q4_0', 'Q8_0'],
    })
  })

  test('takes the model from the file name of a path, and the size from its parameters', async () => {
    const llama = (id: string, folder: string, parameters: number) =>
      startJsonWorker(
        { id, type: 'llama_cpp' },
        {
          '/v1/models': {
            data: [{ id: `${folder}mistral-7b.Q4_K_M.gguf`, meta: { n_params: parameters } }],
          },
        },
      )
    await using first = await llama('l1', '/home/a/', 7_241_732_096)
    await using second = await llama('l2', 'C:\\models\\', 7_241_732_096)
    const { metrics } = await ask([first.worker, second.worker])
    expect(metrics).toMatchObject({
      same: true,
      models: ['mistral-7b.Q4_K_M.gguf'],
      sizes: ['7241732096'],
    })
  })

  test('of a worker that lists several other models reports them', async () => {
    await using other = await startJsonWorker(
      { id: 'w1', type: 'openai', model: 'mistral' },
      { '/v1/models': { data: [{ id: 'a' }, { id: 'b' }] } },
    )
    const { metrics, evidence } = await ask([other.worker])
    expect(metrics).toEqual({})
    expect(evidence[0]?.detail).toBe('it lists a, b, and not mistral')
  })
})

describe('differing workers', () => {
  const worker = (id: string, name: string, quantization?: string) => ({
    id,
    model: { name, quantization },
  })

  test('are those that contradict the most others', () => {
    expect(differingWorkers([worker('1', 'b'), worker('2', 'a'), worker('3', 'a')])).toEqual(['1'])
    expect(differingWorkers([worker('1', 'a'), worker('2', 'b')])).toEqual(['2'])
    expect(differingWorkers([])).toEqual([])
  })

  test('are not those with less information', () => {
    const workers = [worker('1', 'a'), worker('2', 'a', 'Q4'), worker('3', 'a', 'Q8')]
    expect(differingWorkers(workers)).toEqual([])
    expect(differingWorkers(workers.slice(1))).toEqual(['3'])
  })
})
