import type { LoadOptions } from '../generated/checks/load.ts'
import type { Slo } from '../load/series.ts'
import type { LoadRecord } from '../record/load-record.ts'
import { recordMetrics } from '../record/record-metrics.ts'
import { UserError } from '../source/user-error.ts'
import { openWorkload } from '../workload/open-workload.ts'
import { BalancerSession } from './balancer-session.ts'
import type { Check } from './check.ts'
import { Pace } from './load/pace.ts'
import { type LoadPlan, planLoad } from './load/plan.ts'
import type { Metrics } from './load-metrics.ts'
import { refuseTooLong } from './load-time.ts'
import { clientCeiling, sendMeasured, tellLoad } from './measured-load.ts'
import { MeasurementBuilder } from './measurement-builder.ts'
import { NetworkWatch } from './network-watch.ts'
import { durationMs } from './option-durations.ts'

/** What a cluster does with requests that come when they come, however long the answers take. */
export const check: Check<LoadOptions> = {
  kind: 'load',
  scope: 'cluster',
  behind: [],
  async run(options, context) {
    const builder = new MeasurementBuilder('load', { name: 'cluster' })
    const plan = await readPlan(options)
    if ('unreadable' in plan) return builder.error('TRACE_UNREADABLE', plan.unreadable).build()
    if (refuseTooLong(plan.durationMs, context, builder)) return builder.build()
    const { max_tokens: maxTokens, stream, strategy, slo } = options
    const workload = await openWorkload(options.workload, { maxTokens, isStreamed: stream })
    await using session = await BalancerSession.open(context, { strategy })
    await using network = new NetworkWatch(context.workers, session.signal)
    const { slots } = session
    const warmup = { requests: options.warmup ?? slots, concurrency: slots }
    await session.warmUp(workload, warmup)
    // It keeps every request, of which there may be millions.
    session.watch.close()
    const pace = new Pace()
    const record = await sendMeasured(session, context, {
      ...{ driver: plan.driver, step: plan.step, workload, slo: sloOf(slo) },
      ceilingPerSecond: await clientCeiling(slots, workload, session),
      onSample: (sample) => pace.record(sample),
    })
    tellLoad(record, builder)
    network.report(builder)
    return builder
      .metrics({
        ...recordMetrics(record),
        ...openLoadMetrics(record),
        ...pace.metrics(record.dropped),
      })
      .build()
  },
}

async function readPlan(options: LoadOptions): Promise<LoadPlan | { readonly unreadable: string }> {
  try {
    return await planLoad(options)
  } catch (error) {
    if (error instanceof UserError) return { unreadable: error.message }
    throw error
  }
}

/** What is of open loads alone. */
function openLoadMetrics({ total, dropped, client }: LoadRecord): Metrics {
  const due = total.ended + dropped
  return {
    dropped,
    // Who was turned away at the door got no good answer either.
    goodput: total.good === undefined || due === 0 ? undefined : (total.good / due) * 100,
    'client_lag.p99': client.lateStartP99Ms,
    'client_lag.max': client.lateStartMaxMs,
  }
}

function sloOf(slo: LoadOptions['slo']): Slo | undefined {
  if (!slo) return undefined
  const ms = (text: string | undefined) => (text === undefined ? undefined : durationMs(text))
  return { latencyMs: ms(slo.latency), ttftMs: ms(slo.ttft), tpotMs: ms(slo.tpot) }
}
