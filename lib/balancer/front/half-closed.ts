import type { IncomingMessage, ServerResponse } from 'node:http'

/** A response that comes sooner is all that the caller gets to see. */
const graceMs = 250
const againMs = 5_000

/**
 * A caller that has sent its FIN may only have closed its own direction, or may be gone altogether: the two
 * look the same until something is sent. `102 Processing` is something that every HTTP/1.1 client skips;
 * a caller that is gone answers it with a reset, which closes the response.
 */
export function watchHalfClosed(request: IncomingMessage, response: ServerResponse): void {
  let timer: NodeJS.Timeout | undefined
  let sentBytes = 0
  const probe = () => {
    // Within a body there is nothing to send but what the worker sends: silence is taken for the end.
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
