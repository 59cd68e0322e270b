import type { ClusterFile } from '../generated/cluster.ts'
import { byteCount, milliseconds } from './read/quantities.ts'

/** Limits of `clustergate serve` for its callers: the settings of the cluster file with defaults. */
export interface ServeSettings {
  /** Bytes of one request's body. */
  readonly bodyBytes: number
  /** Total bytes of all buffered bodies. */
  readonly allBodiesBytes: number
  readonly maxConnections: number
  /** How long a caller may leave waiting response data unread, in milliseconds. */
  readonly stallMs: number
  /**
   * Paths that are forwarded to a worker in addition to the inference API of its type: `GET /api/tags`,
   * `/admin/*`.
   */
  readonly paths: readonly string[]
}

/**
 * The `serve` block of a cluster file; omitted settings have the defaults of `schemas/cluster.schema.json`.
 */
export function readServe(block: NonNullable<ClusterFile['serve']> = {}): ServeSettings {
  return {
    bodyBytes: byteCount(block.max_body ?? '32MiB'),
    allBodiesBytes: byteCount(block.max_bodies ?? '64MiB'),
    maxConnections: block.max_connections ?? 10_000,
    stallMs: milliseconds(block.stall_timeout ?? '60s'),
    paths: block.paths ?? [],
  }
}
