import type { ClusterFile } from '../generated/cluster.ts'
import { byteCount, milliseconds } from './read/quantities.ts'

/** What `clustergate serve` takes from its callers: what the cluster file says, with the defaults filled in. */
export interface ServeSettings {
  /** Bytes of one request's body. */
  readonly bodyBytes: number
  /** Bytes of all bodies that are held at the same time. */
  readonly allBodiesBytes: number
  readonly maxConnections: number
  /** How long a caller may read nothing of a response that is ready for it. */
  readonly stallMs: number
  /** Paths that go to a worker beside the inference API of its type: `GET /api/tags`, `/admin/*`. */
  readonly paths: readonly string[]
}

/** The `serve` block of a cluster file; what it leaves out has the defaults of `schemas/cluster.schema.json`. */
export function readServe(block: NonNullable<ClusterFile['serve']> = {}): ServeSettings {
  return {
    bodyBytes: byteCount(block.max_body ?? '32MiB'),
    allBodiesBytes: byteCount(block.max_bodies ?? '64MiB'),
    maxConnections: block.max_connections ?? 10_000,
    stallMs: milliseconds(block.stall_timeout ?? '60s'),
    paths: block.paths ?? [],
  }
}
