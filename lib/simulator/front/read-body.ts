import type { IncomingMessage } from 'node:http'
import { ApiError } from './openai-errors.ts'

/** Returns the text of a body, or why it is refused; nothing if the client disconnects. */
export function readBody(
  request: IncomingMessage,
  done: (text: string | ApiError) => void,
  limitBytes: number,
): void {
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= limitBytes) {
      chunks.push(chunk)
      return
    }
    request.removeAllListeners('data').removeAllListeners('end')
    done(new ApiError(413, 'The request is too large.', 'too_large', { connection: 'close' }))
  })
  request.on('end', () => {
    const [first] = chunks
    done(first && chunks.length === 1 ? first.toString() : Buffer.concat(chunks).toString())
  })
}

/** A body that must be a JSON object. */
export function parseBody(text: string): object {
  try {
    const body: unknown = JSON.parse(text)
    if (body !== null && typeof body === 'object') return body
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new ApiError(400, 'The body is not valid JSON.', 'invalid_json')
}
