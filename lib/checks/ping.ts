import type { PingOptions } from '../generated/checks/ping.ts'
import type { ProbeFailure } from '../probes/failure.ts'
import { type PingResult, pingHost } from '../probes/icmp.ts'
import { connectTcp } from '../probes/tcp.ts'
import { clopperPearson, upperBound } from '../stats/clopper-pearson.ts'
import { jitter, quantile, summarize } from '../stats/summary.ts'
import type { Check, CheckContext } from './check.ts'
import { endpoint, MeasurementBuilder } from './measurement-builder.ts'
import { durationMs } from './option-durations.ts'
import { sampleTcp } from './sample-tcp.ts'
import { type Target, targetOf } from './target.ts'

/** Packet loss and round-trip times from many packets, by ICMP or, where asked for, TCP. */
export const check: Check<PingOptions> = {
  kind: 'ping',
  scope: 'worker',
  behind: ['dns'],
  async run(options, context) {
    const target = targetOf(options, context)
    const builder = new MeasurementBuilder('ping', target.subject)
    builder.metrics({ method: options.method })
    if (options.method === 'tcp') await roundTripsByTcp(options, context, target, builder)
    else await roundTripsByIcmp(options, context, target, builder)
    return builder.build()
  },
}

async function roundTripsByIcmp(
  options: PingOptions,
  context: CheckContext,
  target: Target,
  builder: MeasurementBuilder,
): Promise<void> {
  const startMs = performance.now()
  const ping = await pingHost({
    host: target.host,
    count: options.count,
    intervalMs: durationMs(options.interval),
    sizeBytes: options.size,
    timeoutMs: durationMs(options.timeout),
    deadlineMs: context.timeoutMs,
    signal: context.signal,
  })
  const attempt = `${options.count} ICMP echo requests to ${target.host}`
  if (ping.failure) builder.failed(attempt, ping.failure)
  if (ping.failure && isOwnFault(ping.failure)) {
    builder.error(`PING_${ping.failure.kind.toUpperCase()}`, ping.failure.detail)
    return
  }
  builder.metrics({ address: ping.address, 'packets.duplicates': ping.duplicates })
  // Where the system knows no way, no packet leaves and there is no loss to measure: no data.
  if (ping.sent > 0) {
    if (!ping.failure) noteAnswers(attempt, ping, performance.now() - startMs, builder)
    reportSample(ping.sent, ping.received, ping.rttsMs, builder)
  }
  if (ping.received === 0) await askTcp(context, target, builder)
}

/** This machine cannot ping: that says nothing about the worker. */
function isOwnFault({ kind }: ProbeFailure): boolean {
  return kind === 'not_permitted' || kind === 'missing_tool'
}

function noteAnswers(
  attempt: string,
  { sent, received, errors }: PingResult,
  afterMs: number,
  builder: MeasurementBuilder,
): void {
  const answered = `${received} of ${sent} answered`
  const [first] = errors
  if (received > 0) builder.succeeded(attempt, answered, afterMs)
  else {
    const detail = first ? `${answered}; ${first.detail}` : answered
    builder.failed(attempt, { kind: first?.kind ?? 'timed_out', detail, afterMs })
  }
}

/** After total loss: does the worker serve all the same? Evidence for the diagnosis, not a metric. */
async function askTcp(
  { signal }: CheckContext,
  { host, port }: Target,
  builder: MeasurementBuilder,
): Promise<void> {
  if (port === undefined) return
  const attempt = `TCP connect to ${endpoint(host, port)}`
  const connected = await connectTcp({ host, port, timeoutMs: 4_000, signal })
  if (connected.ok) builder.succeeded(attempt, 'connected', connected.connectMs)
  else builder.failed(attempt, connected.failure)
}

async function roundTripsByTcp(
  options: PingOptions,
  context: CheckContext,
  target: Target,
  builder: MeasurementBuilder,
): Promise<void> {
  if (target.port === undefined) {
    builder.error(
      'PING_NEEDS_PORT',
      'TCP round trips need a port: name a worker, not only a `host`',
    )
    return
  }
  const sample = await sampleTcp({
    host: target.host,
    port: target.port,
    count: options.count,
    intervalMs: durationMs(options.interval),
    timeoutMs: durationMs(options.timeout),
    signal: context.signal,
    builder,
  })
  builder.metrics({ address: sample.address })
  builder.note('round trips by TCP connects, not ICMP')
  if (sample.attempts > 0) {
    // A refusal is an answer: it proves the round trip, though not the worker.
    reportSample(sample.attempts, sample.answered, sample.roundTripsMs, builder)
  }
}

function reportSample(
  sent: number,
  received: number,
  rttsMs: readonly number[],
  builder: MeasurementBuilder,
): void {
  const lost = sent - received
  const bound = upperBound(lost, sent, 0.95) * 100
  const summary = summarize(rttsMs)
  builder.metrics({
    'packets.sent': sent,
    'packets.received': received,
    packet_loss: (lost / sent) * 100,
    'packet_loss.upper_bound': bound,
    'packet_loss.lower_bound': clopperPearson(lost, sent, 0.9).lower * 100,
    'rtt.min': summary?.min,
    'rtt.avg': summary?.avg,
    'rtt.max': summary?.max,
    'rtt.mdev': summary?.sd,
    'rtt.p95': quantile(rttsMs, 0.95) ?? undefined,
    jitter: jitter(rttsMs) ?? undefined,
  })
  builder.note(`${lost} of ${sent} lost: the loss is below ${bound.toFixed(1)}% (95% confidence)`)
}
