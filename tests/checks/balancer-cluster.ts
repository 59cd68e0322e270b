import { checkOf } from '../../lib/checks/registry.ts'
import type { BalancerSettings } from '../../lib/cluster/balancer-settings.ts'
import type { Cluster, SimulateOptions, Worker } from '../../lib/cluster/cluster.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { startSimulatedCluster } from '../../lib/simulator/simulated-cluster.ts'

const simulate: SimulateOptions = {
  timeToFirstTokenMs: 10,
  tokenTimeMs: 1,
  jitter: 0.1,
  seed: 1,
  imitates: 'openai',
}

/** A worker of a test's cluster; omitted properties are equal for all. */
export interface WorkerPlan extends Partial<SimulateOptions> {
  readonly claims?: number
}

export interface TestCluster extends AsyncDisposable {
  readonly cluster: Cluster
  run(kind: CheckKind, options?: object, settings?: Partial<BalancerSettings>): Promise<Measurement>
  /** Switches the fault of a worker, by its number from 1. */
  fault(number: number, fault: object): Promise<void>
  served(): Promise<Record<string, number>>
}

/** Simulated workers w1, w2 ... on loopback, with the checks to run on them. */
export async function startTestCluster(plans: readonly WorkerPlan[]): Promise<TestCluster> {
  const planned = plans.map(
    ({ claims = 3, ...changes }, index): Worker => ({
      id: `w${index + 1}`,
      host: '127.0.0.1',
      port: 0,
      type: 'simulated',
      model: 'tiny',
      maxConcurrentRequests: claims,
      tags: [],
      basePath: '',
      simulate: { ...simulate, seed: index + 1, ...changes },
    }),
  )
  const simulated = await startSimulatedCluster(planned, { control: true })
  const cluster: Cluster = {
    file: '/cluster.yaml',
    workers: simulated.workers,
    allowCommands: false,
    ...(simulated.controlUrl !== undefined && { simulatorUrl: simulated.controlUrl }),
  }
  return {
    cluster,
    run: (kind, options = {}, settings = {}) =>
      checkOf(kind).run(
        { ...checkDefaults[kind], warmup: 10, ...options },
        {
          cluster: { ...cluster, balancer: { ...readBalancer(), ...settings } },
          workers: kind === 'slots' ? cluster.workers.slice(0, 1) : cluster.workers,
          signal: AbortSignal.timeout(50_000),
          timeoutMs: 50_000,
        },
      ),
    fault: async (number, fault) => {
      const url = `${simulated.controlUrl}/workers/w${number}/fault`
      const response = await fetch(url, { method: 'PUT', body: JSON.stringify(fault) })
      if (!response.ok) throw new Error(await response.text())
    },
    served: async () => {
      const response = await fetch(`${simulated.controlUrl}/workers`)
      const { workers } = (await response.json()) as { workers: { id: string; served: number }[] }
      return Object.fromEntries(workers.map(({ id, served }) => [id, served]))
    },
    [Symbol.asyncDispose]: () => simulated.close(),
  }
}
