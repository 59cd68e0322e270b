import { BalancerError } from '../errors.ts'

/** A body that can be sent any number of times. */
export type Body = string | Uint8Array | null

export interface CollectedBody {
  readonly body: Body
  /** Content type, if the kind of body decides it: that of a form contains the boundary of its parts. */
  readonly contentType?: string
}

/** A prompt may be long, but it is finite. */
export const maxBodyBytes = 32 * 1024 * 1024

/** Whether the body can be sent as it is; otherwise it has to be collected first. */
export function isReplayable(body: unknown): body is Body | undefined {
  return (
    body === null || body === undefined || typeof body === 'string' || body instanceof Uint8Array
  )
}

/**
 * Collects a body that arrives in chunks (`fetch` passes an iterator), so that it can be inspected, and
 * resent to another worker.
 * @param request stops the collecting once it is over
 * @throws BalancerError for a body that is too large, or of an unsupported kind
 */
export async function collectBody(
  body: unknown,
  request: { readonly isOver: boolean },
): Promise<CollectedBody> {
  const { chunks: incoming, contentType } = chunksOf(body)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    if (request.isOver) break
    const chunkBytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (!(chunkBytes instanceof Uint8Array))
      throw unsendable('a body yields strings and bytes only')
    bytes += chunkBytes.byteLength
    if (bytes > maxBodyBytes) {
      const message = `the body of a request may have ${maxBodyBytes} bytes at the most`
      throw new BalancerError('BALANCER_BODY_TOO_LARGE', message)
    }
    chunks.push(chunkBytes)
  }
  const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
  return contentType === undefined ? { body: whole } : { body: whole, contentType }
}

interface Chunks {
  readonly chunks: AsyncIterable<unknown> | Iterable<unknown>
  readonly contentType?: string
}

function chunksOf(body: unknown): Chunks {
  const isObject = typeof body === 'object' && body !== null
  // These iterate over their fields, which is not a body.
  const hasFields = body instanceof FormData || body instanceof URLSearchParams
  if (isObject && !hasFields && (Symbol.asyncIterator in body || Symbol.iterator in body)) {
    return { chunks: body as AsyncIterable<unknown> }
  }
  // Node converts the other kinds; undici accepts forms, blobs and buffers.
  const isKnown = hasFields || body instanceof Blob || body instanceof ArrayBuffer
  if (!isKnown && !ArrayBuffer.isView(body)) throw unsendable(`a body cannot be a ${typeof body}`)
  const { body: stream, headers } = new Response(body as ArrayBuffer | Blob | FormData)
  const contentType = headers.get('content-type')
  return { chunks: stream ?? [], ...(contentType !== null && { contentType }) }
}

function unsendable(message: string): BalancerError {
  return new BalancerError('BALANCER_REQUEST_REFUSED', message)
}
