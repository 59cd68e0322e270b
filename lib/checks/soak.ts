import type { SoakOptions } from '../generated/checks/soak.ts'
import { type DriverPlan, driverOf } from '../load/drivers/driver-plan.ts'
import { recordMetrics } from '../record/record-metrics.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check, CheckContext } from './check.ts'
import { declaredMetrics } from './kit/declared-metrics.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { NetworkWatch } from './kit/network-watch.ts'
import { durationMs, ratePerSecond } from './kit/option-values.ts'
import { AgentFleet, withAgents } from './load-kit/agent-fleet.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { refuseTooLong } from './load-kit/load-time.ts'
import { clientCeiling, queueFor, reportLoad, sendMeasured } from './load-kit/measured-load.ts'
import { driftMetrics } from './soak/drift-metrics.ts'
import { driftOfTimeline } from './soak/drift-of-timeline.ts'
import { DriftWatch } from './soak/drift-watch.ts'

/** Whether a cluster under a steady load keeps its speed, or becomes hot, full or slower. */
export const check: Check<SoakOptions> = {
  async run(options, context) {
    const builder = new MeasurementBuilder('soak', { name: 'cluster' })
    const plan = planOf(options, context)
    if (refuseTooLong(plan.durationMs, context, builder)) return builder.build()
    await withAgents(builder, async () => {
      await using fleet = await AgentFleet.open(options, context, builder)
      if (fleet) await sendByAgents(fleet, plan, options, context, builder)
      else await sendHere(plan, options, context, builder)
    })
    return builder.build()
  },
}

async function sendHere(
  { driver, ...plan }: SoakPlan,
  options: SoakOptions,
  context: CheckContext,
  builder: MeasurementBuilder,
): Promise<void> {
  const { workload: reference, max_tokens: maxTokens, stream, strategy } = options
  const workload = await openWorkload(reference, { maxTokens, isStreamed: stream })
  const maxQueue = queueFor(plan.concurrency, context)
  await using session = await BalancerSession.open(context, { strategy, maxQueue })
  await using network = new NetworkWatch(context.workers, session.signal)
  const warmup = { requests: options.warmup ?? plan.concurrency, concurrency: plan.concurrency }
  await session.warmUp(workload, warmup)
  // Keeps every request, of which there may be millions.
  session.watch.close()
  const ceilingPerSecond = await clientCeiling(plan.concurrency, workload, session)
  const drift = new DriftWatch({ ...plan, startMs: performance.now() })
  const record = await sendMeasured(session, context, {
    ...plan,
    driver: driverOf(driver),
    workload,
    ceilingPerSecond,
    countsChunks: options.tokens === 'chunks',
    onSample: (sample) => drift.record(sample),
  })
  const stoppedMs = record.isCutShort ? performance.now() : undefined
  const { metrics, intervals } = driftMetrics(drift.report(stoppedMs))
  reportLoad(record, builder)
  network.report(builder)
  builder
    .metrics(declaredMetrics('soak', recordMetrics(record)))
    .metrics(metrics)
    .intervals(intervals)
}

/** The drift is that of the merged timeline, which has no service times: `throttled` is unknown. */
async function sendByAgents(
  fleet: AgentFleet,
  { driver, durationMs, concurrency, inFlightAsked, step }: SoakPlan,
  options: SoakOptions,
  context: CheckContext,
  builder: MeasurementBuilder,
): Promise<void> {
  const { record } = await fleet.sendMeasured(context, {
    driver,
    step,
    options,
    inFlightAsked,
    session: { strategy: options.strategy, maxQueue: queueFor(concurrency, context) },
    warmup: { requests: options.warmup ?? concurrency, concurrency },
  })
  const { metrics, intervals } = driftMetrics(driftOfTimeline(record.timeline, durationMs))
  reportLoad(record, builder)
  builder
    .metrics(declaredMetrics('soak', recordMetrics(record)))
    .metrics(metrics)
    .intervals(intervals)
}

interface SoakPlan {
  readonly driver: DriverPlan
  readonly durationMs: number
  readonly step: string
  /** Of the warm-up; in a closed loop, of the load itself. */
  readonly concurrency: number
  /** Undefined in an open loop, which does not limit it. */
  readonly inFlightAsked: number | undefined
  readonly settling: number
}

function planOf({ rate, duration, ...options }: SoakOptions, { workers }: CheckContext): SoakPlan {
  const slots = workers.reduce((sum, each) => sum + each.maxConcurrentRequests, 0)
  const concurrency = options.concurrency ?? slots
  const time = { durationMs: durationMs(duration), concurrency }
  if (rate === undefined) {
    return {
      ...time,
      driver: { kind: 'closed', concurrency, durationMs: time.durationMs },
      step: `concurrency ${concurrency} for ${duration}`,
      inFlightAsked: concurrency,
      // The first responses arrive together, because the requests started together; later ones are steady.
      settling: concurrency,
    }
  }
  const perSecond = { ratePerSecond: ratePerSecond(rate), arrivals: 'constant' } as const
  return {
    ...time,
    driver: { kind: 'open', ...perSecond, durationMs: time.durationMs },
    step: `${rate} for ${duration}`,
    inFlightAsked: undefined,
    settling: 1,
  }
}
