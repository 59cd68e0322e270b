import { connect, isIP } from 'node:net'
import { resolveName } from './dns.ts'
import type { ProbeFailure } from './failure.ts'
import { stoppedFailure, systemFailure } from './system-errors.ts'

export interface TcpOptions {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export type TcpResult =
  | {
      readonly ok: true
      readonly connectMs: number
      readonly address: string
      /** How long this process was busy with other work meanwhile: time that is not the network's. */
      readonly busyMs: number
    }
  | { readonly ok: false; readonly failure: ProbeFailure; readonly address?: string }

/** Opens and closes one TCP connection; the time excludes resolving the name. Never rejects. */
export async function connectTcp(options: TcpOptions): Promise<TcpResult> {
  const { host, timeoutMs, signal } = options
  if (isIP(host)) return connectAddress(host, options)
  const resolved = await resolveName({ name: host, recordType: 'lookup', timeoutMs, signal })
  if (!resolved.ok) return resolved
  let last: TcpResult | undefined
  for (const address of resolved.addresses) {
    last = await connectAddress(address, options)
    if (last.ok) return last
  }
  return (
    last ?? { ok: false, failure: { kind: 'dns', detail: `${host} has no address`, afterMs: 0 } }
  )
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
    const stop = () => fail(stoppedFailure(signal, 'no answer', elapsedMs()))
    const timer = setTimeout(stop, timeoutMs)
    socket.once('connect', () => {
      const { active: busyMs } = performance.eventLoopUtilization(utilization)
      finish({ ok: true, connectMs: elapsedMs(), address, busyMs })
    })
    socket.on('error', (error) => fail(systemFailure(error, elapsedMs())))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}
