import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Balancer } from '../../balancer/balancer.ts'
import type { Worker } from '../../cluster/cluster.ts'
import type { Workload } from '../../workload/workload.ts'
import { DirectClient } from '../direct-client.ts'
import { closed } from '../drivers/closed.ts'
import { runLoad } from '../run-load.ts'
import { nullResponse } from './null-response.ts'

export interface CeilingOptions {
  readonly concurrency: number
  /**
   * The requests to be sent: their bodies, and the length and form of the responses, are part of the cost.
   */
  readonly workload: Workload
  readonly signal: AbortSignal
  /** Directly to the server, instead of through a balancer. */
  readonly isDirect?: boolean
}

const warmUpMs = 100
/** Measured in several parts, of which the best counts, because noise only lowers it. */
const parts = 6
const partMs = 50

/** Cached for this process, by concurrency and workload. */
const known = new Map<string, Promise<number | undefined>>()

/**
 * The maximum number of requests per second of this process at a concurrency, with a server that responds
 * at once, through a balancer or directly, including all bookkeeping. The server shares the event loop, so
 * the figure is rather too low: a result is attributed to the client early, not late.
 * @returns undefined if it was stopped
 */
export async function measureClientCeiling(options: CeilingOptions): Promise<number | undefined> {
  const { concurrency, workload, isDirect = false } = options
  const key = `${concurrency} ${isDirect} ${workload.hash}`
  const measured = known.get(key) ?? measure(options)
  known.set(key, measured)
  try {
    const perSecond = await measured
    if (perSecond === undefined) known.delete(key)
    return perSecond
  } catch (error) {
    known.delete(key)
    throw error
  }
}

async function measure(options: CeilingOptions): Promise<number | undefined> {
  const { concurrency, workload, signal } = options
  await using server = await NullServer.start(nullResponse(workload.request(0).body))
  await using dispatcher = await openDispatcher(server.worker(concurrency), options)
  const run = async (durationMs: number) => {
    const driver = closed({ concurrency, durationMs })
    const record = await runLoad({ dispatcher, workload, signal, driver })
    return (record.total.ok / record.durationMs) * 1_000
  }
  await run(warmUpMs)
  let bestPerSecond = 0
  for (let part = 0; part < parts; part++) {
    bestPerSecond = Math.max(bestPerSecond, await run(partMs))
  }
  return signal.aborted || bestPerSecond === 0 ? undefined : bestPerSecond
}

async function openDispatcher(
  worker: Worker,
  { isDirect }: CeilingOptions,
): Promise<(Balancer | DirectClient) & AsyncDisposable> {
  if (isDirect) return new DirectClient(worker)
  const balancer = new Balancer({ workers: [worker], health: { intervalMs: 0 } })
  await balancer.warmUp()
  return balancer
}

/**
 * A server on loopback that parses requests only far enough to find their ends, and responds to each with
 * the same bytes.
 */
export class NullServer implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(response: Buffer) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket)
      const requests = new RequestCounter()
      socket.on('data', (chunk) => {
        for (let count = requests.take(chunk); count > 0; count--) socket.write(response)
      })
      socket.on('error', () => socket.destroy())
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  static async start(response: Buffer): Promise<NullServer> {
    const self = new NullServer(response)
    self.#server.listen(0, '127.0.0.1')
    await once(self.#server, 'listening')
    return self
  }

  /** The worker of a balancer. */
  worker(maxConcurrentRequests: number): Worker {
    const { port } = this.#server.address() as AddressInfo
    return {
      id: 'null',
      host: '127.0.0.1',
      port,
      type: 'openai',
      maxConcurrentRequests,
      tags: [],
      basePath: '',
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closedServer = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closedServer
  }
}

/** Counts the complete requests: heads and bodies of a known length. */
class RequestCounter {
  #rest: Buffer = Buffer.alloc(0)

  take(chunk: Buffer): number {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let count = 0
    for (let end = endOfRequest(bytes); end <= bytes.length; end = endOfRequest(bytes)) {
      bytes = bytes.subarray(end)
      count += 1
    }
    this.#rest = bytes
    return count
  }
}

/** Infinite if the head is not complete. */
function endOfRequest(bytes: Buffer): number {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return Number.POSITIVE_INFINITY
  const length = /content-length: *(\d+)/i.exec(bytes.toString('latin1', 0, headEnd))
  return headEnd + 4 + Number(length?.[1] ?? 0)
}
