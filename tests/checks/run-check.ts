import { checkOf } from '../../lib/checks/registry.ts'
import type { BalancerSettings } from '../../lib/cluster/balancer-settings.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import type { Measurement } from '../../lib/record/measurement.ts'

/** Runs a check on real workers of a test. */
export function runCheckOn(
  workers: readonly Worker[],
  kind: CheckKind,
  options: object = {},
  settings: Partial<BalancerSettings> = {},
): Promise<Measurement> {
  const balancer = { ...readBalancer(), ...settings }
  return checkOf(kind).run(
    { ...checkDefaults[kind], ...options },
    {
      cluster: { file: '/cluster.yaml', workers, allowCommands: false, balancer },
      workers,
      signal: AbortSignal.timeout(50_000),
      timeoutMs: 50_000,
    },
  )
}
