import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readServe, type ServeSettings } from '../../cluster/serve-settings.ts'
import type { Balancer } from '../balancer.ts'
import { AccessKey } from './access-key.ts'
import { isLoopback } from './loopback.ts'
import { responseParseErrors } from './parse-errors.ts'
import { Reception } from './reception.ts'

export interface FrontOptions {
  readonly balancer: Balancer
  /** An address of this machine, or a name of one. */
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Required of every request except `/health`; never forwarded to a worker. */
  readonly apiKey?: string
  /** Limits of requests; omitted ones have the defaults of `serve` in the cluster file. */
  readonly limits?: Partial<ServeSettings>
}

export interface Front extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /**
   * Accepts no further requests (`/health` returns 503 from now on), waits for those in flight, and closes.
   * Resolves to the number of requests that were cut off at the deadline; without a deadline, at once.
   */
  close(options?: { readonly drainTimeoutMs?: number }): Promise<number>
}

/**
 * Puts an HTTP front with the OpenAI API before a balancer, which remains owned by the caller.
 * @throws Error with the system's code (`EADDRINUSE`, `EACCES`, ...) if it cannot listen on the address
 *
 * @example
 * const front = await startFront({ balancer, host: '127.0.0.1', port: 4000 })
 * await fetch(`${front.url}/v1/models`)
 * await front.close({ drainTimeoutMs: 30_000 })
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { balancer, host, port, apiKey } = options
  const limits = { ...readServe(), ...options.limits }
  const key = apiKey === undefined ? undefined : new AccessKey(apiKey)
  const reception = new Reception({ balancer, key, limits, isLoopback: isLoopback(host) })
  const server = createServer(
    {
      noDelay: true,
      // Longer than clients keep an idle connection, so that none is closed under a request.
      keepAliveTimeout: 75_000,
      // A prompt may arrive slowly, its head may not.
      requestTimeout: 5 * 60_000,
      headersTimeout: 30_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 32 * 1024,
      // Refused by the front itself, in the shape of its other errors.
      requireHostHeader: false,
    },
    (request: IncomingMessage, response: ServerResponse) => reception.take(request, response),
  )
  server.maxConnections = limits.maxConnections
  // `shutdown(SHUT_WR)` after a request does not mean that the caller no longer wants the response.
  Object.assign(server, { httpAllowHalfOpen: true })
  responseParseErrors(server, (socket) => reception.responseOn(socket))
  // Many callers may connect at once; the system caps the backlog (`net.core.somaxconn`).
  server.listen({ port, host, backlog: 4_096 })
  await once(server, 'listening')
  const { port: actualPort } = server.address() as AddressInfo
  const close: Front['close'] = async ({ drainTimeoutMs = 0 } = {}) => {
    const left = await reception.drain(drainTimeoutMs)
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
    reception.close()
    return left
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    close,
    [Symbol.asyncDispose]: async () => {
      await close()
    },
  }
}
