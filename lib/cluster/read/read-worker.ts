import { resolve } from 'node:path'
import type { ClusterFile, ClusterFileWorker } from '../../generated/cluster.ts'
import type { Worker } from '../cluster.ts'
import { normalizeHost } from '../host.ts'
import { readLimits } from '../response-limits.ts'
import { type WorkerInput, workerOf } from '../worker-input.ts'
import { readSimulate } from './read-simulate.ts'
import { readTelemetry } from './read-telemetry.ts'

/**
 * A worker in the form that the rest of the program uses: omitted settings come from the cluster file, then
 * from the defaults of `schemas/cluster.schema.json`.
 * @param folder of the cluster file, where relative paths start
 */
export function readWorker(entry: ClusterFileWorker, file: ClusterFile, folder: string): Worker {
  const tls = entry.tls ?? file.tls
  const host = normalizeHost(entry.host)
  return workerOf({
    id: entry.id,
    host,
    port: entry.port,
    type: entry.type,
    model: entry.model,
    maxConcurrentRequests: entry.max_concurrent_requests,
    weight: entry.weight,
    tags: entry.tags,
    apiKey: entry.api_key ?? file.api_key,
    headers: entry.headers ?? file.headers,
    tls: typeof tls === 'object' ? readTls(tls, folder) : tls,
    basePath: entry.base_path ?? file.base_path,
    limits: readLimits(file.limits),
    telemetry: readTelemetry(entry.telemetry ?? file.telemetry, host),
    ...(entry.type === 'simulated' && { simulate: readSimulate(entry.simulate) }),
  })
}

type TlsEntry = Exclude<ClusterFile['tls'], boolean | undefined>

function readTls(tls: TlsEntry, folder: string): WorkerInput['tls'] {
  const { verify, ca_file: caFile, server_name: serverName } = tls
  return { verify, caFile: caFile && resolve(folder, caFile), serverName }
}
