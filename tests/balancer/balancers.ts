import { afterEach } from 'vitest'
import { Balancer, type BalancerOptions } from '../../lib/balancer/balancer.ts'
import type { BalancerEvent } from '../../lib/balancer/events.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import type { TestWorker } from './workers.ts'

const running: Balancer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((balancer) => balancer.destroy()))
})

export const defaults = readBalancer()

type Changes = Omit<Partial<BalancerOptions>, 'workers'>

/** A balancer that ends with its test; without probes, unless a test enables them. */
export function balance(
  workers: readonly (TestWorker | Worker)[],
  changes: Changes = {},
): Balancer {
  const balancer = new Balancer({
    workers: workers.map((each) => ('worker' in each ? each.worker : each)),
    strategy: 'round_robin',
    health: { ...defaults.health, intervalMs: 0 },
    ...changes,
  })
  running.push(balancer)
  return balancer
}

/** Every event of a balancer from now on. */
export function eventsOf(balancer: Balancer): BalancerEvent[] {
  const events: BalancerEvent[] = []
  balancer.onEvent((event) => events.push(event))
  return events
}

export const completion = '/v1/chat/completions'
export const origin = 'http://cluster'

/** Requests a completion; the response is read to its end. */
export async function ask(
  balancer: Balancer,
  options: Partial<Parameters<Balancer['request']>[0]> = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const { statusCode, body } = await balancer.request({
    origin,
    path: completion,
    method: 'POST' as const,
    body: '{"model":"m"}',
    ...options,
  })
  return { status: statusCode, text: await body.text() }
}

/** The code of a request's error, or its name. */
export async function codeOf(response: Promise<unknown>): Promise<string> {
  try {
    await response
    return 'answered'
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: unknown } }
    const codes = [cause?.code, (error as { code?: unknown }).code]
    return codes.find((code) => typeof code === 'string') ?? name
  }
}

/** Waits until a condition is true; fails the test if it never is. */
export async function until(holds: () => boolean, withinMs = 10_000): Promise<void> {
  const endMs = performance.now() + withinMs
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`not within ${withinMs}ms: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
