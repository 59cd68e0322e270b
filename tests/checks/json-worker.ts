import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Worker } from '../../lib/cluster/cluster.ts'

export interface JsonWorker extends AsyncDisposable {
  readonly worker: Worker
}

/**
 * A worker that returns these bodies for GET requests, by path; texts unchanged, everything else as JSON.
 */
export async function startJsonWorker(
  changes: Pick<Worker, 'id' | 'type'> & Partial<Worker>,
  bodies: Readonly<Record<string, unknown>>,
): Promise<JsonWorker> {
  const server = createServer((request, response) => {
    const body = bodies[request.url ?? '']
    response.statusCode = body === undefined ? 404 : 200
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? { error: 'not found' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    worker: {
      host: '127.0.0.1',
      port,
      maxConcurrentRequests: 2,
      tags: [],
      basePath: '',
      ...changes,
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
