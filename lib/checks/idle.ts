import type { Worker } from '../cluster/cluster.ts'
import type { IdleOptions } from '../generated/checks/idle.ts'
import { formatQuantity } from '../units/quantity.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check, CheckContext } from './check.ts'
import { otherModels } from './idle/other-models.ts'
import { type LookOptions, lookAtLoad, type ReportedLoad } from './idle/requests-running.ts'
import { oneByOneAtRandom, spreadOf } from './idle/timed-requests.ts'
import { MeasurementBuilder, workerSubject } from './kit/measurement-builder.ts'
import { durationMs, percentOf } from './kit/option-values.ts'
import { DirectSession } from './load/direct-session.ts'
import { reportLoad, sendMeasured } from './load-kit/measured-load.ts'

/** Differences below this are noise of this machine or the network. */
const noiseMs = 20
/** Above this fraction of its CPUs, other processes on this machine delay its requests. */
const busyHost = 0.5
const minSuccess = 0.99

/** Whether a worker is free for a benchmark, or busy with something else. */
export const check: Check<IdleOptions> = {
  blocks({ metrics, subject }) {
    return metrics.idle === false ? `${subject.name} is busy with something else` : undefined
  },
  async run(options, context) {
    const [worker] = context.workers
    if (!worker) throw new Error('no worker to ask')
    const builder = new MeasurementBuilder('idle', workerSubject(worker))
    const look: LookOptions = {
      looks: options.samples,
      intervalMs: durationMs(options.interval),
      timeoutMs: durationMs(options.timeout),
      signal: context.signal,
    }
    const reported = options.method === 'auto' ? await lookAtLoad(worker, look) : undefined
    if (reported) reportLook(reported, builder)
    else await timeRequests(options, look, context, builder)
    const others = await otherModels(worker, look)
    return builder.metrics({ other_models: others, 'other_models.count': others?.length }).build()
  },
}

function reportLook({ running, path, looks }: ReportedLoad, builder: MeasurementBuilder): void {
  builder
    .note(`${looks} looks at ${path} saw at most ${running} requests in flight`)
    .metrics({ idle: running === 0, requests_running: running, method: path })
}

async function timeRequests(
  { samples, max_tokens: maxTokens, spread: mostSpread }: IdleOptions,
  { intervalMs }: LookOptions,
  context: CheckContext,
  builder: MeasurementBuilder,
): Promise<void> {
  const workload = await openWorkload('short-chat', { maxTokens, isStreamed: false })
  const [worker] = context.workers
  if (!worker) return
  await using session = await DirectSession.open(worker, context)
  // The first request may have to load the model.
  await session.warmUp(workload, { requests: 1, concurrency: 1 })
  const timesMs: number[] = []
  const record = await sendMeasured(session, context, {
    driver: oneByOneAtRandom(samples, intervalMs),
    workload,
    step: stepOf(worker),
    onSample: ({ response, intendedMs }) => {
      // From the moment when a connection took it: some requests need a new one, others do not.
      if (response.isValid) timesMs.push(response.endMs - (response.sentMs ?? intendedMs))
    },
  })
  reportLoad(record, builder)
  const spread = spreadOf(timesMs)
  // The times of the few successful requests show nothing about a worker that fails.
  if (!spread || record.total.ok < record.total.ended * minSuccess) return
  const isEven = spread.percent <= percentOf(mostSpread) || spread.ms < noiseMs
  const { otherLoad = 0 } = record.client
  if (!isEven && otherLoad > busyHost) {
    builder.unfit([
      `other processes took ${Math.round(otherLoad * 100)}% of the CPUs of this machine meanwhile: uneven times may be its own, and not the worker's`,
    ])
  }
  builder
    .note(
      `a quarter of ${timesMs.length} short requests took at least ${formatQuantity(spread.ms, 'duration')} longer than the fastest; a steady other load, which slows all of them equally, is not detected this way`,
    )
    .metrics({
      idle: isEven,
      method: 'timing',
      'latency.p50': spread.p50Ms,
      'latency.spread': spread.percent,
    })
}

function stepOf(worker: Worker): string {
  return `short requests to ${worker.id}`
}
