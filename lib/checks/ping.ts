import type { PingOptions } from '../generated/checks/ping.ts'
import type { ProbeFailure } from '../probes/failure.ts'
import { type PingResult, pingHost } from '../probes/icmp.ts'
import { connectTcp } from '../probes/tcp.ts'
import { clopperPearson, upperBound } from '../stats/intervals/clopper-pearson.ts'
import { jitter, quantile, summarize } from '../stats/intervals/summary.ts'
import type { Check, CheckContext } from './check.ts'
import { endpoint, MeasurementBuilder } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { roundTripsByTcp } from './kit/round-trips-by-tcp.ts'
import { type Target, targetOf } from './kit/target.ts'
import { withVantages } from './vantages/from-agents.ts'

/** Packet loss and round-trip times from many packets: by ICMP, or by TCP if this machine cannot ping. */
export const check: Check<PingOptions> = withVantages(
  'ping',
  {
    async run(options, context) {
      const target = targetOf(options, context)
      const builder = new MeasurementBuilder('ping', target.subject)
      if (options.method === 'tcp') {
        await measureByTcp(options, context, target, builder, 'the check says `method: tcp`')
        return builder.build()
      }
      const obstacle = await measureByIcmp(options, context, target, builder)
      if (!obstacle) return builder.build()
      if (options.method === 'icmp' || target.port === undefined) {
        noteMethod(builder, 'icmp')
        builder.error(`PING_${obstacle.kind.toUpperCase()}`, obstacle.detail)
        return builder.build()
      }
      await measureByTcp(options, context, target, builder, reasonOf(obstacle))
      return builder.build()
    },
  },
  (options, context) => targetOf(options, context).subject,
)

/** Why ICMP is not used, as the end of "by TCP: ...". */
function reasonOf({ kind, detail }: ProbeFailure): string {
  return kind === 'not_permitted' ? `this machine may not send ICMP (${detail})` : detail
}

function noteMethod(builder: MeasurementBuilder, method: 'icmp' | 'tcp', reason?: string): void {
  const name = `by ${method.toUpperCase()}`
  const words = reason === undefined ? name : `${name}: ${reason}`
  builder.metrics({ method, 'method.reason': words })
  builder.note(words)
}

/** Returns the reason why this machine cannot send ICMP, if any: then nothing is measured. */
async function measureByIcmp(
  options: PingOptions,
  context: CheckContext,
  target: Target,
  builder: MeasurementBuilder,
): Promise<ProbeFailure | undefined> {
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
  if (ping.failure && isOwnFault(ping.failure)) return ping.failure
  noteMethod(builder, 'icmp')
  builder.metrics({ address: ping.address, 'packets.duplicates': ping.duplicates })
  // If the system has no route, no packet leaves and no loss is measured: no data.
  if (ping.sent > 0) {
    if (!ping.failure) noteResponses(attempt, ping, performance.now() - startMs, builder)
    reportSample(ping.sent, ping.received, ping.rttsMs, builder)
  }
  if (ping.received === 0) await askTcp(context, target, builder)
  return undefined
}

/** This machine cannot ping: that shows nothing about the worker. */
function isOwnFault({ kind }: ProbeFailure): boolean {
  return kind === 'not_permitted' || kind === 'missing_tool'
}

function noteResponses(
  attempt: string,
  { sent, received, errors }: PingResult,
  afterMs: number,
  builder: MeasurementBuilder,
): void {
  const answered = `${received} of ${sent} received`
  const [first] = errors
  if (received > 0) builder.succeeded(attempt, answered, afterMs)
  else {
    const detail = first ? `${answered}; ${first.detail}` : answered
    builder.failed(attempt, { kind: first?.kind ?? 'timed_out', detail, afterMs })
  }
}

/**
 * After total loss: does the worker serve anyway, and what does the network report after a longer wait?
 * Evidence for the diagnosis, not a metric.
 */
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

async function measureByTcp(
  options: PingOptions,
  context: CheckContext,
  target: Target,
  builder: MeasurementBuilder,
  reason: string,
): Promise<void> {
  const { host, port } = target
  noteMethod(builder, 'tcp', reason)
  if (port === undefined) {
    builder.error(
      'PING_NEEDS_PORT',
      'TCP round trips need a port: name a worker, not only a `host`',
    )
    return
  }
  const startMs = performance.now()
  const sample = await roundTripsByTcp({
    host,
    port,
    count: options.count,
    intervalMs: durationMs(options.interval),
    timeoutMs: durationMs(options.timeout),
    signal: context.signal,
  })
  const attempt = `TCP connect to ${endpoint(host, port)}`
  const { sent, rttsMs, failures } = sample
  for (const { failure, count } of failures) {
    const detail = count > 1 ? `${failure.detail} (${count} of ${sent})` : failure.detail
    builder.failed(attempt, { ...failure, detail })
  }
  const ownFault = failures.find(({ failure }) => isOwnFault(failure))?.failure
  if (ownFault) {
    builder.error(`PING_${ownFault.kind.toUpperCase()}`, ownFault.detail)
    return
  }
  const refused = failures.find(({ failure }) => failure.kind === 'refused')?.count ?? 0
  const connected = rttsMs.length - refused
  if (connected > 0) {
    const words = `connected ${connected} of ${sent}`
    builder.succeeded(attempt, words, performance.now() - startMs)
  }
  builder.metrics({ address: sample.address })
  if (sent > 0) reportSample(sent, rttsMs.length, rttsMs, builder)
  if (sent > 0 && rttsMs.length === 0) await askTcp(context, target, builder)
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
