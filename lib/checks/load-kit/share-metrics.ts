import type { Worker } from '../../cluster/cluster.ts'
import type { BalancerWatch } from '../../load/balancer-watch.ts'
import { shareIntervals } from '../../stats/intervals/share.ts'
import { quantile } from '../../stats/intervals/summary.ts'
import { makespanBound, type WorkerCapacity } from '../../stats/makespan-bound.ts'
import type { MetricValue } from '../../units/dimension.ts'
import type { Interval } from '../../units/interval.ts'
import { served } from './load-metrics.ts'

/** One worker's share of requests and of capacity. */
export interface WorkerShare {
  readonly id: string
  /** In percentage points. */
  readonly share: Interval & { readonly value: number }
  /** Mean over its served requests, in milliseconds; undefined: none. */
  readonly serviceMs: number | undefined
  /** Its share of all slots over service times, in percentage points; undefined if one is unknown. */
  readonly capacityShare: number | undefined
}

/** Shares of the load in the order in which it was sent, compared with shares of the capacity. */
export function workerShares(
  watch: Pick<BalancerWatch, 'attempts'>,
  workers: readonly Worker[],
): WorkerShare[] {
  const attempts = watch.attempts.filter(({ isOk }) => isOk)
  const sequence = attempts
    .toSorted((a, b) => a.startMs - b.startMs)
    .map(({ workerId }) => workerId)
  const shares = shareIntervals(
    sequence,
    workers.map(({ id }) => id),
  )
  const serviceMs = new Map(workers.map(({ id }) => [id, meanService(watch, id)]))
  const rates = workers.map(({ id, maxConcurrentRequests }) => {
    const ms = serviceMs.get(id)
    return ms === undefined ? undefined : maxConcurrentRequests / ms
  })
  const isKnown = rates.every((rate) => rate !== undefined)
  const total = rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0)
  return workers.flatMap(({ id }, index) => {
    const estimate = shares.get(id)
    if (!estimate) return []
    const { share: value, low, high, confidence } = estimate
    const capacityShare = isKnown ? ((rates[index] ?? 0) / total) * 100 : undefined
    const share = { value, low, high, confidence }
    return [{ id, share, serviceMs: serviceMs.get(id), capacityShare }]
  })
}

function meanService(
  { attempts }: Pick<BalancerWatch, 'attempts'>,
  id: string,
): number | undefined {
  const times = attempts.filter(({ workerId, isOk }) => workerId === id && isOk)
  if (times.length === 0) return undefined
  return times.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / times.length
}

export interface ShareMetrics {
  readonly metrics: Readonly<Record<string, MetricValue | undefined>>
  readonly intervals: Readonly<Record<string, Interval | undefined>>
}

/** The shares as metrics: one of each kind per worker, with the interval of the sample. */
export function shareMetrics(shares: readonly WorkerShare[]): ShareMetrics {
  const metrics: Record<string, MetricValue | undefined> = {}
  const intervals: Record<string, Interval | undefined> = {}
  for (const { id, share, capacityShare } of shares) {
    metrics[`share.${id}`] = share.value
    intervals[`share.${id}`] = share
    if (capacityShare === undefined) continue
    metrics[`capacity_share.${id}`] = capacityShare
    metrics[`share_to_capacity.${id}`] = share.value / capacityShare
    intervals[`share_to_capacity.${id}`] = scaled(share, 1 / capacityShare)
  }
  const values = shares.map(({ share }) => share.value)
  if (values.length > 0) metrics.imbalance = (Math.max(...values) * values.length) / 100
  return { metrics, intervals }
}

/** An interval in another unit. */
export function scaled({ low, high, confidence }: Interval, factor: number): Interval {
  return { low: low * factor, high: high * factor, confidence }
}

/**
 * The duration of a load over the minimum that the workers' own service times allow, in percent above it.
 */
export function optimalityGap(
  {
    durationMs,
    requests,
    concurrency,
  }: { durationMs: number; requests: number; concurrency: number },
  shares: readonly WorkerShare[],
  workers: readonly Worker[],
): number | undefined {
  const capacities = workers.map(
    ({ id, maxConcurrentRequests: slots }): WorkerCapacity | undefined => {
      const serviceMs = shares.find((share) => share.id === id)?.serviceMs
      return serviceMs === undefined ? undefined : { slots, serviceMs }
    },
  )
  // A worker that served nothing may be the fastest of all: then the bound is unknown.
  if (capacities.some((capacity) => capacity === undefined)) return undefined
  const known = capacities.filter((capacity) => capacity !== undefined)
  const boundMs = makespanBound({ jobs: requests, workers: known, concurrency })
  return (durationMs / boundMs - 1) * 100
}

/** Service times over all workers. */
export function serviceMetrics(watch: BalancerWatch) {
  const requests = served(watch)
  const services = requests.flatMap(({ serviceMs }) => serviceMs ?? [])
  const firstTokens = requests.flatMap(({ firstTokenMs }) => firstTokenMs ?? [])
  const sum = services.reduce((total, ms) => total + ms, 0)
  return {
    'service_time.avg': services.length === 0 ? undefined : sum / services.length,
    'first_token.p50': quantile(firstTokens, 0.5) ?? undefined,
  }
}
