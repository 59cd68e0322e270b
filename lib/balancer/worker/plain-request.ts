import type { Dispatcher } from 'undici'
import type { RequestText } from '../../wire/request-text.ts'

const pathText = /^\/[\x21-\x7e]*$/
const nameText = /^[!#$%&'*+\-.^_`|~\da-z]+$/
const valueText = /^[\t\x20-\x7e]*$/
/** One write of a string is faster than one of a string and bytes, as long as they are few. */
const maxJoinedBytes = 16 * 1_024
/** Headers that determine the end of the body or the life of the connection: undici handles those. */
const ofConnection = new Set([
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
  'expect',
])

/**
 * A request of the common kind as undici would write it: GET without a body, or POST with a complete one;
 * no timeouts of its own, ASCII only in its head.
 * @param host for the `Host` header
 * @returns undefined for every other request: those are for undici, which also reports what is wrong with
 * them
 */
export function plainRequest(
  { method, path, headers, body, headersTimeout, bodyTimeout }: Dispatcher.DispatchOptions,
  host: string,
): RequestText | undefined {
  if (headersTimeout != null || bodyTimeout != null || !pathText.test(path)) return undefined
  const lines = headerLines(headers)
  if (lines === undefined) return undefined
  const start = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n${lines}`
  if (method === 'GET')
    return body == null ? { text: `${start}\r\n`, encoding: 'latin1' } : undefined
  return method === 'POST' ? withBody(start, body) : undefined
}

function withBody(start: string, body: unknown): RequestText | undefined {
  if (body == null || body === '') {
    return { text: `${start}content-length: 0\r\n\r\n`, encoding: 'latin1' }
  }
  if (typeof body === 'string') {
    const length = Buffer.byteLength(body)
    const encoding = length === body.length ? 'latin1' : 'utf8'
    return { text: `${start}content-length: ${length}\r\n\r\n${body}`, encoding }
  }
  if (!(body instanceof Uint8Array)) return undefined
  const text = `${start}content-length: ${body.byteLength}\r\n\r\n`
  if (body.byteLength <= maxJoinedBytes) {
    const { buffer, byteOffset, byteLength } = body
    const bytes = Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
    return { text: text + bytes, encoding: 'latin1' }
  }
  return { text, encoding: 'latin1', body }
}

/** Of names and values in turn, names in lower case. */
function headerLines(headers: Dispatcher.DispatchOptions['headers']): string | undefined {
  if (headers == null) return ''
  if (!Array.isArray(headers)) return undefined
  let lines = ''
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]
    const value = headers[index + 1]
    if (typeof name !== 'string' || typeof value !== 'string') return undefined
    if (!nameText.test(name) || ofConnection.has(name) || !valueText.test(value)) return undefined
    lines += `${name}: ${value}\r\n`
  }
  return lines
}
