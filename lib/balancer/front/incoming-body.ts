import type { IncomingMessage } from 'node:http'
import { BalancerError } from '../errors.ts'
import { maxBodyBytes } from '../request-body.ts'

/**
 * Reads a request's body, once and whole: what is sent again to another worker has to be there. Calls
 * neither back where the caller goes away in the middle of it.
 */
export function readBody(
  request: IncomingMessage,
  announcedBytes: number | undefined,
  take: (body: Buffer) => void,
  refuse: (error: BalancerError) => void,
): void {
  if (announcedBytes !== undefined && announcedBytes > maxBodyBytes) {
    refuse(tooLarge())
    return
  }
  const chunks: Buffer[] = []
  let bytes = 0
  const finish = () => {
    request.off('data', collect).off('end', finish)
    take(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks))
  }
  const collect = (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    // With the last byte that is due: the stream tells of its end a little later.
    if (bytes === announcedBytes) finish()
    if (bytes <= maxBodyBytes) return
    request.off('data', collect).off('end', finish)
    refuse(tooLarge())
  }
  request.on('data', collect).on('end', finish)
}

function tooLarge(): BalancerError {
  const message = `the body of a request may have ${maxBodyBytes} bytes at the most`
  return new BalancerError('BALANCER_BODY_TOO_LARGE', message)
}
