/**
 * The response of a server that does nothing: a completion of the length and in the form of a request, as
 * bytes of HTTP.
 * @param body of the request: JSON of the API
 */
export function nullResponse(body: string): Buffer {
  const { stream, max_tokens: tokens = 16 } = JSON.parse(body) as {
    readonly stream?: boolean
    readonly max_tokens?: number
  }
  return Buffer.from(stream === true ? streamed(tokens) : whole(tokens))
}

function whole(tokens: number): string {
  const json = JSON.stringify({
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'a '.repeat(tokens) } }],
    usage: { prompt_tokens: 1, completion_tokens: tokens },
  })
  return `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`
}

/** A chunk per token; all are sent together, which costs the client less than separate ones. */
function streamed(tokens: number): string {
  const part = JSON.stringify({
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content: 'a ' } }],
  })
  const chunks = [...Array.from({ length: tokens }, () => part), '[DONE]'].map(chunkOf)
  return `${head}content-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`
}

function chunkOf(data: string): string {
  const event = `data: ${data}\n\n`
  return `${event.length.toString(16)}\r\n${event}\r\n`
}

const head = 'HTTP/1.1 200 OK\r\nconnection: keep-alive\r\n'
