import { describe, expect, test } from 'vitest'
import { parseCluster } from '../../../lib/cluster/load-cluster.ts'
import { parseFault } from '../../../lib/cluster/read/read-fault.ts'
import { parseSource } from '../../../lib/source/document.ts'

function simulateOf(block: string) {
  const text = `workers:\n  - { id: a, host: 127.0.0.1, port: 0, type: simulated, simulate: ${block} }`
  return parseCluster(parseSource(text, '/project/lab.yaml'), {}).workers[0]?.simulate
}

describe('the block `simulate`', () => {
  test('is read with all its values, times in milliseconds', () => {
    const block = `{
      time_to_first_token: 50ms, token_time: 10ms, jitter: 50%, jitter_distribution: pareto, seed: 7,
      imitates: vllm, prompt_token_time: 200us, batch_slowdown: 5%, speed: 0.33, slots: 1,
      max_queue: 20, cold_start: 2s, cold_after: 60s, load_time: 5s,
      throttle: { factor: 2 }, record: true,
      faults: [
        { kind: rate_limit, probability: 10%, after: 1s, for: 5s, scope: all, retry_after: 2s },
        { kind: slow, factor: 4 }, { kind: wrong_model, model: phi }
      ] }`
    expect(simulateOf(block)).toEqual({
      timeToFirstTokenMs: 50,
      tokenTimeMs: 10,
      jitter: 0.5,
      jitterDistribution: 'pareto',
      seed: 7,
      imitates: 'vllm',
      promptTokenTimeMs: 0.2,
      batchSlowdown: 0.05,
      speed: 0.33,
      slots: 1,
      maxQueue: 20,
      coldStartMs: 2_000,
      coldAfterMs: 60_000,
      loadTimeMs: 5_000,
      throttle: { afterMs: 30_000, factor: 2, rampMs: 10_000 },
      record: true,
      faults: [
        {
          kind: 'rate_limit',
          probability: 0.1,
          afterMs: 1_000,
          forMs: 5_000,
          scope: 'all',
          retryAfterMs: 2_000,
        },
        { kind: 'slow', factor: 4 },
        { kind: 'wrong_model', model: 'phi' },
      ],
    })
  })

  test.each([
    ['{ slots: 0 }', /`workers\[0\].simulate.slots` is 0|`slots` is 0/],
    ['{ cold_after: 0ms }', /a duration above zero/],
    ['{ speed: 0 }', /`speed` is 0/],
    ['{ faults: [{ kind: sleepy }] }', /one of refuse, hang, slow/],
    ['{ throttle: { afer: 3s } }', /did you mean `after`/],
  ])('%s is refused', (block, message) => {
    expect(() => simulateOf(block)).toThrow(message)
  })
})

describe('a fault as JSON', () => {
  test('is read as in a file', () => {
    expect(parseFault('{ "kind": "death", "for": "2s" }')).toEqual({ kind: 'death', forMs: 2_000 })
  })

  test('that is invalid is reported with all mistakes at once', () => {
    const { problem } = parseFault('{ "kind": "deth", "for": "2" }') as { problem: string }
    expect(problem).toMatch(/did you mean `death`[\s\S]*a duration above zero/)
    expect(problem).not.toContain('fault.json')
  })
})
