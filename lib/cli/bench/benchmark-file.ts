import { availableParallelism, cpus } from 'node:os'
import type { Cluster, Worker } from '../../cluster/cluster.ts'
import type { Measurement } from '../../record/measurement.ts'
import type { Diagnosis } from '../../record/verdict.ts'
import type { GateState } from '../../runner/gate.ts'
import type { BenchMode, BenchPlan } from './bench-plan.ts'
import { type ComparedFigures, comparedFigures, levelsOf } from './compared-figures.ts'
import type { PartMeasurements } from './measure-parts.ts'

/**
 * The results of `clustergate bench`, in the format of the guide: its `jq` lines work on it. The schema
 * is schemas/benchmark-file.schema.json.
 */
export interface BenchmarkFile {
  readonly schema_version: 1
  readonly environment: {
    /** ISO 8601. */
    readonly date: string
    readonly clustergate: string
    readonly node: string
    readonly platform: string
    readonly cpus: number
    readonly cpu_model: string
  }
  /** `forced`: it was closed, and `--force` was set. */
  readonly gate: 'open' | 'forced'
  /** Why it was closed. */
  readonly gate_reason?: string
  readonly interrupted: boolean
  /** Why the results cannot be judged; empty if they can. */
  readonly unfit: readonly string[]
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'error' | 'interrupted'
  /** Diagnoses of what was missed, and of speedups below the guide's expectation. */
  readonly diagnoses: readonly Diagnosis[]
  readonly cluster: { readonly workers: readonly WorkerInFile[] }
  readonly workload: { readonly name: string; readonly hash: string }
  readonly options: {
    readonly mode: BenchMode
    readonly requests: number
    readonly repetitions: number
    readonly concurrency_levels?: readonly number[]
    readonly worker_counts?: readonly number[]
    readonly warmup?: number
    readonly max_tokens?: number | 'none'
    readonly min_success_rate: number
  }
  /** All workers, at each level. */
  readonly concurrency_benchmark: readonly ComparedFigures[]
  /** The smallest concurrency near the best throughput; absent below two levels. */
  readonly optimal_concurrency?: number
  /** Each number of workers, at all of its slots. */
  readonly scaling_benchmark: readonly ScalingFigures[]
  /** All measurements, in the format of the check `benchmark`. */
  readonly measurement: PartMeasurements
}

export interface WorkerInFile {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly type: string
  readonly model?: string
  readonly max_concurrent_requests: number
}

export type ScalingFigures = ComparedFigures & {
  /** All slots of these workers: workers × max_concurrent_requests. */
  readonly optimal_concurrency: number
}

/** The data of a finished run. */
export interface BenchRun {
  readonly plan: BenchPlan
  readonly cluster: Cluster
  readonly workload: { readonly name: string; readonly hash: string }
  readonly gate: GateState
  readonly measurement: PartMeasurements
  readonly verdict: BenchmarkFile['verdict']
  readonly diagnoses: readonly Diagnosis[]
  readonly startedAt: Date
  /** Version of this package. */
  readonly version: string
}

export function benchmarkFile(run: BenchRun): BenchmarkFile {
  const { plan, cluster, measurement } = run
  const { concurrency, scaling } = measurement
  const parts = Object.values(measurement)
  return {
    schema_version: 1,
    environment: environmentOf(run),
    gate: run.gate.open ? 'open' : 'forced',
    ...(!run.gate.open && { gate_reason: run.gate.reason }),
    interrupted: run.verdict === 'interrupted',
    unfit: [...new Set(parts.flatMap(({ unfit = [] }) => unfit))],
    verdict: run.verdict,
    diagnoses: run.diagnoses,
    cluster: { workers: cluster.workers.map(workerInFile) },
    workload: { name: run.workload.name, hash: run.workload.hash },
    options: optionsInFile(plan),
    concurrency_benchmark: concurrency
      ? levelsOf(concurrency).map((level) =>
          comparedFigures(concurrency, level, cluster.workers.length),
        )
      : [],
    ...optimalConcurrency(run),
    scaling_benchmark: scaling ? scalingFigures(scaling) : [],
    measurement,
  }
}

function environmentOf({ startedAt, version }: BenchRun): BenchmarkFile['environment'] {
  return {
    date: startedAt.toISOString(),
    clustergate: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpus: availableParallelism(),
    cpu_model: cpus()[0]?.model ?? 'unknown',
  }
}

function workerInFile(worker: Worker): WorkerInFile {
  const { id, host, port, type, model, maxConcurrentRequests } = worker
  return {
    id,
    host,
    port,
    type,
    ...(model !== undefined && { model }),
    max_concurrent_requests: maxConcurrentRequests,
  }
}

function optionsInFile(plan: BenchPlan): BenchmarkFile['options'] {
  const { mode, requests, repetitions, warmup, maxTokens } = plan
  return {
    mode,
    requests,
    repetitions,
    ...(mode !== 'scaling' && { concurrency_levels: plan.concurrencyLevels }),
    ...(mode !== 'concurrency' && { worker_counts: plan.workerCounts }),
    ...(warmup !== undefined && { warmup }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    min_success_rate: plan.minSuccessRate,
  }
}

/** Of a complete set of levels only. */
function optimalConcurrency({
  measurement: { concurrency },
  verdict,
}: BenchRun): Pick<BenchmarkFile, 'optimal_concurrency'> {
  const optimal = concurrency?.metrics.optimal_concurrency
  if (verdict === 'interrupted' || typeof optimal !== 'number') return {}
  return { optimal_concurrency: optimal }
}

/** Its levels run at all slots of their workers, which is the guide's formula for the optimum. */
function scalingFigures(measurement: Measurement): ScalingFigures[] {
  return levelsOf(measurement).map((level) => ({
    ...comparedFigures(measurement, level, level.workers ?? 1),
    optimal_concurrency: level.concurrency,
  }))
}
