import { bucketsSeconds } from '../../balancer/metrics/metric-buckets.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { type Bound, boundsOf, rounded } from '../bounds.ts'
import type { Objective, SloTest } from '../slo.ts'
import { declaredLoad } from './declared-load.ts'
import type { Histogram, ShareSignal, Watched } from './live-signal.ts'

/** Checks whose requests go through the balancer, and that cause nothing but load. */
const loads = new Set(['affinity', 'balance', 'batch', 'benchmark', 'load', 'soak'])

/** Checks that cause what they measure: live traffic need never have it. */
const situations = new Set(['adapt', 'failover', 'overload'])

/** The metrics of a front for an objective on this cluster, or why there are none. */
export function watch(test: SloTest, objective: Objective, cluster: Cluster): Watched {
  const { check, workerIds, requiredWorkers = 0, skip } = test
  const { metric, expectation } = objective
  if (skip !== undefined) return no(`the test is not run: ${skip}`)
  if (workerIds.length < requiredWorkers) {
    return no(
      `it needs ${requiredWorkers} workers, and this cluster has ${workerIds.length} for it`,
    )
  }
  if (expectation.regression) return no('it compares runs with a stored baseline')
  if (metric === 'slots_exceeded') return slots(objective)
  if (check === 'tcp' || check === 'model') return state(test, objective, cluster)
  if (situations.has(check)) return no('it is about a situation that the test itself brings about')
  if (!loads.has(check) && check !== 'latency') {
    return no(`the front knows nothing of what \`${check}\` measures`)
  }
  if (/^(?:open_loop\.)?success_rate$/.test(metric)) return success(test, objective, cluster)
  if (metric.startsWith('share.')) return share(test, objective, cluster)
  const time = timeOf(metric)
  if (time) return times(test, objective, cluster, time)
  return no(
    missingWords.find(([pattern]) => pattern.test(metric))?.[1] ?? 'the front has no metric for it',
  )
}

const timePattern =
  /^(?:open_loop\.)?(latency|ttft|first_token|service_time|queue_wait)\.(?:p(\d+(?:\.\d+)?)|avg)$/

interface TimeName {
  readonly name: 'latency' | 'ttft' | 'first_token' | 'service_time' | 'queue_wait'
  /** Absent: the mean. */
  readonly percent?: string
}

function timeOf(metric: string): TimeName | undefined {
  const [, name, percent] = timePattern.exec(metric) ?? []
  if (name === undefined) return undefined
  return { name: name as TimeName['name'], ...(percent !== undefined && { percent }) }
}

const missingWords: readonly (readonly [RegExp, string])[] = [
  [/\.(?:max|min)$/, 'a histogram does not keep the longest and the shortest time'],
  [/throughput|_per_|goodput|achieved/, 'how much is served depends on what callers send'],
  [/speedup|scaling|optimal|capacity|loss|ratio/, 'it compares loads that the test itself sends'],
]

function slots({ expectation }: Objective): Watched {
  const bounds = boundsOf(expectation.condition.condition) ?? []
  const isNone = bounds.every(({ op, value }) => (op === 'lt' ? value <= 1 : value === 0))
  return isNone && bounds.length > 0
    ? { signal: { kind: 'slots' } }
    : no('only that slots are never exceeded can be seen')
}

/** The state of a worker whose port and API respond. */
function state(
  { check, options, workerIds }: SloTest,
  objective: Objective,
  cluster: Cluster,
): Watched {
  const isOfWorker = options.host === undefined && options.port === undefined
  const isTrue = boundsOf(objective.expectation.condition.condition)?.[0]?.value === 1
  const known = check === 'tcp' ? ['open'] : ['api', 'answers']
  if (!isOfWorker) return no('it is about another address than that of a worker')
  if (!isTrue || !known.includes(objective.metric)) {
    return no(`the front knows only whether a worker is out, not \`${objective.metric}\``)
  }
  const refusing = check === 'model' ? ['unauthorized'] : []
  const states = ['down', 'ejected', ...refusing]
  return { signal: { kind: 'state', states, ...selected(workerIds, cluster) } }
}

function success({ check, workerIds }: SloTest, objective: Objective, cluster: Cluster): Watched {
  if (check === 'latency' || isPartOf(workerIds, cluster)) {
    return no('outcomes are counted for the whole cluster, and it is about a part of it')
  }
  const bound = only(objective, ['gt', 'gte'])
  if (!bound) return no('only a lower bound of it can be watched')
  const budgetPercent = rounded(100 - bound.value)
  return { signal: { kind: 'success', budgetPercent, isStrict: bound.op === 'gt' } }
}

const histograms: Readonly<Record<TimeName['name'], Histogram>> = {
  latency: 'clustergate_service_seconds',
  service_time: 'clustergate_service_seconds',
  ttft: 'clustergate_time_to_first_token_seconds',
  first_token: 'clustergate_time_to_first_token_seconds',
  queue_wait: 'clustergate_queue_wait_seconds',
}

function times(
  test: SloTest,
  objective: Objective,
  cluster: Cluster,
  { name, percent }: TimeName,
): Watched {
  const bound = only(objective, ['lt', 'lte'])
  if (!bound) return no('only an upper bound of it can be watched')
  const limitSeconds = rounded(bound.value / 1_000)
  const longest = bucketsSeconds.at(-1) ?? 0
  if (limitSeconds >= longest) return no(`the histograms end at ${longest} s`)
  const histogram = histograms[name]
  if (histogram === 'clustergate_queue_wait_seconds' && isPartOf(test.workerIds, cluster)) {
    return no('waits are measured for the whole cluster, and it is about a part of it')
  }
  const declared = declaredLoad(test, objective)
  if ('reason' in declared) return declared
  const isAlone = test.check === 'latency'
  return {
    signal: {
      kind: 'time',
      histogram,
      limitSeconds,
      isStrict: bound.op === 'lte',
      statistic: percent === undefined ? 'mean' : rounded(Number(percent) / 100),
      // The declared time includes the wait; the histogram begins at the slot.
      isPart: !isAlone && (name === 'latency' || name === 'ttft'),
      isPerWorker: isAlone,
      ...(histogram !== 'clustergate_queue_wait_seconds' && selected(test.workerIds, cluster)),
      load: declared.load,
    },
  }
}

function share(test: SloTest, objective: Objective, cluster: Cluster): Watched {
  const { options, workerIds } = test
  const { strategy } = options
  const own = cluster.balancer?.strategy ?? 'hybrid'
  if (strategy !== undefined && strategy !== own) {
    return no(
      `it is about the strategy \`${strategy}\`, and the front of this cluster uses \`${own}\``,
    )
  }
  if (isPartOf(workerIds, cluster)) return no('it is about shares among a part of the workers')
  const bounds = boundsOf(objective.expectation.condition.condition)
  if (!bounds) return no('only bounds of it can be watched')
  const declared = declaredLoad(test, objective)
  if ('reason' in declared) return declared
  const worker = objective.family?.member
  return {
    signal: {
      kind: 'share',
      ...(worker !== undefined && { worker }),
      ...limits(bounds),
      requests: Number(options.requests ?? options.tasks ?? 300),
      load: declared.load,
    },
  }
}

/** The narrowest, if there are several. */
function limits(bounds: readonly Bound[]): Pick<ShareSignal, 'low' | 'high'> {
  const lows = bounds.filter(({ op }) => op.startsWith('g')).map(({ value }) => value)
  const highs = bounds.filter(({ op }) => op.startsWith('l')).map(({ value }) => value)
  return {
    ...(lows.length > 0 && { low: Math.max(...lows) }),
    ...(highs.length > 0 && { high: Math.min(...highs) }),
  }
}

/** The only bound, if it is on this side. */
function only({ expectation }: Objective, ops: readonly Bound['op'][]): Bound | undefined {
  const bounds = boundsOf(expectation.condition.condition) ?? []
  // A percentage of exactly 100 is a lower bound: there is no more.
  const sides = bounds.filter(({ op, value }) => !(op === 'lte' && isFullShare(expectation, value)))
  return sides.length === 1 ? sides.find(({ op }) => ops.includes(op)) : undefined
}

function isFullShare({ dimension }: Objective['expectation'], value: number): boolean {
  return dimension === 'percentage' && value === 100
}

function isPartOf(workerIds: readonly string[], { workers }: Cluster): boolean {
  return workerIds.length < workers.length
}

function selected(
  workerIds: readonly string[],
  cluster: Cluster,
): { readonly workers?: readonly string[] } {
  return isPartOf(workerIds, cluster) ? { workers: workerIds } : {}
}

function no(reason: string): Watched {
  return { reason }
}
