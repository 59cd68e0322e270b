import { readBalancer } from '../cluster/read/read-balancer.ts'
import type { BatchOptions } from '../generated/checks/batch.ts'
import { batch } from '../load/drivers/batch.ts'
import type { LoadRecord } from '../record/load-record.ts'
import { recordMetrics } from '../record/record-metrics.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Workload } from '../workload/workload.ts'
import { tailOf } from './batch/tail.ts'
import type { Check, CheckContext } from './check.ts'
import { announcedTime } from './kit/announced-time.ts'
import { declaredMetrics } from './kit/declared-metrics.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { NetworkWatch } from './kit/network-watch.ts'
import { AgentFleet, withAgents } from './load-kit/agent-fleet.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { clientCeiling, queueFor, reportLoad, sendMeasured } from './load-kit/measured-load.ts'
import {
  optimalityGap,
  shareMetrics,
  type WorkerShare,
  workerShares,
} from './load-kit/share-metrics.ts'

/** Default number of tasks of a batch with an endless workload. */
const defaultTasks = 100

/** How long all tasks of a batch take, until the last one has ended. */
export const check: Check<BatchOptions> = {
  async run(options, context) {
    const builder = new MeasurementBuilder('batch', { name: 'cluster' })
    const { max_tokens: maxTokens, stream } = options
    const workload = await openWorkload(options.workload, { maxTokens, isStreamed: stream })
    const tasks = options.tasks ?? workload.size ?? defaultTasks
    const slots = context.workers.reduce((sum, each) => sum + each.maxConcurrentRequests, 0)
    const concurrency = options.concurrency ?? slots
    const plan = { workload, tasks, slots, concurrency, warmup: options.warmup ?? concurrency }
    await withAgents(builder, async () => {
      await using fleet = await AgentFleet.open(options, context, builder)
      if (fleet) await sendByAgents(fleet, plan, options, context, builder)
      else await sendHere(plan, options, context, builder)
    })
    return builder.build()
  },
}

interface BatchPlan {
  readonly workload: Workload
  readonly tasks: number
  readonly slots: number
  readonly concurrency: number
  readonly warmup: number
}

async function sendHere(
  { workload, tasks, slots, concurrency, warmup }: BatchPlan,
  options: BatchOptions,
  context: CheckContext,
  builder: MeasurementBuilder,
): Promise<void> {
  const maxQueue = queueFor(concurrency, context)
  await using session = await BalancerSession.open(context, {
    strategy: options.strategy,
    maxQueue,
  })
  await using network = new NetworkWatch(context.workers, session.signal)
  const warmUpStartMs = performance.now()
  await session.warmUp(workload, { requests: warmup, concurrency })
  if (warmup > 0) {
    const perTaskMs = (performance.now() - warmUpStartMs) / warmup
    const words = announcedTime(tasks * perTaskMs, context.timeoutMs)
    if (words !== undefined) context.onNotice?.(words)
  }
  const record = await sendMeasured(session, context, {
    driver: batch({ tasks, concurrency }),
    workload,
    step: `${tasks} tasks`,
    countsChunks: options.tokens === 'chunks',
    inFlightAsked: Math.min(concurrency, tasks),
    ceilingPerSecond: await clientCeiling(concurrency, workload, session),
  })
  reportLoad(record, builder)
  network.report(builder)
  const shares = workerShares(session.watch, session.workers)
  const { metrics, intervals } = shareMetrics(shares)
  builder
    .metrics(declaredMetrics('batch', { ...recordMetrics(record), ...metrics }))
    .intervals(intervals)
    .metrics(batchMetrics(record))
    .metrics({
      tail: tailOf(session.watch.attempts, Math.min(concurrency, slots), record.durationMs),
      optimality_gap: gapOf(record, { tasks, concurrency }, shares, session),
      strategy: session.balancer.stats().strategy,
    })
}

/**
 * Each agent balances its share of the slots by itself. The order of all tasks, and so the tail and the gap
 * to the best order, is unknown.
 */
async function sendByAgents(
  fleet: AgentFleet,
  { tasks, concurrency, warmup }: BatchPlan,
  options: BatchOptions,
  context: CheckContext,
  builder: MeasurementBuilder,
): Promise<void> {
  const { strategy } = options
  const { record } = await fleet.sendMeasured(context, {
    driver: { kind: 'batch', tasks, concurrency },
    step: `${tasks} tasks`,
    options,
    inFlightAsked: Math.min(concurrency, tasks),
    session: { strategy, maxQueue: queueFor(concurrency, context) },
    warmup: { requests: warmup, concurrency },
  })
  reportLoad(record, builder)
  builder
    .metrics(declaredMetrics('batch', recordMetrics(record)))
    .metrics(batchMetrics(record))
    .metrics({ strategy: strategy ?? (context.cluster.balancer ?? readBalancer()).strategy })
}

/** A batch that was stopped has neither a makespan nor a rate of tasks, because it was not completed. */
function batchMetrics({ isCutShort, total, durationMs }: LoadRecord) {
  return {
    tasks: total.ended,
    makespan: isCutShort ? undefined : durationMs,
    tasks_per_minute: isCutShort || durationMs <= 0 ? undefined : (total.ok / durationMs) * 60_000,
  }
}

/** If tasks failed, the duration shows nothing about the balancer. */
function gapOf(
  { total, durationMs }: LoadRecord,
  { tasks, concurrency }: { readonly tasks: number; readonly concurrency: number },
  shares: readonly WorkerShare[],
  { workers }: BalancerSession,
): number | undefined {
  if (total.ok < tasks) return undefined
  return optimalityGap({ durationMs, requests: tasks, concurrency }, shares, workers)
}
