import type { Cluster } from '../../cluster/cluster.ts'

/** The choice of `--mode`: levels of concurrency with all workers, numbers of workers, or both. */
export const benchModes = ['concurrency', 'scaling', 'both'] as const
export type BenchMode = (typeof benchModes)[number]

/** The two benchmarks of the guide; each is one run of the check `benchmark`. */
export type BenchPart = Exclude<BenchMode, 'both'>

/** The benchmark that the command line describes. */
export interface BenchPlan {
  readonly mode: BenchMode
  /** Requests per level, side and repetition. */
  readonly requests: number
  readonly concurrencyLevels: readonly number[]
  readonly workerCounts: readonly number[]
  readonly repetitions: number
  /** Warm-up requests per level; undefined: as many as its concurrency. */
  readonly warmup?: number
  readonly workload: string
  /** Maximum tokens of each response; `none`: no limit is sent; undefined: that of the workload. */
  readonly maxTokens?: number | 'none'
  readonly isStreamed?: boolean
  /** Whether the levels of concurrency are compared with the first worker alone. */
  readonly isComparedToFirst: boolean
  /** In percent: a lower one is a missed budget. */
  readonly minSuccessRate: number
}

export const defaultLevels = [1, 2, 5, 10, 20, 50, 100] as const
export const defaultWorkerCounts = [1, 2, 3, 5, 10] as const

/** A plan that the workers can execute, and the changes made for that, in words. */
export interface FittedPlan {
  readonly plan: BenchPlan
  readonly notes: readonly string[]
}

/** Lowers numbers of workers to the existing ones, and never compares a set with itself. */
export function fitToWorkers(plan: BenchPlan, { workers }: Cluster): FittedPlan {
  const notes: string[] = []
  const isAlone = workers.length === 1
  if (plan.isComparedToFirst && isAlone) {
    notes.push(`${workers[0]?.id} is the only worker: there is no other worker to compare it with`)
  }
  const tooMany = plan.workerCounts.filter((count) => count > workers.length)
  if (plan.mode !== 'concurrency' && tooMany.length > 0) {
    const there = isAlone ? 'there is 1 worker' : `there are ${workers.length} workers`
    const asked = listed.format([...new Set(tooMany)].map(String))
    notes.push(`${there}: ${asked} of --worker-counts became ${workers.length}`)
  }
  const counts = plan.workerCounts.map((count) => Math.min(count, workers.length))
  const fitted = {
    ...plan,
    workerCounts: [...new Set(counts)],
    isComparedToFirst: plan.isComparedToFirst && !isAlone,
  }
  return { plan: fitted, notes }
}

const listed = new Intl.ListFormat('en-GB')
