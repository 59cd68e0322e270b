import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Responds to one scrape: with a page, or with other behaviour of a server. */
export type Page =
  | string
  | { readonly status: number; readonly headers?: Record<string, string> }
  | 'hang'

export interface Exporter extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Headers of the scrapes so far. */
  readonly scrapes: readonly IncomingHttpHeaders[]
  /** How many scrapes wait for a response. */
  open(): number
}

/** A plain HTTP server with a page of metrics, which may change from scrape to scrape. */
export async function startExporter(page: (scrape: number) => Page): Promise<Exporter> {
  const scrapes: IncomingHttpHeaders[] = []
  let open = 0
  const server = createServer((request, response) => {
    scrapes.push(request.headers)
    open += 1
    response.once('close', () => {
      open -= 1
    })
    const received = page(scrapes.length)
    if (received === 'hang') return
    if (typeof received === 'string') {
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      response.end(received)
      return
    }
    response.writeHead(received.status, received.headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/metrics`,
    port,
    scrapes,
    open: () => open,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
