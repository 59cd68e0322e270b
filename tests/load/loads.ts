import { afterEach } from 'vitest'
import { Balancer, type BalancerOptions } from '../../lib/balancer/balancer.ts'
import type { SimulateOptions, Worker } from '../../lib/cluster/cluster.ts'
import {
  type SimulatedCluster,
  startSimulatedCluster,
} from '../../lib/simulator/simulated-cluster.ts'
import { workerAt } from '../balancer/workers.ts'

const running: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of running.splice(0).toReversed()) await close()
})

/** Constant times, with every request recorded. */
export const exact: SimulateOptions = {
  timeToFirstTokenMs: 40,
  tokenTimeMs: 5,
  jitter: 0,
  seed: 1,
  imitates: 'openai',
  record: true,
}

/** This many simulated workers that end with their test, with four slots each. */
export async function simulate(
  count: number,
  simulated: Partial<SimulateOptions> = {},
): Promise<SimulatedCluster> {
  const cluster = await startSimulatedCluster(
    Array.from({ length: count }, (_, index) =>
      workerAt(`w${index + 1}`, 0, {
        type: 'simulated',
        model: 'tiny',
        maxConcurrentRequests: 4,
        simulate: { ...exact, ...simulated },
      }),
    ),
  )
  running.push(() => cluster.close())
  return cluster
}

/** A balancer with open connections that ends with its test. */
export async function balanceOver(
  workers: readonly Worker[],
  options: Omit<Partial<BalancerOptions>, 'workers'> = {},
): Promise<Balancer> {
  const balancer = new Balancer({ workers, health: { intervalMs: 0 }, ...options })
  running.push(() => balancer.destroy())
  await balancer.warmUp()
  return balancer
}
