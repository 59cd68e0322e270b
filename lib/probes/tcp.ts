import { connect, isIP } from 'node:net'
import type { FailureKind, ProbeFailure } from './failure.ts'
import { addressesOf } from './host-addresses.ts'
import { stoppedFailure, systemFailure } from './system-errors.ts'

export interface TcpOptions {
  readonly host: string
  readonly port: number
  /** Milliseconds for everything: the name, and every address it has. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Which addresses of a name to use. */
  readonly family?: 4 | 6
}

export type TcpResult =
  | {
      readonly ok: true
      readonly connectMs: number
      readonly address: string
      /**
       * How long this process was busy with other work meanwhile, in milliseconds: time that is not the
       * network's.
       */
      readonly busyMs: number
    }
  | { readonly ok: false; readonly failure: ProbeFailure; readonly address?: string }

/** Opens and closes one TCP connection; the time excludes resolving the name. Never rejects. */
export async function connectTcp(options: TcpOptions): Promise<TcpResult> {
  const { host, timeoutMs, signal, family } = options
  if (isIP(host)) return connectAddress(host, options)
  const deadlineMs = performance.now() + timeoutMs
  const found = await addressesOf(host, { timeoutMs, signal, family })
  if (!found.ok) return found
  return connectFirst(found.addresses, { ...options, timeoutMs: deadlineMs - performance.now() })
}

type Failed = Extract<TcpResult, { readonly ok: false }>

/**
 * Connects to the first of several addresses that responds. Each has an equal share of the remaining time,
 * so that a silent one does not hide the next. Never rejects.
 */
export async function connectFirst(
  addresses: readonly string[],
  options: TcpOptions,
): Promise<TcpResult> {
  const deadlineMs = performance.now() + options.timeoutMs
  const failed: Failed[] = []
  for (const [index, address] of addresses.entries()) {
    const shareMs = (deadlineMs - performance.now()) / (addresses.length - index)
    const result = await connectAddress(address, { ...options, timeoutMs: Math.max(1, shareMs) })
    if (result.ok) return result
    failed.push(result)
    if (result.failure.kind === 'aborted') break
  }
  return mostTelling(failed)
}

/**
 * A host that responded is more informative than silence, and silence more than a family without a route.
 */
const reporting: readonly FailureKind[] = ['aborted', 'refused', 'reset', 'timed_out']

function mostTelling(failed: readonly Failed[]): Failed {
  const rank = ({ failure: { kind } }: Failed) => (reporting.indexOf(kind) + 1 || 9) - 1
  const [best] = failed.toSorted((first, second) => rank(first) - rank(second))
  if (!best) {
    return { ok: false, failure: { kind: 'dns', detail: 'no address to connect to', afterMs: 0 } }
  }
  if (failed.length === 1) return best
  const tried = failed.map(({ address, failure }) => `${address} ${failure.code ?? failure.kind}`)
  const detail = `${best.failure.detail} (tried ${tried.join(', ')})`
  return { ...best, failure: { ...best.failure, detail } }
}

function connectAddress(
  address: string,
  { port, timeoutMs, signal }: TcpOptions,
): Promise<TcpResult> {
  return new Promise((resolve) => {
    const startMs = performance.now()
    const utilization = performance.eventLoopUtilization()
    const elapsedMs = () => performance.now() - startMs
    const socket = connect({ host: address, port })
    const finish = (result: TcpResult) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve(result)
    }
    const fail = (failure: ProbeFailure) => finish({ ok: false, failure, address })
    const stop = () => fail(stoppedFailure(signal, 'no response', elapsedMs()))
    // After a pause of this process its timers run before network events that arrived meanwhile: check
    // those first.
    const timer = setTimeout(() => setImmediate(stop), timeoutMs)
    socket.once('connect', () => {
      const { active: busyMs } = performance.eventLoopUtilization(utilization)
      finish({ ok: true, connectMs: elapsedMs(), address, busyMs })
    })
    socket.on('error', (error) => fail(systemFailure(error, elapsedMs())))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}
