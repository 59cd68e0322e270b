import type { Worker } from '../../cluster/cluster.ts'
import { defaultLimits } from '../../cluster/response-limits.ts'
import { workerHeaders } from '../../cluster/secret.ts'
import { tlsMaterial } from '../../cluster/tls-material.ts'
import { workerUrl } from '../../cluster/worker-url.ts'
import type { HttpResult } from '../../probes/http.ts'
import { requestByScheme } from './other-scheme.ts'

export interface WorkerRequest {
  readonly path: string
  readonly method?: string
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly maxBodyBytes?: number
}

/**
 * Sends a request to a worker as its users do: with base path, TLS, API key and headers of the cluster
 * file.
 */
export function requestWorker(worker: Worker, request: WorkerRequest): Promise<HttpResult> {
  const { json, path, headers, ...rest } = request
  return requestByScheme({
    url: workerUrl(worker, path).href,
    method: json === undefined ? 'GET' : 'POST',
    maxBodyBytes: (worker.limits ?? defaultLimits).responseBytes,
    ...rest,
    headers: {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...workerHeaders(worker, process.env),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(worker.tls && { tls: tlsMaterial(worker.tls) }),
  })
}
