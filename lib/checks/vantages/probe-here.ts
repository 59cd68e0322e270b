import type { ProbePlan } from '../../agents/protocol.ts'
import { pingHost } from '../../probes/icmp.ts'
import { connectTcp } from '../../probes/tcp.ts'
import type { Measurement } from '../../record/measurement.ts'
import { endpoint, MeasurementBuilder } from '../kit/measurement-builder.ts'
import { checkOf } from '../registry.ts'
import { icmpAttempt, tcpAttempt } from './hole-cause.ts'
import { reachOf } from './reach.ts'

/**
 * Makes a probe from this machine. If it does not reach the target, it tries once more with another protocol:
 * that distinguishes a port that is dropped from a host that is gone.
 */
export async function probeHere(
  { check, options, workers, wanted }: ProbePlan,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Measurement> {
  const measurement = await checkOf(check).run(options, {
    cluster: { file: '', workers, allowCommands: false },
    workers,
    signal,
    timeoutMs,
    ...(wanted && { wanted }),
  })
  if (reachOf(measurement).reaches !== false || signal.aborted) return measurement
  const { host, port } = measurement.subject
  // A ping that is lost asks by TCP itself.
  if (host === undefined || check === 'ping') return measurement
  const builder = new MeasurementBuilder(check, measurement.subject)
  if (check === 'path') {
    if (port !== undefined) await askTcp(host, port, builder, signal)
  } else await askIcmp(host, builder, signal)
  // What the check tried itself comes last: that is what failed.
  return { ...measurement, evidence: [...builder.build().evidence, ...measurement.evidence] }
}

async function askIcmp(
  host: string,
  builder: MeasurementBuilder,
  signal: AbortSignal,
): Promise<void> {
  const startMs = performance.now()
  const { received, failure, errors } = await pingHost({
    host,
    count: 2,
    intervalMs: 200,
    sizeBytes: 56,
    timeoutMs: 1_000,
    deadlineMs: 4_000,
    signal,
  })
  const afterMs = performance.now() - startMs
  const attempt = `${icmpAttempt} ${host}`
  if (received > 0) builder.succeeded(attempt, `${received} of 2 received`, afterMs)
  else {
    const [first] = errors
    const nothing = {
      kind: first?.kind ?? 'timed_out',
      detail: '0 of 2 received',
      afterMs,
    } as const
    builder.failed(attempt, failure ?? nothing)
  }
}

async function askTcp(
  host: string,
  port: number,
  builder: MeasurementBuilder,
  signal: AbortSignal,
): Promise<void> {
  const attempt = `${tcpAttempt} ${endpoint(host, port)}`
  const connected = await connectTcp({ host, port, timeoutMs: 2_000, signal })
  if (connected.ok) builder.succeeded(attempt, 'connected', connected.connectMs)
  else builder.failed(attempt, connected.failure)
}
