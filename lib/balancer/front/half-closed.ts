import type { IncomingMessage, ServerResponse } from 'node:http'

/** A response that comes sooner is sent without an interim response. */
const graceMs = 250
const againMs = 5_000

/**
 * A caller that has sent its FIN may have closed only its own direction, or may be gone: the two look the
 * same until something is sent. Every HTTP/1.1 client skips `102 Processing`; the machine of a caller that
 * is gone sends a reset for it, which closes the response.
 */
export function watchHalfClosed(request: IncomingMessage, response: ServerResponse): void {
  let timer: NodeJS.Timeout | undefined
  let sentBytes = 0
  const probe = () => {
    // Within a body only bytes of the worker can be sent: silence counts as the end.
    if (response.headersSent && request.socket.bytesWritten === sentBytes) {
      response.destroy()
      return
    }
    // HTTP/1.0 has no interim responses.
    if (!response.headersSent && request.httpVersion !== '1.0') response.writeProcessing()
    sentBytes = request.socket.bytesWritten
    timer = setTimeout(probe, againMs)
  }
  const ended = () => {
    timer = setTimeout(probe, graceMs)
  }
  request.socket.once('end', ended)
  response.once('close', () => {
    clearTimeout(timer)
    request.socket.off('end', ended)
  })
}
