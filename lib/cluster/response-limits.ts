import type { ClusterFile } from '../generated/cluster.ts'
import { byteCount } from './read/quantities.ts'

/**
 * Maximum size of a worker's response, so that no worker can fill the memory of this machine.
 * @example
 * const limits: ResponseLimits = { responseBytes: 64 * 1024 * 1024, eventBytes: 1024 * 1024 }
 */
export interface ResponseLimits {
  /** Bytes of a whole response. */
  readonly responseBytes: number
  /** Bytes of one event of a stream, and of one of its lines. */
  readonly eventBytes: number
}

export const defaultLimits: ResponseLimits = {
  responseBytes: 32 * 1024 * 1024,
  eventBytes: 1024 * 1024,
}

/** The `limits` block of a cluster file; undefined if it has none. */
export function readLimits(block: ClusterFile['limits']): ResponseLimits | undefined {
  if (!block) return undefined
  const { max_response: response, max_event: event } = block
  return {
    responseBytes: response === undefined ? defaultLimits.responseBytes : byteCount(response),
    eventBytes: event === undefined ? defaultLimits.eventBytes : byteCount(event),
  }
}

/** The largest limits of these workers: one limit for a load that goes to any of them. */
export function widestLimits(
  workers: readonly { readonly limits?: ResponseLimits | undefined }[],
): ResponseLimits {
  const all = workers.map(({ limits = defaultLimits }) => limits)
  if (all.length === 0) return defaultLimits
  return {
    responseBytes: Math.max(...all.map(({ responseBytes }) => responseBytes)),
    eventBytes: Math.max(...all.map(({ eventBytes }) => eventBytes)),
  }
}

/** `32 MiB`; the number of bytes if that is not a whole number of MiB. */
export function sizeInWords(bytes: number): string {
  const mebibytes = bytes / (1024 * 1024)
  return Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${bytes} bytes`
}
