import type { IncomingMessage } from 'node:http'
import { formatQuantity } from '../../units/quantity.ts'
import { BalancerError } from '../errors.ts'
import type { HeldBodies } from './held-bodies.ts'

export interface BodyLimits {
  /** Limit of one body, in bytes. */
  readonly maxBytes: number
  /** Limit of all buffered bodies together, in bytes. */
  readonly held: HeldBodies
}

/**
 * Reads a request's body, once and completely, because it may be resent to another worker. Calls neither
 * callback if the caller disconnects in the middle of it.
 * @returns a function that releases the body, to be called when its request has ended
 */
export function readBody(
  request: IncomingMessage,
  announcedBytes: number | undefined,
  { maxBytes, held }: BodyLimits,
  take: (body: Buffer) => void,
  refuse: (error: BalancerError) => void,
): () => void {
  if (announcedBytes !== undefined && announcedBytes > maxBytes) {
    refuse(tooLarge(maxBytes))
    return () => undefined
  }
  let chunks: Buffer[] = []
  let bytes = 0
  let isOver = false
  const release = () => {
    held.release(bytes)
    bytes = 0
    chunks = []
  }
  const finish = () => {
    if (isOver) return
    isOver = true
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    chunks = []
    take(body)
  }
  const give = (error: BalancerError) => {
    isOver = true
    release()
    refuse(error)
  }
  const collect = (chunk: Buffer) => {
    if (isOver) return
    if (bytes + chunk.length > maxBytes) return give(tooLarge(maxBytes))
    if (!held.hold(chunk.length)) return give(full())
    chunks.push(chunk)
    bytes += chunk.length
    // Called with the last expected byte: the stream emits its end a little later.
    if (bytes === announcedBytes) finish()
  }
  request.on('data', collect).on('end', finish)
  return release
}

function tooLarge(maxBytes: number): BalancerError {
  const most = formatQuantity(maxBytes, 'bytes')
  const message = `the body of a request may have ${most} at most (serve.max_body)`
  return new BalancerError('BALANCER_BODY_TOO_LARGE', message)
}

function full(): BalancerError {
  const message = 'too many request bodies are waiting for a response (serve.max_bodies)'
  return new BalancerError('BALANCER_BODIES_FULL', message, { retryAfterMs: 1_000 })
}
