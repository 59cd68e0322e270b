import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Balancer } from '../balancer.ts'
import { AccessKey } from './access-key.ts'
import { Reception } from './reception.ts'

export interface FrontOptions {
  readonly balancer: Balancer
  /** An address of this machine, or a name of one. */
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Asked of every request but `/health`; never sent on to a worker. */
  readonly apiKey?: string
}

export interface Front extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /**
   * Takes no further requests (`/health` answers 503 from now on), waits for those under way, and
   * closes. Resolves to how many had not ended by the deadline and were cut off; without one, at once.
   */
  close(options?: { readonly drainTimeoutMs?: number }): Promise<number>
}

/**
 * Puts an HTTP front with the OpenAI API before a balancer, which stays the caller's own.
 * @throws Error with the system's code (`EADDRINUSE`, `EACCES`, ...) where the address cannot be had
 *
 * @example
 * const front = await startFront({ balancer, host: '127.0.0.1', port: 4000 })
 * await fetch(`${front.url}/v1/models`)
 * await front.close({ drainTimeoutMs: 30_000 })
 */
export async function startFront({ balancer, host, port, apiKey }: FrontOptions): Promise<Front> {
  const key = apiKey === undefined ? undefined : new AccessKey(apiKey)
  const reception = new Reception(balancer, key, isLoopback(host))
  const server = createServer(
    {
      noDelay: true,
      // Longer than clients keep an idle connection, so that none is closed under a request.
      keepAliveTimeout: 75_000,
      // A prompt may come slowly; a caller who says nothing at all is cut off by `headersTimeout`.
      requestTimeout: 5 * 60_000,
    },
    (request: IncomingMessage, response: ServerResponse) => reception.take(request, response),
  )
  // Many callers may come at once; the system caps it (`net.core.somaxconn`).
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

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
