import type { Worker } from '../cluster/cluster.ts'
import type { LoadOptions } from '../generated/checks/load.ts'
import { driverOf } from '../load/drivers/driver-plan.ts'
import { Pace, type PaceRecord, paceMetrics } from '../load/pace.ts'
import type { LoadRecord } from '../record/load-record.ts'
import { recordMetrics } from '../record/record-metrics.ts'
import { UserError } from '../source/user-error.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check, CheckContext } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { NetworkWatch } from './kit/network-watch.ts'
import { sloOf } from './kit/option-values.ts'
import { DirectSession } from './load/direct-session.ts'
import { type LoadPlan, planLoad } from './load/plan.ts'
import { AgentFleet, withAgents } from './load-kit/agent-fleet.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import type { Metrics } from './load-kit/load-metrics.ts'
import { refuseTooLong } from './load-kit/load-time.ts'
import { clientCeiling, reportLoad, sendMeasured } from './load-kit/measured-load.ts'

/** How a cluster handles requests that arrive independently of its responses. */
export const check: Check<LoadOptions> = {
  async run(options, context) {
    const builder = new MeasurementBuilder('load', { name: 'cluster' })
    const plan = await readPlan(options)
    if ('unreadable' in plan) return builder.error('TRACE_UNREADABLE', plan.unreadable).build()
    if (refuseTooLong(plan.durationMs, context, builder)) return builder.build()
    const target = options.direct ? onlyWorker(context.workers) : undefined
    if (target instanceof Error)
      return builder.error('DIRECT_NEEDS_ONE_WORKER', target.message).build()
    await withAgents(builder, async () => {
      await using fleet = await AgentFleet.open(options, context, builder)
      const { record, pace } = fleet
        ? await sendByAgents(fleet, plan, options, context)
        : await sendHere(plan, options, target, context, builder)
      reportLoad(record, builder)
      builder.metrics({
        ...recordMetrics(record),
        ...openLoadMetrics(record),
        ...paceMetrics(pace, record.dropped),
      })
    })
    return builder.build()
  },
}

/** A sent load, and the rates at which requests became due and were completed. */
interface SentLoad {
  readonly record: LoadRecord
  readonly pace: PaceRecord
}

async function sendHere(
  plan: LoadPlan,
  options: LoadOptions,
  target: Worker | undefined,
  context: CheckContext,
  builder: MeasurementBuilder,
): Promise<SentLoad> {
  const { max_tokens: maxTokens, stream, strategy, slo } = options
  const workload = await openWorkload(options.workload, { maxTokens, isStreamed: stream })
  await using session = target
    ? await DirectSession.open(target, context)
    : await BalancerSession.open(context, { strategy })
  await using network = new NetworkWatch(context.workers, session.signal)
  const { slots } = session
  const warmup = { requests: options.warmup ?? slots, concurrency: slots }
  await session.warmUp(workload, warmup)
  // Keeps every request, of which there may be millions.
  if (session instanceof BalancerSession) session.watch.close()
  const pace = new Pace()
  const record = await sendMeasured(session, context, {
    driver: driverOf(plan.driver),
    step: plan.step,
    workload,
    slo: sloOf(slo),
    countsChunks: options.tokens === 'chunks',
    ceilingPerSecond: await clientCeiling(slots, workload, session),
    onSample: (sample) => pace.record(sample),
  })
  network.report(builder)
  return { record, pace: pace.toRecord() }
}

function sendByAgents(
  fleet: AgentFleet,
  plan: LoadPlan,
  options: LoadOptions,
  context: CheckContext,
): Promise<SentLoad> {
  const slots = context.workers.reduce((sum, each) => sum + each.maxConcurrentRequests, 0)
  return fleet.sendMeasured(context, {
    driver: plan.driver,
    step: plan.step,
    options,
    slo: sloOf(options.slo),
    session: { strategy: options.strategy },
    isDirect: options.direct === true,
    warmup: { requests: options.warmup ?? slots, concurrency: slots },
  })
}

async function readPlan(options: LoadOptions): Promise<LoadPlan | { readonly unreadable: string }> {
  try {
    return await planLoad(options)
  } catch (error) {
    if (error instanceof UserError) return { unreadable: error.message }
    throw error
  }
}

function onlyWorker(workers: readonly Worker[]): Worker | Error {
  const [worker, ...others] = workers
  if (worker && others.length === 0) return worker
  const ids = workers.map(({ id }) => id).join(', ')
  return new Error(`\`direct\` needs one worker, and the test selects ${workers.length}: ${ids}`)
}

/** Metrics of open loads only. */
function openLoadMetrics({ total, dropped, client }: LoadRecord): Metrics {
  const due = total.ended + dropped
  return {
    dropped,
    // A request that was rejected at the entrance got no successful response either.
    goodput: total.good === undefined || due === 0 ? undefined : (total.good / due) * 100,
    'client_lag.p99': client.lateStartP99Ms,
    'client_lag.max': client.lateStartMaxMs,
  }
}
