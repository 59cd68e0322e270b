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

/**
 * Writes requests for one server. Those of a load differ in their bodies alone: what comes before the length of the body
 * is checked and put together again only where it differs from that of the request before.
 */
export class RequestWriter {
  readonly #host: string
  #method: unknown
  #path: unknown
  #fields: readonly (readonly [string, unknown])[] = []
  #head = ''

  /** @param host value of the header */
  constructor(host: string) {
    this.#host = host
  }

  /** @throws InvalidArgumentError for a request that servers could interpret in different ways */
  text(options: WireOptions): RequestText {
    if (!this.#isLast(options)) {
      this.#method = undefined
      this.#head = headText(options, this.#host)
      this.#fields = fieldsOf(options.headers)
      this.#method = options.method
      this.#path = options.path
    }
    return withBody(this.#head, options.body)
  }

  #isLast({ method, path, headers }: WireOptions): boolean {
    if (method !== this.#method || path !== this.#path || isList(headers)) return false
    let count = 0
    for (const name in headers as Record<string, unknown>) {
      const field = this.#fields[count]
      if (name !== field?.[0]) return false
      if ((headers as Record<string, unknown>)[name] !== field[1]) return false
      count += 1
    }
    return count === this.#fields.length
  }
}

/** Those of the prototype as well. */
function fieldsOf(headers: WireOptions['headers']): [string, unknown][] {
  const fields: [string, unknown][] = []
  for (const name in headers as Record<string, unknown>) {
    fields.push([name, (headers as Record<string, unknown>)[name]])
  }
  return fields
}

function headText({ method, path, headers }: WireOptions, host: string): string {
  if (!token.test(method) || method === 'HEAD' || method === 'CONNECT') {
    throw new errors.InvalidArgumentError(`invalid method ${JSON.stringify(method)}`)
  }
  if (!pathText.test(path)) {
    throw new errors.InvalidArgumentError(`invalid path ${JSON.stringify(path)}`)
  }
  // Of a list or a map nothing would be sent, or its indexes.
  if (isList(headers)) {
    throw new errors.InvalidArgumentError('headers must be an object of strings')
  }
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`
  for (const [name, value] of fieldsOf(headers)) head += headerLine(name, value)
  return head
}

/** @param head without the length */
function withBody(head: string, body: unknown): RequestText {
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

function isList(headers: WireOptions['headers']): boolean {
  return headers !== undefined && headers !== null && Symbol.iterator in headers
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
