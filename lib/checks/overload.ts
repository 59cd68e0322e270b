import type { RequestSummary } from '../balancer/events.ts'
import type { OverloadOptions } from '../generated/checks/overload.ts'
import type { BalancerWatch } from '../load/balancer-watch.ts'
import type { ModelResponse } from '../load/model-response.ts'
import { quantile } from '../stats/intervals/summary.ts'
import { makespanBound } from '../stats/makespan-bound.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { served, waitMetrics } from './load-kit/load-metrics.ts'
import { reportFaults } from './load-kit/server-words.ts'
import { workerShares } from './load-kit/share-metrics.ts'

/** Behaviour beyond the capacity: clean rejections, bounded latency of admitted requests, recovery. */
export const check: Check<OverloadOptions> = {
  async run(options, context) {
    const { requests, max_tokens: maxTokens, max_queue: maxQueue, warmup, strategy } = options
    const builder = new MeasurementBuilder('overload', { name: 'cluster' })
    await using session = await BalancerSession.open(context, { strategy, maxQueue })
    const { watch, slots } = session
    const workload = await openWorkload(options.workload, { maxTokens })
    await session.warmUp(workload, { requests: warmup, concurrency: slots })
    const calm = { requests: Math.max(50, 3 * slots), concurrency: slots }
    const calmBefore = await session.load(workload, calm)
    if (!calmBefore.responses.some(({ isValid }) => isValid)) {
      // What such workers do not serve, the balancer rejects: that shows nothing about a burst.
      reportFaults(calmBefore.responses, session, builder)
      return builder.note('no request succeeded before the burst: it was not sent').build()
    }
    const before = medianLatency(watch)
    watch.reset()

    const burst = await session.load(workload, { requests, concurrency: requests })
    const unclean = burst.responses.filter(({ fault }) => !isRefusal(fault))
    reportFaults(unclean, session, builder)
    builder.metrics(burstMetrics(session, burst.responses, requests))
    builder.metrics({ slots_exceeded: waitMetrics(watch).slots_exceeded })
    watch.reset()

    const after = await session.load(workload, calm)
    const valid = after.responses.filter(({ isValid }) => isValid).length
    const median = medianLatency(watch)
    return builder
      .metrics({
        'recovery.success_rate':
          after.responses.length === 0 ? undefined : (valid / after.responses.length) * 100,
        'recovery.slowdown': median !== undefined && before ? median / before : undefined,
      })
      .build()
  },
}

const isRefusal = (fault: string | undefined) =>
  fault === 'BALANCER_QUEUE_FULL' || fault === 'BALANCER_QUEUE_TIMEOUT'

function medianLatency(watch: BalancerWatch): number | undefined {
  return (
    quantile(
      served(watch).map(({ totalMs }) => totalMs),
      0.5,
    ) ?? undefined
  )
}

function burstMetrics(
  { watch, workers }: BalancerSession,
  responses: readonly ModelResponse[],
  sent: number,
) {
  // The balancer does not parse bodies: only its caller knows whether a response is valid.
  const good = new Set(responses.flatMap(({ isValid, requestId }) => (isValid ? requestId : [])))
  const isRejected = ({ outcome }: RequestSummary) => outcome === 'rejected'
  const rejected = watch.requests.filter(
    (request) => isRejected(request) && isRefusal(request.errorCode),
  )
  const admitted = watch.requests.filter(({ attempts }) => attempts > 0)
  const ok = served(watch).filter(({ id }) => good.has(id))
  const latencies = ok.map(({ totalMs }) => totalMs)
  const longest = latencies.length === 0 ? undefined : Math.max(...latencies)
  const shares = workerShares(watch, workers)
  const capacities = shares.flatMap(({ id, serviceMs }) => {
    const slots = workers.find((worker) => worker.id === id)?.maxConcurrentRequests
    return serviceMs === undefined || slots === undefined ? [] : [{ slots, serviceMs }]
  })
  const minMs =
    capacities.length === 0
      ? undefined
      : makespanBound({ jobs: admitted.length, workers: capacities, concurrency: sent })
  return {
    admitted: admitted.length,
    // Where nothing is served, whatever waits is rejected sooner or later.
    rejected: ok.length === 0 ? undefined : rejected.length,
    unclean: sent - ok.length - rejected.length,
    'reject_time.max':
      rejected.length === 0 || ok.length === 0
        ? undefined
        : Math.max(...rejected.map(({ totalMs }) => totalMs)),
    'admitted.success_rate':
      admitted.length === 0 ? undefined : (ok.length / admitted.length) * 100,
    'admitted.latency.p95': quantile(latencies, 0.95) ?? undefined,
    'admitted.latency.max': longest,
    'admitted.slowdown': longest !== undefined && minMs ? longest / minMs : undefined,
  }
}
