import type { Cluster } from '../../cluster/cluster.ts'

/** What `--mode` chooses: levels of concurrency with all workers, numbers of workers, or both. */
export const benchModes = ['concurrency', 'scaling', 'both'] as const
export type BenchMode = (typeof benchModes)[number]

/** The two benchmarks of the guide; each is a run of the check `benchmark`. */
export type BenchPart = Exclude<BenchMode, 'both'>

/** What is to be measured, as the command line asks for it. */
export interface BenchPlan {
  readonly mode: BenchMode
  /** Of each level, by each side, in each repetition. */
  readonly requests: number
  readonly concurrencyLevels: readonly number[]
  readonly workerCounts: readonly number[]
  readonly repetitions: number
  /** Of each level; undefined: as many as its concurrency. */
  readonly warmup?: number
  readonly workload: string
  readonly maxTokens?: number
  readonly isStreamed?: boolean
  /** Whether the levels of concurrency are held against the first worker alone. */
  readonly isComparedToFirst: boolean
  /** In percent: below it a budget is missed. */
  readonly minSuccessRate: number
}

export const defaultLevels = [1, 2, 5, 10, 20, 50, 100] as const
export const defaultWorkerCounts = [1, 2, 3, 5, 10] as const

/** A plan that the workers can follow, and what had to be changed for that, in words. */
export interface FittedPlan {
  readonly plan: BenchPlan
  readonly notes: readonly string[]
}

/** Lowers numbers of workers to those that there are, and compares nobody with himself. */
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
