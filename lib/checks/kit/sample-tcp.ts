import type { ProbeFailure } from '../../probes/failure.ts'
import { pause } from '../../time/pause.ts'
import { connectUndisturbed } from './connect-undisturbed.ts'
import { endpoint, type MeasurementBuilder } from './measurement-builder.ts'

export interface TcpSampleOptions {
  readonly host: string
  readonly port: number
  readonly count: number
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly builder: MeasurementBuilder
}

export interface TcpSample {
  readonly attempts: number
  readonly connected: number
  readonly connectsMs: readonly number[]
  readonly address: string | undefined
  /** The last failure, if any. */
  readonly failure: ProbeFailure | undefined
}

/** Connects `count` times, one after the other, and records the results. */
export async function sampleTcp(options: TcpSampleOptions): Promise<TcpSample> {
  const { host, port, builder, signal } = options
  const attempt = `TCP connect to ${endpoint(host, port)}`
  const connectsMs: number[] = []
  let attempts = 0
  let address: string | undefined
  let failure: ProbeFailure | undefined
  while (attempts < options.count && !signal.aborted) {
    if (attempts > 0) await pause(options.intervalMs, signal)
    if (signal.aborted) break
    const result = await connectUndisturbed({ host, port, timeoutMs: options.timeoutMs, signal })
    attempts += 1
    address = result.address ?? address
    if (result.ok) {
      connectsMs.push(result.connectMs)
      continue
    }
    failure = result.failure
    builder.failed(attempt, result.failure)
    // A name that does not resolve will not resolve at the next attempt either.
    if (failure.kind === 'dns') break
  }
  if (connectsMs.length > 0) {
    const total = connectsMs.reduce((sum, each) => sum + each, 0)
    builder.succeeded(
      attempt,
      `connected ${connectsMs.length} of ${attempts}`,
      total / connectsMs.length,
    )
  }
  return {
    attempts,
    connected: connectsMs.length,
    connectsMs,
    address,
    failure,
  }
}
