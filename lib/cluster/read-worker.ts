import { resolve } from 'node:path'
import type { ClusterFile, ClusterFileWorker } from '../generated/cluster.ts'
import { normalizeBasePath } from './base-path.ts'
import type { TlsOptions, Worker } from './cluster.ts'
import { normalizeHost } from './host.ts'
import { readSimulate } from './read-simulate.ts'
import { readTelemetry } from './read-telemetry.ts'

/**
 * A worker as the rest of the program knows it: what its entry leaves out comes from the cluster
 * file, then from the defaults of `schemas/cluster.schema.json`.
 * @param folder of the cluster file, where relative paths start
 */
export function readWorker(entry: ClusterFileWorker, file: ClusterFile, folder: string): Worker {
  const type = entry.type ?? 'openai'
  const apiKey = entry.api_key ?? file.api_key
  const headers = entry.headers ?? file.headers
  const tls = readTls(entry.tls ?? file.tls, folder)
  const host = normalizeHost(entry.host)
  const telemetry = readTelemetry(entry.telemetry ?? file.telemetry, host)
  return {
    id: entry.id,
    host,
    port: entry.port,
    type,
    ...(entry.model !== undefined && { model: entry.model }),
    maxConcurrentRequests: entry.max_concurrent_requests ?? 5,
    ...(entry.weight !== undefined && { weight: entry.weight }),
    tags: entry.tags ?? [],
    ...(apiKey !== undefined && { apiKey: { template: apiKey } }),
    ...(headers && { headers: readHeaders(headers) }),
    ...(tls && { tls }),
    basePath: normalizeBasePath(entry.base_path ?? file.base_path ?? ''),
    ...(telemetry && { telemetry }),
    ...(type === 'simulated' && { simulate: readSimulate(entry.simulate) }),
  }
}

function readHeaders(headers: Readonly<Record<string, string>>): Worker['headers'] {
  const entries = Object.entries(headers)
  return Object.fromEntries(entries.map(([name, template]) => [name.toLowerCase(), { template }]))
}

function readTls(tls: ClusterFile['tls'], folder: string): TlsOptions | undefined {
  if (!tls) return undefined
  const { verify, ca_file: caFile, server_name: serverName } = tls === true ? {} : tls
  return {
    verify: verify ?? true,
    ...(caFile !== undefined && { caFile: resolve(folder, caFile) }),
    ...(serverName !== undefined && { serverName }),
  }
}
