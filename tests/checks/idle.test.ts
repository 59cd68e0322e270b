import { describe, expect, test } from 'vitest'
import { spreadOf } from '../../lib/checks/idle/timed-requests.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import { startTestCluster, type TestCluster } from './balancer-cluster.ts'
import { startJsonWorker } from './json-worker.ts'
import { numberOf, runPerfCheck, verdictOf } from './run-perf-check.ts'

/** Another load on the first worker: this many requests in flight at any time, until it is disposed. */
function otherLoad({ cluster }: TestCluster, lanes: number, maxTokens: number): AsyncDisposable {
  const [worker] = cluster.workers
  const stop = new AbortController()
  const lane = async () => {
    while (!stop.signal.aborted) {
      await fetch(`http://127.0.0.1:${worker?.port}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'tiny',
          messages: [{ role: 'user', content: 'x' }],
          max_tokens: maxTokens,
        }),
        signal: stop.signal,
      })
        .then(async (response) => {
          if (!response.ok) throw new Error(await response.text())
          return response.text()
        })
        .catch((error: unknown) => {
          if (!stop.signal.aborted) throw error
        })
    }
  }
  const all = Promise.all(Array.from({ length: lanes }, lane))
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await all
    },
  }
}

describe('idle', () => {
  test.each([
    ['llama_cpp', '/slots'],
    ['vllm', '/metrics'],
  ] as const)('for %s is read from its own page %s', async (imitates, method) => {
    await using cluster = await startTestCluster([{ imitates, claims: 2 }])
    const calm = await runPerfCheck(cluster, 'idle', { samples: 4, interval: '20ms' })
    expect(calm.metrics).toEqual({ idle: true, requests_running: 0, method })
    // Nothing was sent to find it out, unless times are configured.
    expect(await cluster.served()).toEqual({ w1: 0 })
    const timed = await runPerfCheck(cluster, 'idle', { samples: 4, method: 'timing' })
    expect(timed.metrics.method).toBe('timing')
    expect(await cluster.served()).toEqual({ w1: 5 })
    await using _other = otherLoad(cluster, 2, 400)
    const busy = await runPerfCheck(cluster, 'idle', { samples: 8, interval: '20ms' })
    expect(busy.metrics).toMatchObject({ idle: false, method })
    expect(numberOf(busy, 'requests_running')).toBeGreaterThan(0)
    expect(numberOf(busy, 'requests_running')).toBeLessThanOrEqual(2)
  })

  test('for llama.cpp without /slots is read from /metrics', async () => {
    const metrics =
      '# TYPE llamacpp:requests_processing gauge\nllamacpp:requests_processing 1\nllamacpp:requests_deferred 2\n'
    await using server = await startJsonWorker(
      { id: 'l1', type: 'llama_cpp', model: 'm' },
      { '/metrics': metrics },
    )
    const { metrics: reported } = await runIdle(server.worker)
    expect(reported).toEqual({ idle: false, requests_running: 3, method: '/metrics' })
  })

  // A busy machine delays requests too: then it is retried.
  test('for other servers requires similar times of short requests', {
    retry: 2,
  }, async () => {
    await using cluster = await startTestCluster([{ timeToFirstTokenMs: 60, jitter: 0.02 }])
    const calm = await runPerfCheck(cluster, 'idle', { samples: 8, interval: '10ms' })
    expect(calm.metrics).toMatchObject({ idle: true, method: 'timing' })
    expect(numberOf(calm, 'latency.p50')).toBeGreaterThanOrEqual(58)
    expect(calm.metrics).not.toHaveProperty('requests_running')
    expect(calm.notes.join()).toMatch(/a steady other load, .* is not detected this way/)
    expect(await cluster.served()).toEqual({ w1: 9 })
  })

  test('is false for a worker that serves somebody else, even if its requests are synchronised', async () => {
    await using cluster = await startTestCluster([{ timeToFirstTokenMs: 40, claims: 1, slots: 1 }])
    // One slot, with 240 tokens of 1 ms each: a request in the middle waits for the rest.
    await using _other = otherLoad(cluster, 1, 240)
    const busy = await runPerfCheck(cluster, 'idle', { samples: 12, interval: '100ms' })
    expect(busy.metrics).toMatchObject({ idle: false, method: 'timing' })
    expect(numberOf(busy, 'latency.spread')).toBeGreaterThan(50)
  })

  test('without responses has no data', async () => {
    await using cluster = await startTestCluster([{}])
    await cluster.fault(1, { kind: 'error' })
    const { metrics, evidence } = await runPerfCheck(cluster, 'idle', { samples: 4 })
    expect(metrics).toEqual({})
    expect(evidence.map(({ detail }) => detail).join()).toMatch(/ended with HTTP 500/)
  })

  test('names models in memory other than its own', async () => {
    await using server = await startJsonWorker(
      { id: 'o1', type: 'ollama', model: 'mistral' },
      { '/api/ps': { models: [{ name: 'mistral:latest' }, { name: 'llama3:70b' }] } },
    )
    const { metrics } = await runIdle(server.worker)
    expect(metrics).toMatchObject({ other_models: ['llama3:70b'], 'other_models.count': 1 })
    expect(metrics).not.toHaveProperty('idle')
  })

  test('fails a spec of a busy worker', async () => {
    await using cluster = await startTestCluster([{ imitates: 'vllm', claims: 1 }])
    await using _other = otherLoad(cluster, 1, 400)
    const verdict = await verdictOf(
      cluster,
      '  - name: free\n    idle: {}\n    expect: { idle: true }\n',
    )
    expect(verdict.conditions).toMatchObject([{ metric: 'idle', status: 'fail', measured: false }])
  })
})

function runIdle(worker: Worker) {
  return checkOf('idle').run(
    { ...checkDefaults.idle, samples: 4, interval: '5ms' },
    {
      cluster: { file: '/c', workers: [worker], allowCommands: false },
      workers: [worker],
      signal: AbortSignal.timeout(20_000),
      timeoutMs: 20_000,
    },
  )
}

describe('the spread of request times', () => {
  test('is that of the fastest quarter of the times, relative to the fastest', () => {
    expect(spreadOf([100, 110, 120, 130, 140])).toEqual({ p50Ms: 120, ms: 30, percent: 30 })
  })

  test('ignores a single slow request', () => {
    expect(spreadOf([100, 100, 100, 100, 100, 900])?.percent).toBe(0)
  })

  test('needs four times', () => {
    expect(spreadOf([1, 2, 3])).toBeUndefined()
  })
})
