import type { Dispatcher } from 'undici'
import { Balancer } from '../balancer/balancer.ts'
import { type ResponseLimits, widestLimits } from '../cluster/response-limits.ts'
import type { ClientRecord, LoadRecord, Slo } from '../record/load-record.ts'
import type { Labels } from '../units/labels.ts'
import type { Workload } from '../workload/workload.ts'
import { clientLimits } from './client/client-limits.ts'
import { ClientMonitor } from './client/client-monitor.ts'
import { DirectClient } from './direct-client.ts'
import type { Driver, DriverResult } from './drivers/driver.ts'
import { FlowGauge } from './flow-gauge.ts'
import { limitRenamedFor } from './limit-renamed.ts'
import { LoadRecorder } from './load-recorder.ts'
import type { ModelResponse } from './model-response.ts'
import { RequestSender, wasStopped } from './request-sender.ts'
import type { Sample } from './series.ts'

export interface LoadOptions {
  /** A balancer, whose workers, waits and retries are recorded; or any other dispatcher. */
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>
  readonly driver: Driver
  readonly workload: Workload
  /** Stops the load: requests in flight are ended, and measurements so far are returned. */
  readonly signal: AbortSignal
  /** The number of the first request of the workload; default 0. */
  readonly from?: number
  readonly slo?: Slo | undefined
  /** Whether a chunk of a stream counts as a token if the worker reports none. */
  readonly countsChunks?: boolean | undefined
  readonly labels?: Labels
  /** Target number in flight, if the driver is a closed loop. */
  readonly inFlightAsked?: number
  /** Requests per second that this client can send to a server that does nothing. */
  readonly ceilingPerSecond?: number | undefined
  /** Called after each response. */
  readonly onSample?: (sample: Sample, progress: LoadProgress) => void
}

/** Progress of a load. */
export interface LoadProgress {
  readonly ended: number
  readonly failed: number
  /** So far; undefined before the first successful response. */
  readonly latencyP95Ms: number | undefined
}

/** Sends a load and returns its record. Never rejects because of the cluster. */
export async function runLoad(options: LoadOptions): Promise<LoadRecord> {
  const { dispatcher, driver, signal, from = 0, onSample } = options
  const workload = options.workload.fresh?.() ?? options.workload
  const balancer = dispatcher instanceof Balancer ? dispatcher : undefined
  const startedAt = new Date().toISOString()
  using sender = new RequestSender(dispatcher, signal, limitsOf(dispatcher))
  const direct = dispatcher instanceof DirectClient ? dispatcher.worker : undefined
  using recorder = new LoadRecorder(balancer, options.slo, options.countsChunks, direct)
  using monitor = new ClientMonitor()
  const flow = new FlowGauge(performance.now(), options.inFlightAsked)
  let hasPaused = false
  let hasRepeatedPrompts = false
  const report = (response: ModelResponse, intendedMs: number) => {
    flow.leave(response.endMs)
    // Requests in flight when the load was stopped are neither successful nor failed.
    if (signal.aborted && wasStopped(response)) return
    monitor.answered(response, intendedMs)
    hasPaused ||= response.retryAfterMs !== undefined
    const sample = recorder.record(response, intendedMs)
    onSample?.(sample, recorder)
  }
  const send = (index: number, intendedMs: number) => {
    flow.enter(performance.now())
    const request = workload.request(from + index)
    hasRepeatedPrompts ||= request.isRepeated === true
    return sender.send(request, intendedMs, report)
  }
  const result = await driver.run({ send, signal })
  const figures = {
    ...monitor.stop(),
    inFlightMean: flow.meanUntilLastStart * monitor.sentShare,
  }
  const counts = recorder.close(flow.most)
  const { startMs, endMs, started, dropped, hasGivenUp } = result
  const renamed = limitRenamedFor(dispatcher)
  return {
    labels: options.labels ?? {},
    driver: driver.kind,
    workload: workloadRecord(workload, started, hasRepeatedPrompts),
    ...(renamed.length > 0 && { limitRenamedFor: renamed }),
    ...(options.slo && { slo: options.slo }),
    ...(options.countsChunks && { countsChunks: true as const }),
    startedAt,
    durationMs: endMs - startMs,
    ...(driver.planned !== undefined && { planned: driver.planned }),
    started,
    dropped,
    ...counts,
    isCutShort: signal.aborted || hasGivenUp === true,
    ...(hasGivenUp && { hasGivenUp }),
    ...(direct && { direct: direct.id }),
    client: clientRecord(options, figures, result, counts.total, hasPaused),
  }
}

/** Ids of the workers that it sends to. */
function limitsOf(dispatcher: LoadOptions['dispatcher']): ResponseLimits {
  if (dispatcher instanceof DirectClient) return widestLimits([dispatcher.worker])
  return widestLimits(dispatcher instanceof Balancer ? dispatcher.workers : [])
}

function workloadRecord(
  { name, hash, prefix, size }: Workload,
  started: number,
  hasRepeatedPrompts: boolean,
): LoadRecord['workload'] {
  return {
    name,
    hash,
    ...(prefix !== undefined && { prefix }),
    ...(size !== undefined && started > size && { texts: size }),
    ...(hasRepeatedPrompts && { hasRepeatedPrompts }),
  }
}

function clientRecord(
  { inFlightAsked, ceilingPerSecond }: LoadOptions,
  measured: Omit<ClientRecord, 'limitedBy'>,
  { startMs, endMs }: DriverResult,
  { ended, times }: LoadRecord['total'],
  hasPaused: boolean,
): ClientRecord {
  const figures = {
    ...measured,
    ...(inFlightAsked !== undefined && { inFlightAsked }),
    ...(ceilingPerSecond !== undefined && { ceilingPerSecond }),
  }
  const throughputPerSecond = (ended / (endMs - startMs)) * 1_000
  const tails = [times.latency?.p99Ms, times.ttft?.p99Ms].filter((ms) => ms !== undefined)
  const tailMs = tails.length > 0 ? Math.min(...tails) : undefined
  return {
    ...figures,
    limitedBy: clientLimits(figures, { throughputPerSecond, tailMs, hasPaused }),
  }
}
