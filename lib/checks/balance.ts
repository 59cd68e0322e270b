import type { BalanceOptions } from '../generated/checks/balance.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { servedMetrics, waitMetrics } from './load-kit/load-metrics.ts'
import { reportFaults } from './load-kit/server-words.ts'
import {
  optimalityGap,
  serviceMetrics,
  shareMetrics,
  workerShares,
} from './load-kit/share-metrics.ts'

/** How a load is spread over the workers by the built-in balancer. */
export const check: Check<BalanceOptions> = {
  async run({ requests, max_tokens: maxTokens, warmup, strategy, ...options }, context) {
    const builder = new MeasurementBuilder('balance', { name: 'cluster' })
    await using session = await BalancerSession.open(context, { strategy })
    const { watch, workers } = session
    const concurrency = options.concurrency ?? session.slots
    const workload = await openWorkload(options.workload, { maxTokens })
    await session.warmUp(workload, { requests: warmup, concurrency })
    const result = await session.load(workload, { requests, concurrency })
    const shares = workerShares(watch, workers)
    const { metrics, intervals } = shareMetrics(shares)
    const { durationMs } = result
    reportFaults(result.responses, session, builder)
      .intervals(intervals)
      .metrics({
        ...servedMetrics(result, watch),
        ...waitMetrics(watch),
        ...serviceMetrics(watch),
        ...metrics,
        strategy: session.balancer.stats().strategy,
      })
    // If requests failed, the duration shows nothing about the balancer.
    if (result.responses.length === requests && result.responses.every(({ isValid }) => isValid)) {
      const gap = optimalityGap({ durationMs, requests, concurrency }, shares, workers)
      builder.metrics({ optimality_gap: gap })
    }
    return builder.build()
  },
}
