import type { Dispatcher } from 'undici'
import { errors } from 'undici'

/** The supported form of a request: a body that is one string, headers by their names. */
export type WireOptions = Pick<Dispatcher.DispatchOptions, 'method' | 'path' | 'headers' | 'body'>

/** A request in the form that is sent; `latin1` if that gives the same bytes, because it is faster. */
export interface RequestText {
  readonly text: string
  readonly encoding: 'latin1' | 'utf8'
  /** Number of bytes that follow. */
  readonly body?: Uint8Array
}

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
const pathText = /^\/[\x21-\x7e]*$/
const valueText = /^[\t\x20-\x7e]*$/
/** Headers that determine the end of the body or the life of the connection: those are set here. */
const ownHeaders = new Set(['connection', 'content-length', 'host', 'transfer-encoding', 'expect'])

/** @throws InvalidArgumentError for a request that servers could interpret in different ways */
export function requestText(
  { method, path, headers, body }: WireOptions,
  host: string,
): RequestText {
  if (!token.test(method) || method === 'HEAD' || method === 'CONNECT') {
    throw new errors.InvalidArgumentError(`invalid method ${JSON.stringify(method)}`)
  }
  if (!pathText.test(path)) {
    throw new errors.InvalidArgumentError(`invalid path ${JSON.stringify(path)}`)
  }
  // Of a list or a map nothing would be sent, or its indexes.
  if (headers && Symbol.iterator in headers) {
    throw new errors.InvalidArgumentError('headers must be an object of strings')
  }
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`
  for (const name in headers as Record<string, unknown>) {
    head += headerLine(name, (headers as Record<string, unknown>)[name])
  }
  if (body === undefined || body === null) {
    return { text: `${head}content-length: 0\r\n\r\n`, encoding: 'latin1' }
  }
  if (typeof body !== 'string') throw new errors.InvalidArgumentError('a body must be a string')
  const length = Buffer.byteLength(body)
  return {
    text: `${head}content-length: ${length}\r\n\r\n${body}`,
    encoding: length === body.length ? 'latin1' : 'utf8',
  }
}

function headerLine(name: string, value: unknown): string {
  if (value === undefined) return ''
  if (!token.test(name) || ownHeaders.has(name.toLowerCase())) {
    throw new errors.InvalidArgumentError(`invalid header name ${JSON.stringify(name)}`)
  }
  if (typeof value !== 'string' || !valueText.test(value)) {
    throw new errors.InvalidArgumentError(`invalid value of the header ${name}`)
  }
  return `${name}: ${value}\r\n`
}
