import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { CheckContext } from '../../lib/checks/check.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Verdict } from '../../lib/record/verdict.ts'
import { runCase } from '../../lib/runner/run-case.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import type { TestCluster } from './balancer-cluster.ts'

/** Runs a check on all workers of a cluster; a check of one worker on the first. */
export function runPerfCheck(
  { cluster }: TestCluster,
  kind: CheckKind,
  options: object = {},
  changes: Partial<CheckContext> = {},
): Promise<Measurement> {
  const isOfOne = checkOf(kind).scope === 'worker'
  return checkOf(kind).run(
    { ...checkDefaults[kind], ...options },
    {
      cluster,
      workers: isOfOne ? cluster.workers.slice(0, 1) : cluster.workers,
      signal: AbortSignal.timeout(50_000),
      timeoutMs: 50_000,
      ...changes,
    },
  )
}

/** The verdict on the first test of a spec, written without `suite`; of a check of one worker, on the first. */
export async function verdictOf({ cluster }: TestCluster, tests: string): Promise<Verdict> {
  const text = `suite: s\nstage: perf\ntests:\n${tests}`
  const environment = { cluster, catalog: checkCatalog, env: {} }
  const [test] = readSpec({ file: '/specs/perf/a.spec.yaml', text }, environment).tests
  if (!test) throw new Error('no test')
  const workers = test.runs === 'each' ? cluster.workers.slice(0, 1) : cluster.workers
  return runCase(test, workers, { cluster, signal: AbortSignal.timeout(50_000), secrets: [] })
}

export function numberOf({ metrics }: Measurement, name: string): number {
  const value = metrics[name]
  if (typeof value !== 'number') throw new Error(`${name} is ${String(value)}`)
  return value
}
