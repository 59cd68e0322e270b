import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { ProbeFailure } from './failure.ts'
import { isKnownCode, systemFailure } from './system-errors.ts'
import { type Certificate, certificateOf, isTlsError, tlsFailure } from './tls.ts'

export interface HttpRequest {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly tls?: { readonly verify?: boolean; readonly ca?: string; readonly serverName?: string }
  /** The body is truncated at this size; default 1 MiB. */
  readonly maxBodyBytes?: number
  /** The response is ended at its first byte; `body` is then empty. */
  readonly stopAfterFirstByte?: boolean
}

/** Milliseconds each phase took; `firstByteMs` and `totalMs` count from the start. */
export interface HttpPhases {
  readonly dnsMs: number
  readonly connectMs: number
  readonly tlsMs?: number
  readonly firstByteMs: number
  readonly totalMs: number
}

export interface HttpResponse {
  readonly ok: true
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly bodyTruncated: boolean
  readonly httpVersion: string
  readonly remoteAddress: string
  readonly phases: HttpPhases
  readonly certificate?: Certificate
}

export type HttpPhase = 'dns' | 'connect' | 'tls' | 'firstByte'

export type HttpResult =
  | HttpResponse
  | {
      readonly ok: false
      readonly failure: ProbeFailure
      /** The phases before the failure, in order. */
      readonly phasesReached: readonly HttpPhase[]
    }

/** Sends one request over a connection of its own and times its phases. Never rejects. */
export function requestHttp(options: HttpRequest): Promise<HttpResult> {
  return new Promise((resolve) => new HttpAttempt(options, resolve).start())
}

/** One request in flight: records when each phase was reached and ends exactly once. */
class HttpAttempt {
  readonly #options: HttpRequest
  readonly #resolve: (result: HttpResult) => void
  readonly #startMs = performance.now()
  readonly #reached: { [phase in HttpPhase]?: number } = {}
  #url: URL | undefined
  #request: ClientRequest | undefined
  #socket: Socket | undefined
  #timer: NodeJS.Timeout | undefined
  #ended = false

  constructor(options: HttpRequest, resolve: (result: HttpResult) => void) {
    this.#options = options
    this.#resolve = resolve
  }

  start(): void {
    const { timeoutMs, signal, body } = this.#options
    if (signal.aborted) {
      this.#abort()
      return
    }
    try {
      this.#request = this.#create()
    } catch (error) {
      this.#fail(impossible(error as Error, this.#elapsedMs()))
      return
    }
    this.#timer = setTimeout(() => this.#timeOut(), timeoutMs)
    signal.addEventListener('abort', this.#abort, { once: true })
    this.#request.once('socket', (socket) => this.#watch(socket))
    this.#request.once('response', (response) => this.#receive(response))
    this.#request.on('error', (error) => this.#fail(this.#failureOf(error)))
    this.#request.end(body)
  }

  #create(): ClientRequest {
    const { url, method = 'GET', headers, body, tls } = this.#options
    this.#url = new URL(url)
    const send = this.#isTls() ? requestTls : requestPlain
    return send(this.#url, {
      method,
      agent: false,
      headers: {
        ...headers,
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
      ...(tls && { rejectUnauthorized: tls.verify ?? true, ca: tls.ca }),
      ...(tls?.serverName && { servername: tls.serverName }),
    })
  }

  #isTls(): boolean {
    return this.#url?.protocol === 'https:'
  }

  #watch(socket: Socket): void {
    this.#socket = socket
    // Called for a failed lookup as well.
    socket.once('lookup', (error: Error | null) => {
      if (!error) this.#reach('dns')
    })
    socket.once('connect', () => this.#reach('connect'))
    socket.once('secureConnect', () => this.#reach('tls'))
  }

  #receive(response: IncomingMessage): void {
    this.#reach('firstByte')
    const { maxBodyBytes = 1024 * 1024, stopAfterFirstByte } = this.#options
    if (stopAfterFirstByte) {
      this.#succeed(response, [], true)
      return
    }
    const chunks: Buffer[] = []
    let size = 0
    const finish = () => this.#succeed(response, chunks, size > maxBodyBytes)
    response.on('data', (chunk: Buffer) => {
      const room = maxBodyBytes - size
      size += chunk.length
      if (room > 0) chunks.push(chunk.subarray(0, room))
      if (size > maxBodyBytes) finish()
    })
    response.once('end', finish)
    response.once('error', (error) => this.#fail(this.#failureOf(error)))
    response.once('close', () => {
      const code = 'ECONNRESET'
      this.#fail({
        kind: 'reset',
        code,
        detail: 'the response was cut off',
        afterMs: this.#elapsedMs(),
      })
    })
  }

  #succeed(response: IncomingMessage, chunks: readonly Buffer[], bodyTruncated: boolean): void {
    const { dns = 0, connect = dns, tls, firstByte = 0 } = this.#reached
    const socket = this.#socket
    this.#end({
      ok: true,
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      bodyTruncated,
      httpVersion: response.httpVersion,
      remoteAddress: socket?.remoteAddress ?? '',
      phases: {
        dnsMs: dns,
        connectMs: connect - dns,
        ...(tls !== undefined && { tlsMs: tls - connect }),
        firstByteMs: firstByte,
        totalMs: this.#elapsedMs(),
      },
      ...(tls !== undefined && { certificate: certificateOf(socket as TLSSocket) }),
    })
  }

  #failureOf(error: Error): ProbeFailure {
    const afterMs = this.#elapsedMs()
    const { code } = error as NodeJS.ErrnoException
    if (isTlsError(error) || (this.#isInHandshake() && !isKnownCode(code))) {
      return tlsFailure(error, afterMs)
    }
    if (code?.startsWith('HPE_')) {
      return {
        kind: 'protocol',
        code,
        detail: `${code}: the server there does not speak HTTP`,
        afterMs,
      }
    }
    return systemFailure(error, afterMs)
  }

  #isInHandshake(): boolean {
    const { connect, tls } = this.#reached
    return this.#isTls() && connect !== undefined && tls === undefined
  }

  #timeOut(): void {
    const afterMs = this.#elapsedMs()
    const within = `within ${Math.round(afterMs)}ms`
    if (this.#isResolving()) {
      const code = 'ETIMEOUT'
      const detail = `${code}: no response from the DNS server ${within}`
      this.#fail({ kind: 'dns', code, detail, afterMs })
      return
    }
    this.#fail({ kind: 'timed_out', detail: `${this.#progress()} ${within}`, afterMs })
  }

  /** An address needs no resolving, and has no `lookup` event. */
  #isResolving(): boolean {
    const { dns, connect } = this.#reached
    const host = this.#url?.hostname.replace(/^\[|\]$/g, '') ?? ''
    return dns === undefined && connect === undefined && isIP(host) === 0
  }

  /** The phase of the request when a wait ended. */
  #progress(): string {
    const { dns, connect, tls, firstByte } = this.#reached
    const ms = (value: number) => `${Math.round(value)}ms`
    if (firstByte !== undefined) return `first byte after ${ms(firstByte)}, response not complete`
    if (tls !== undefined) return `TLS established after ${ms(tls)}, no response received`
    if (connect !== undefined) {
      const missing = this.#isInHandshake() ? 'no end of the TLS handshake' : 'no response received'
      return `connected after ${ms(connect)}, ${missing}`
    }
    if (dns !== undefined) return 'the name resolved, no connection'
    return 'no connection'
  }

  readonly #abort = (): void => {
    const { signal } = this.#options
    const isDeadline = (signal.reason as Error | undefined)?.name === 'TimeoutError'
    if (isDeadline) this.#timeOut()
    else this.#fail({ kind: 'aborted', detail: 'the run was stopped', afterMs: this.#elapsedMs() })
  }

  #fail(failure: ProbeFailure): void {
    const order: readonly HttpPhase[] = ['dns', 'connect', 'tls', 'firstByte']
    const phasesReached = order.filter((phase) => this.#reached[phase] !== undefined)
    this.#end({ ok: false, failure, phasesReached })
  }

  #end(result: HttpResult): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    this.#options.signal.removeEventListener('abort', this.#abort)
    this.#request?.destroy()
    this.#resolve(result)
  }

  #reach(phase: HttpPhase): void {
    this.#reached[phase] ??= this.#elapsedMs()
  }

  #elapsedMs(): number {
    return performance.now() - this.#startMs
  }
}

const impossibleWords: Readonly<Record<string, string>> = {
  ERR_INVALID_URL: 'not a valid URL',
  ERR_INVALID_PROTOCOL: 'the URL is neither http nor https',
  ERR_INVALID_CHAR: 'a header contains a character that HTTP does not allow, such as a line break',
  ERR_INVALID_HTTP_TOKEN: 'invalid method or header name',
}

/** A request that cannot be written. Node's own message may quote the request: it is left out. */
function impossible(error: Error, afterMs: number): ProbeFailure {
  if (isTlsError(error)) return tlsFailure(error, afterMs)
  const { code = error.name } = error as NodeJS.ErrnoException
  const detail = `${code}: ${impossibleWords[code] ?? 'the request cannot be made'}`
  return { kind: 'protocol', code, detail, afterMs }
}
