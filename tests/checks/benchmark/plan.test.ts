import { describe, expect, test } from 'vitest'
import { planLevels } from '../../../lib/checks/benchmark/plan.ts'
import type { Worker } from '../../../lib/cluster/cluster.ts'
import type { BenchmarkOptions } from '../../../lib/generated/checks/benchmark.ts'

const workers = [1, 2, 3, 4, 5].map(
  (number): Worker => ({
    id: `w${number}`,
    host: '127.0.0.1',
    port: number,
    type: 'openai',
    maxConcurrentRequests: 5,
    tags: [],
    basePath: '',
  }),
)
const options: BenchmarkOptions = {
  requests: 10,
  repetitions: 1,
  max_repetitions: 30,
  confidence: '99%',
  workload: 'short-chat',
  knee: '5%',
  tokens: 'usage',
}

/** `concurrency=15 w1,w2,w3 @15 against w1 @15` */
function shown(changes: Partial<BenchmarkOptions>, of = workers.slice(0, 3)): string[] {
  const levels = planLevels({ ...options, ...changes }, of)
  if ('code' in levels) return [`${levels.code}: ${levels.message}`]
  return levels.map(({ labels, candidate, baseline }) => {
    const side = (each: typeof candidate) =>
      `${each.workers.map(({ id }) => id).join()}@${each.concurrency}`
    const named = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
    return `${named} ${side(candidate)}${baseline ? ` against ${side(baseline)}` : ''}`
  })
}

describe('a benchmark runs', () => {
  test('each level of concurrency, on all workers, without a baseline unless asked', () => {
    expect(shown({ concurrency: [1, 20] })).toEqual([
      'concurrency=1 w1,w2,w3@1',
      'concurrency=20 w1,w2,w3@20',
    ])
  })

  test('powers of two as concurrencies by default', () => {
    expect(shown({}).map((level) => level.split(' ')[0])).toEqual(
      [1, 2, 5, 15].map((level) => `concurrency=${level}`),
    )
  })

  test('the baseline at the same concurrency, at its slots, or at a given number', () => {
    const compare = { baseline: 'first' as const }
    expect(shown({ concurrency: 15, compare })).toEqual([
      'concurrency=15 w1,w2,w3@15 against w1@15',
    ])
    expect(
      shown({ concurrency: 15, compare: { ...compare, baseline_concurrency: 'slots' } }),
    ).toEqual(['concurrency=15 w1,w2,w3@15 against w1@5'])
    expect(shown({ concurrency: 15, compare: { ...compare, baseline_concurrency: 1 } })).toEqual([
      'concurrency=15 w1,w2,w3@15 against w1@1',
    ])
  })

  test('the named workers on each side', () => {
    const compare = { baseline: ['w2'], candidate: ['w3', 'w1'] }
    expect(shown({ concurrency: 4, compare })).toEqual(['concurrency=4 w1,w3@4 against w2@4'])
  })

  test('numbers of workers at all of their slots, against the smallest number', () => {
    expect(shown({ workers: [1, 3, 5] }, workers)).toEqual([
      'concurrency=5,workers=1 w1@5 against w1@5',
      'concurrency=15,workers=3 w1,w2,w3@15 against w1@15',
      'concurrency=25,workers=5 w1,w2,w3,w4,w5@25 against w1@25',
    ])
  })

  test('every number of workers at every concurrency, if both are given', () => {
    expect(shown({ workers: [1, 2], concurrency: [5, 10] })).toHaveLength(4)
  })
})

describe('a benchmark is refused', () => {
  test('with a worker that is not selected', () => {
    expect(shown({ compare: { baseline: ['w9'] } })).toEqual([
      'UNKNOWN_WORKER: no worker `w9` is selected; there are w1, w2, w3',
    ])
  })

  test('with more workers than there are', () => {
    expect(shown({ workers: [1, 5] })).toEqual([
      'TOO_FEW_WORKERS: `workers` is 5, but only 3 are selected',
    ])
  })
})
