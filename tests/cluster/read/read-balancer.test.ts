import { describe, expect, test } from 'vitest'
import { strategyNames } from '../../../lib/balancer/strategies/registry.ts'
import { parseCluster } from '../../../lib/cluster/load-cluster.ts'
import { readBalancer } from '../../../lib/cluster/read/read-balancer.ts'
import { schemas } from '../../../lib/generated/schemas.ts'
import { parseSource } from '../../../lib/source/document.ts'

interface Schema {
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
}

const schema = (schemas.cluster as { properties: { balancer: Schema & { properties: object } } })
  .properties.balancer

/** A block with all defaults written out. */
function defaultsOf({ properties = {} }: Schema): Record<string, unknown> {
  const all = Object.entries(properties).map(([key, each]) => [
    key,
    each.properties ? defaultsOf(each) : each.default,
  ])
  return Object.fromEntries(all.filter(([, value]) => value !== undefined))
}

function balancerOf(block: string) {
  const text = `{ workers: [{ id: a, host: h, port: 1 }], balancer: { ${block} } }`
  return parseCluster(parseSource(text, '/lab.yaml'), {}).balancer
}

describe('the block `balancer`', () => {
  test('has the defaults of its schema', () => {
    const written = defaultsOf(schema)
    expect(Object.keys(written).length).toBeGreaterThan(10)
    expect(readBalancer(written)).toEqual(readBalancer())
  })

  test('accepts all strategies', () => {
    const { strategy } = schema.properties as unknown as { strategy: { enum: string[] } }
    expect(strategy.enum.toSorted()).toEqual(strategyNames.toSorted())
  })

  test('is read with all its values', () => {
    const block = `
      strategy: p2c, max_queue: 7, queue_timeout: 1m30s, timeout: 2h, idle_timeout: 500ms,
      connect_timeout: 1.5s, retries: 0, retry_budget: 12.5%, retry_completions: false,
      hedge_after: 250 us, slow_start: 0s, max_retry_after: 20s,
      health: { interval: 0s, timeout: 1s, path: /alive, failures: 3, silent_while_busy: 1m },
      circuit: { failures: 9, failure_rate: 0.25, window: 1 min, min_requests: 5, open_for: 1s, max_open_for: 1h }`
    expect(balancerOf(block)).toEqual({
      strategy: 'p2c',
      maxQueue: 7,
      queueTimeoutMs: 90_000,
      timeoutMs: 7_200_000,
      idleTimeoutMs: 500,
      connectTimeoutMs: 1_500,
      retries: 0,
      retryBudget: 0.125,
      retryCompletions: false,
      hedgeAfterMs: 0.25,
      slowStartMs: 0,
      maxRetryAfterMs: 20_000,
      health: {
        intervalMs: 0,
        timeoutMs: 1_000,
        path: '/alive',
        failures: 3,
        silentWhileBusyMs: 60_000,
      },
      circuit: {
        failures: 9,
        failureRate: 0.25,
        windowMs: 60_000,
        minRequests: 5,
        openForMs: 1_000,
        maxOpenForMs: 3_600_000,
      },
    })
  })

  test.each(['1us', '2µs', '3ms', '4s', '5m', '6min', '7h', '1m30s', '2h 5m', '1h 2min 3s'])(
    'understands %s',
    (duration) => {
      expect(balancerOf(`timeout: ${duration}`)?.timeoutMs).toBeGreaterThan(0)
    },
  )

  test.each([
    ['strategy: fastest', 'unknown_value'],
    ['weights: { a: 2 }', 'unknown_key'],
    ['health: { every: 5s }', 'unknown_key'],
    ['timeout: 0s', 'malformed'],
    ['timeout: 10', 'wrong_type'],
    ['retries: 11', 'out_of_range'],
    ['retry_budget: 101%', 'malformed'],
    ['retry_budget: 2', 'out_of_range'],
    ['health: { path: alive }', 'malformed'],
  ])('refuses `%s`', (block, code) => {
    expect(() => balancerOf(block)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code })] }),
    )
  })
})
