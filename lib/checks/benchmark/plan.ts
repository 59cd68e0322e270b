import type { Worker } from '../../cluster/cluster.ts'
import type { BenchmarkOptions } from '../../generated/checks/benchmark.ts'
import type { Labels } from '../../units/labels.ts'

/** Workers that are measured together. */
export interface Side {
  readonly name: 'candidate' | 'baseline'
  readonly workers: readonly Worker[]
  readonly concurrency: number
}

/** One level of a benchmark. */
export interface LoadLevel {
  readonly labels: Labels
  readonly candidate: Side
  /** Undefined: no comparison. */
  readonly baseline: Side | undefined
}

/** Why the options do not fit these workers. */
export interface PlanProblem {
  readonly code: 'UNKNOWN_WORKER' | 'TOO_FEW_WORKERS'
  readonly message: string
}

/**
 * The levels to measure, in order: every number of workers at every concurrency. The baseline runs at the
 * same concurrency as the candidate unless the options say otherwise, because a batching server is faster
 * at a higher concurrency even without a second worker.
 */
export function planLevels(
  options: BenchmarkOptions,
  workers: readonly Worker[],
): readonly LoadLevel[] | PlanProblem {
  const { compare } = options
  const candidates = workersNamed(compare?.candidate ?? 'all', workers)
  const counts = listOf(options.workers) ?? [candidates.workers.length]
  const baseline = compare
    ? workersNamed(compare.baseline, workers)
    : { workers: candidates.workers.slice(0, Math.min(...counts)), unknown: [] }
  const unknown = [...candidates.unknown, ...baseline.unknown]
  if (unknown.length > 0) {
    const known = workers.map(({ id }) => id).join(', ')
    return {
      code: 'UNKNOWN_WORKER',
      message: `no worker \`${unknown[0]}\` is selected; there are ${known}`,
    }
  }
  const most = Math.max(...counts)
  if (most > candidates.workers.length) {
    return {
      code: 'TOO_FEW_WORKERS',
      message: `\`workers\` is ${most}, but only ${candidates.workers.length} are selected`,
    }
  }
  const isCompared = compare !== undefined || options.workers !== undefined
  const baselineConcurrency = compare?.baseline_concurrency ?? 'same'
  return counts.flatMap((count) => {
    const measured = candidates.workers.slice(0, count)
    return concurrencies(options, measured).map((concurrency): LoadLevel => {
      const candidate: Side = { name: 'candidate', workers: measured, concurrency }
      return {
        labels: { concurrency, ...(options.workers !== undefined && { workers: count }) },
        candidate,
        baseline: isCompared
          ? {
              name: 'baseline',
              workers: baseline.workers,
              concurrency: concurrencyOf(baselineConcurrency, baseline.workers, concurrency),
            }
          : undefined,
      }
    })
  })
}

/** All slots of these workers. */
export function slotsOf(workers: readonly Worker[]): number {
  return workers.reduce((sum, { maxConcurrentRequests }) => sum + maxConcurrentRequests, 0)
}

function concurrencies(options: BenchmarkOptions, workers: readonly Worker[]): readonly number[] {
  const given = listOf(options.concurrency)
  if (given) return given
  const slots = slotsOf(workers)
  if (options.workers !== undefined) return [slots]
  // At two, some engines become much slower.
  const ladder = [1, 2, workers[0]?.maxConcurrentRequests ?? 1, slots]
  return [...new Set(ladder)].sort((a, b) => a - b)
}

function concurrencyOf(
  asked: 'same' | 'slots' | number,
  workers: readonly Worker[],
  concurrency: number,
): number {
  if (asked === 'same') return concurrency
  return asked === 'slots' ? slotsOf(workers) : asked
}

function workersNamed(
  named: 'first' | 'all' | readonly string[],
  workers: readonly Worker[],
): { readonly workers: readonly Worker[]; readonly unknown: readonly string[] } {
  if (named === 'all') return { workers, unknown: [] }
  if (named === 'first') return { workers: workers.slice(0, 1), unknown: [] }
  return {
    workers: workers.filter(({ id }) => named.includes(id)),
    unknown: named.filter((id) => !workers.some((worker) => worker.id === id)),
  }
}

function listOf(value: number | readonly number[] | undefined): readonly number[] | undefined {
  if (value === undefined) return undefined
  return typeof value === 'number' ? [value] : value
}
