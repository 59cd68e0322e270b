import type { AdaptOptions } from '../generated/checks/adapt.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check } from './check.ts'
import { chooseWorker } from './kit/choose-worker.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { servedMetrics, waitMetrics } from './load-kit/load-metrics.ts'
import { reportFaults } from './load-kit/server-words.ts'
import {
  optimalityGap,
  scaled,
  serviceMetrics,
  shareMetrics,
  type WorkerShare,
  workerShares,
} from './load-kit/share-metrics.ts'
import { SimulatorControl } from './load-kit/simulator-control.ts'

/** Whether the share of a slow worker follows its capacity. */
export const check: Check<AdaptOptions> = {
  async run({ requests, max_tokens: maxTokens, warmup, strategy, ...options }, context) {
    const builder = new MeasurementBuilder('adapt', { name: 'cluster' })
    const chosen = chooseWorker(context.workers, options.worker)
    if ('unknown' in chosen) return builder.error('WORKER_NOT_SELECTED', chosen.unknown).build()
    await using session = await BalancerSession.open(context, { strategy })
    const { watch, workers } = session
    const concurrency = options.concurrency ?? session.slots
    const workload = await openWorkload(options.workload, { maxTokens })
    await session.warmUp(workload, { requests: warmup, concurrency })
    const control = SimulatorControl.of(context.cluster, chosen)
    let shareBefore: number | undefined
    try {
      if (control) {
        await session.load(workload, { requests, concurrency })
        shareBefore = workerShares(watch, workers).find(({ id }) => id === chosen.id)?.share.value
        await control.set({ kind: 'slow', factor: Number.parseFloat(options.slower) })
        await session.warmUp(workload, { requests: warmup, concurrency })
      } else if (options.worker === undefined) {
        builder.note('real workers cannot be made slower: the slowest one is used')
      }
      const result = await session.load(workload, { requests, concurrency })
      const shares = workerShares(watch, workers)
      const isNamed = control !== undefined || options.worker !== undefined
      const slow = isNamed ? shares.find(({ id }) => id === chosen.id) : slowestOf(shares)
      const { metrics, intervals } = shareMetrics(shares)
      const { durationMs } = result
      return reportFaults(result.responses, session, builder)
        .intervals({ ...intervals, ...slowIntervals(slow) })
        .metrics({
          ...servedMetrics(result, watch),
          ...waitMetrics(watch),
          ...serviceMetrics(watch),
          ...metrics,
          ...slowMetrics(slow),
          'slow.share_before': shareBefore,
          optimality_gap: optimalityGap({ durationMs, requests, concurrency }, shares, workers),
          strategy: session.balancer.stats().strategy,
        })
        .build()
    } finally {
      await control?.clear()
    }
  },
}

function slowestOf(shares: readonly WorkerShare[]): WorkerShare | undefined {
  return shares.toSorted((a, b) => (b.serviceMs ?? 0) - (a.serviceMs ?? 0))[0]
}

function slowMetrics(slow: WorkerShare | undefined) {
  if (!slow) return {}
  const { share, capacityShare, serviceMs } = slow
  return {
    'slow.worker': slow.id,
    'slow.share': share.value,
    'slow.capacity_share': capacityShare,
    'slow.share_to_capacity': capacityShare === undefined ? undefined : share.value / capacityShare,
    'slow.service_time': serviceMs,
  }
}

function slowIntervals(slow: WorkerShare | undefined) {
  if (!slow) return {}
  const { share, capacityShare } = slow
  return {
    'slow.share': share,
    'slow.share_to_capacity':
      capacityShare === undefined ? undefined : scaled(share, 1 / capacityShare),
  }
}
