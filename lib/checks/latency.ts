import type { Statistics } from 'tinybench'
import type { LatencyOptions } from '../generated/checks/latency.ts'
import { recordMetrics } from '../record/record-metrics.ts'
import type { Interval } from '../units/interval.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check } from './check.ts'
import { declaredMetrics } from './kit/declared-metrics.ts'
import { MeasurementBuilder, workerSubject } from './kit/measurement-builder.ts'
import { OneByOne } from './latency/one-by-one.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import type { Metrics } from './load-kit/load-metrics.ts'
import { clientCeiling, reportLoad, sendMeasured } from './load-kit/measured-load.ts'

/** How long a worker takes for a request while it has no other. */
export const check: Check<LatencyOptions> = {
  async run({ requests, warmup, max_tokens: maxTokens, stream, ...options }, context) {
    const [worker] = context.workers
    if (!worker) throw new Error('no worker to ask')
    const builder = new MeasurementBuilder('latency', workerSubject(worker))
    const workload = await openWorkload(options.workload, { maxTokens, isStreamed: stream })
    // A balancer over this worker only has its key, its path and its certificate.
    await using session = await BalancerSession.open(context, { retries: 0 })
    await session.warmUp(workload, { requests: warmup, concurrency: 1 })
    const ceilingPerSecond = await clientCeiling(1, workload, session)
    const driver = new OneByOne(requests)
    const step = `${worker.id}, one by one`
    const record = await sendMeasured(session, context, {
      driver,
      workload,
      step,
      ceilingPerSecond,
      countsChunks: options.tokens === 'chunks',
    })
    reportLoad(record, builder)
    return builder
      .metrics({
        ...declaredMetrics('latency', recordMetrics(record)),
        ...statisticsMetrics(driver.statistics),
      })
      .intervals({ 'latency.avg': meanInterval(driver.statistics) })
      .build()
  },
}

/** Instead of those of the record, which have the precision of a histogram. */
function statisticsMetrics(statistics: Statistics | undefined): Metrics {
  return {
    'latency.avg': statistics?.mean,
    'latency.min': statistics?.min,
    'latency.p50': statistics?.p50,
    'latency.p75': statistics?.p75,
    'latency.p99': statistics?.p99,
    'latency.max': statistics?.max,
    'latency.sd': isSpread(statistics) ? statistics.sd : undefined,
    margin_of_error: isSpread(statistics) ? statistics.rme : undefined,
    samples: statistics?.samplesCount ?? 0,
    throughput: statistics && 1_000 / statistics.mean,
  }
}

function meanInterval(statistics: Statistics | undefined): Interval | undefined {
  if (!isSpread(statistics)) return undefined
  const { mean, moe } = statistics
  return { low: Math.max(0, mean - moe), high: mean + moe, confidence: 0.95 }
}

/** One value has no spread; tinybench returns zero. */
function isSpread(statistics: Statistics | undefined): statistics is Statistics {
  return statistics !== undefined && statistics.samplesCount > 1
}
