import { setTimeout as sleep } from 'node:timers/promises'
import { connectTcp, type TcpOptions, type TcpResult } from '../../probes/tcp.ts'

/** How often a connect is retried whose time was spent by this process. */
const maxRepeats = 5

/**
 * Connects like `connectTcp`, but does not attribute the delay of a busy process to the network: a connect
 * during which this process was busy most of the time is repeated, up to five times.
 */
export async function connectUndisturbed(options: TcpOptions): Promise<TcpResult> {
  let result = await connectTcp(options)
  for (let repeat = 0; repeat < maxRepeats && isDisturbed(result); repeat++) {
    await sleep(10 * (repeat + 1))
    if (options.signal.aborted) break
    result = await connectTcp(options)
  }
  return result
}

function isDisturbed(result: TcpResult): boolean {
  return result.ok && result.connectMs > 2 && result.busyMs > result.connectMs / 2
}
