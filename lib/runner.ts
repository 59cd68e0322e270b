// biome-ignore-all lint/performance/noBarrelFile: the public entry point `clustergate/runner`

/**
 * Specs run from a program, without Vitest: `import { runSpec } from 'clustergate/runner'`.
 * @module runner
 */

import type { RunModules } from './runner/preflight.ts'
import {
  type RunSpecOptions,
  runSpecFile,
  type SpecInput,
  type SpecRun,
} from './runner/run-spec.ts'

export type { CheckProgress } from './checks/check.ts'
export type { Cluster, Worker } from './cluster/cluster.ts'
export type { WorkerInput } from './cluster/worker-input.ts'
export type { Measurement } from './record/measurement.ts'
export type { ConditionVerdict, Diagnosis, Verdict, VerdictStatus } from './record/verdict.ts'
export type { CaseResult } from './runner/case-result.ts'
export type { ClusterInput } from './runner/cluster-of-run.ts'
export type {
  CaseProgress,
  GateReport,
  RunSpecOptions,
  SpecInput,
  SpecRun,
} from './runner/run-spec.ts'
export { type Place, type Problem, UserError } from './source/user-error.ts'
export type { Stage } from './spec/spec.ts'

/**
 * Runs a spec in YAML without Vitest, each case to its verdict, like a run of Vitest: with confirming
 * measurements, and behind the network gate.
 * @throws UserError with all problems of cluster file and specs, each with its file, line and column
 * @example
 * const run = await runSpec('specs/network/ping.spec.yaml', { cluster: 'config/my_workers.json' })
 * if (run.status !== 'pass') process.exitCode = 1
 */
export function runSpec(spec: SpecInput, options: RunSpecOptions = {}): Promise<SpecRun> {
  return runSpecFile(spec, options, runModules)
}

/** Network specs in TypeScript need Vitest; a program without them does not. */
const runModules: RunModules = async (options) => {
  const { runModuleSpecs } = await import('./vitest/collect/module-specs.ts')
  return runModuleSpecs(options)
}
