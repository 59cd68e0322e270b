import { describe, expect, test } from 'vitest'
import { watch } from '../../lib/slo/live/watch.ts'
import type { Objective, SloTest } from '../../lib/slo/slo.ts'
import { clusterOf, type DeclaredOptions, declaredTest } from './declared.ts'

function watched(
  check: string,
  expectation: string,
  options: DeclaredOptions & { readonly more?: string } = {},
) {
  const { cluster = clusterOf() } = options
  const [first] = declaredTest(check, expectation, options).tests as [SloTest]
  const [objective] = first.objectives as [Objective]
  return watch(first, objective, cluster)
}

const concurrency = (requests: number) => ({ kind: 'concurrency', requests })

describe('the metric of the front for an objective', () => {
  test.each([
    ['>= 95%', { budgetPercent: 5, isStrict: false }],
    ['> 99.9%', { budgetPercent: 0.1, isStrict: true }],
    ['100%', { budgetPercent: 0, isStrict: false }],
  ])('with a success rate %s is a budget of failures', (target, signal) => {
    expect(watched('balance: {}', `{ success_rate: "${target}" }`)).toEqual({
      signal: { kind: 'success', ...signal },
    })
  })

  test('with a latency is that of the slot, a part of the declared one, up to the declared load', () => {
    const expectation = '{ at: { concurrency: 15 }, latency.p95: < 1s }'
    expect(watched('benchmark: { concurrency: [5, 15] }', expectation)).toEqual({
      signal: {
        kind: 'time',
        histogram: 'clustergate_service_seconds',
        statistic: 0.95,
        limitSeconds: 1,
        isStrict: false,
        isPart: true,
        isPerWorker: false,
        load: concurrency(15),
      },
    })
  })

  test.each([
    ['benchmark: { concurrency: [5, 30] }', concurrency(30)],
    ['benchmark: {}', { kind: 'slots' }],
    ['soak: { rate: 120/min }', { kind: 'rate', perSecond: 2 }],
    ['batch: { concurrency: 7 }', concurrency(7)],
  ])('without a level has the highest load of %s', (check, load) => {
    expect(watched(check, '{ latency.p95: <= 1s }')).toMatchObject({
      signal: { load, isStrict: true },
    })
  })

  test.each([
    ['ttft.p95', 'clustergate_time_to_first_token_seconds', 0.95, true],
    ['queue_wait.avg', 'clustergate_queue_wait_seconds', 'mean', false],
    ['service_time.p99.9', 'clustergate_service_seconds', 0.999, false],
    ['open_loop.latency.p50', 'clustergate_service_seconds', 0.5, true],
  ])('%s is in %s', (metric, histogram, statistic, isPart) => {
    expect(watched('benchmark: { concurrency: 5 }', `{ ${metric}: < 250ms }`)).toMatchObject({
      signal: { histogram, statistic, isPart, limitSeconds: 0.25 },
    })
  })

  test("with single requests to a worker is that worker's, while it has no other requests", () => {
    const more = 'for: [a, b]'
    expect(watched('latency: {}', '{ latency.p50: < 1s }', { more })).toMatchObject({
      signal: { isPerWorker: true, isPart: false, workers: ['a', 'b'], load: { kind: 'alone' } },
    })
  })

  test('with shares is that of each worker or of one, with the sample size that they need', () => {
    const check = 'balance: { requests: 500, concurrency: 15 }'
    expect(watched(check, '{ share.each: 33.3% ± 1% }')).toEqual({
      signal: { kind: 'share', low: 32.3, high: 34.3, requests: 500, load: concurrency(15) },
    })
    expect(watched(check, '{ share.b: "> 20%" }')).toMatchObject({
      signal: { kind: 'share', worker: 'b', low: 20 },
    })
  })

  test('with a port and an API that respond is a worker that is not down', () => {
    expect(watched('tcp: {}', '{ open: true }')).toEqual({
      signal: { kind: 'state', states: ['down', 'ejected'] },
    })
    expect(watched('model: {}', '{ answers: true }', { more: 'for: c' })).toEqual({
      signal: { kind: 'state', states: ['down', 'ejected', 'unauthorized'], workers: ['c'] },
    })
  })

  test.each(['0', '< 1', '<= 0'])(
    'with slots that are exceeded %s times is never exceeded',
    (target) => {
      expect(watched('failover: {}', `{ slots_exceeded: "${target}" }`)).toEqual({
        signal: { kind: 'slots' },
      })
    },
  )
})

describe('an objective that the front does not measure has a reason', () => {
  test.each([
    ['ping: {}', '{ packet_loss: 0% }', 'knows nothing of what `ping` measures'],
    ['slots: {}', '{ success_rate: 100% }', 'knows nothing of what `slots` measures'],
    ['tcp: { port: 22 }', '{ open: true }', 'another address'],
    ['tcp: {}', '{ open: false }', 'only whether a worker is out'],
    ['model: {}', '{ loaded: true }', 'not `loaded`'],
    ['failover: {}', '{ lost: 0 }', 'a situation that the test itself brings about'],
    ['benchmark: {}', '{ throughput: "> 5/s" }', 'depends on what callers send'],
    ['benchmark: {}', '{ latency.max: < 5s }', 'the longest'],
    ['benchmark: {}', '{ latency.p95: "> 1ms" }', 'only an upper bound'],
    ['benchmark: {}', '{ latency.p95: < 11m }', 'histograms end at 600 s'],
    ['benchmark: {}', '{ success_rate: 90% ± 5% }', 'only a lower bound'],
    ['benchmark: { workers: [1, 3] }', '{ at: { workers: 3 }, latency.p95: < 1s }', '`workers`'],
    [
      'load: { stages: [{ rate: 5/s, duration: 5s }] }',
      '{ latency.p95: < 1s }',
      'changes with time',
    ],
    ['balance: { strategy: round_robin }', '{ share.each: 33% ± 5% }', 'uses `hybrid`'],
    ['balance: {}', '{ slots_exceeded: < 5 }', 'never exceeded'],
    [
      'benchmark: { concurrency: 5 }',
      '{ at: { concurrency: 5 }, regression: { metric: throughput, within: 5% } }',
      'stored baseline',
    ],
  ])('for %s %s', (check, expectation, reason) => {
    expect(watched(check, expectation)).toEqual({ reason: expect.stringContaining(reason) })
  })

  test('for a test that is not run, or cannot be run on this cluster', () => {
    const expectation = '{ success_rate: ">= 95%" }'
    expect(watched('balance: {}', expectation, { more: 'skip: moving house' })).toEqual({
      reason: 'the test is not run: moving house',
    })
    expect(watched('balance: {}', expectation, { more: 'requires: { workers: 5 }' })).toEqual({
      reason: 'it needs 5 workers, and this cluster has 3 for it',
    })
    expect(watched('balance: {}', expectation, { more: 'for: [a, b]' })).toEqual({
      reason: expect.stringContaining('the whole cluster'),
    })
  })

  test('the strategy of the cluster file is that of its front', () => {
    const cluster = clusterOf({ balancer: { strategy: 'round_robin' } })
    expect(
      watched('balance: { strategy: round_robin }', '{ share.each: 33% ± 5% }', { cluster }),
    ).toHaveProperty('signal')
  })
})
