import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { defaultLimits, type ResponseLimits } from '../cluster/response-limits.ts'
import { errorWords } from '../servers/error-words.ts'
import { redirectTarget, redirectWords } from '../servers/redirect.ts'
import { Roster, type RosterMember } from '../wire/roster.ts'
import type { WorkloadRequest } from '../workload/workload.ts'
import type { ModelResponse } from './model-response.ts'
import type { BodyReader, BodyReading } from './response/body-reader.ts'
import { ResponseBody } from './response/response-body.ts'
import { responseFaults } from './response/response-faults.ts'

/**
 * Sends requests through a dispatcher and reads their responses to the end. With `dispatch`, the lowest
 * layer of undici: `request` and `fetch` cost a load generator a third to nine tenths of its speed.
 */
export class RequestSender implements Disposable {
  readonly #dispatcher: Pick<Dispatcher, 'dispatch'>
  readonly #signal: AbortSignal
  readonly #limits: ResponseLimits
  /** In flight. */
  readonly #open = new Roster<ResponseHandler>()
  #maxInFlight = 0

  /**
   * @param signal ends all requests in flight; nothing is sent after it
   * @param limits of each response; a longer one is a fault
   */
  constructor(
    dispatcher: Pick<Dispatcher, 'dispatch'>,
    signal: AbortSignal,
    limits: ResponseLimits = defaultLimits,
  ) {
    this.#dispatcher = dispatcher
    this.#signal = signal
    this.#limits = limits
    // One listener for all: one per request costs more than the request.
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  /** Removes its listener from the signal, which outlives this load. */
  [Symbol.dispose](): void {
    this.#signal.removeEventListener('abort', this.#abort)
  }

  get inFlight(): number {
    return this.#open.size
  }

  /** The maximum in flight at once. */
  get maxInFlight(): number {
    return this.#maxInFlight
  }

  /**
   * Never rejects, except for what `tell` throws.
   * @param intendedMs passed back to `tell`; default: now
   * @param tell called with the response, one function for all requests of a load
   */
  send(
    request: WorkloadRequest,
    intendedMs = performance.now(),
    report?: Report,
  ): Promise<ModelResponse> {
    // The only closure of a request: the rest is kept in its handler.
    return new Promise((resolve, reject) => {
      const { maxTokens, ownCharacters } = request
      const waiting: Waiting = { intendedMs, maxTokens, ownCharacters, report, resolve, reject }
      this.#start(request, new ResponseHandler(this.#open, waiting, this.#limits))
    })
  }

  #start({ path, body, headers }: WorkloadRequest, handler: ResponseHandler): void {
    this.#open.add(handler)
    handler.inFlight = this.#open.size
    if (this.#open.size > this.#maxInFlight) this.#maxInFlight = this.#open.size
    if (this.#signal.aborted) {
      handler.onResponseError(undefined, stopped())
      return
    }
    try {
      this.#dispatcher.dispatch({ origin: anyOrigin, path, method: 'POST', body, headers }, handler)
    } catch (error) {
      handler.onResponseError(undefined, error as Error)
    }
  }

  readonly #abort = () => {
    for (const handler of this.#open) handler.abort(stopped())
  }
}

/** A balancer chooses the worker, and a client has only one. */
const anyOrigin = 'http://cluster'

const stopped = () => new DOMException('the load was stopped', 'AbortError')

/** Whether we ended it, so that it shows nothing about the cluster. */
export function wasStopped({ fault }: ModelResponse): boolean {
  return fault?.startsWith('AbortError') ?? false
}

/** Called with a response as soon as it has ended. */
export type Report = (response: ModelResponse, intendedMs: number) => void

/** The receiver of a response. */
interface Waiting {
  readonly intendedMs: number
  readonly maxTokens: number | undefined
  readonly ownCharacters: number | undefined
  readonly report: Report | undefined
  readonly resolve: (response: ModelResponse) => void
  readonly reject: (error: unknown) => void
}

/** Bytes of a body other than a completion that suffice for an error's message. */
const maxRefusalBytes = 64 * 1024

/** Receives one response. */
class ResponseHandler implements Dispatcher.DispatchHandler, RosterMember {
  rosterPlace = -1
  readonly #open: Roster<ResponseHandler>
  readonly #waiting: Waiting
  readonly #limits: ResponseLimits
  readonly #startMs = performance.now()
  /** Set when it is sent. */
  inFlight = 1
  #sentMs: number | undefined
  #controller: Dispatcher.DispatchController | undefined
  #requestId: number | undefined
  #status: number | undefined
  #redirectsTo: string | undefined
  #body: BodyReader | undefined
  #bytes = 0
  /** The beginning of a body other than a completion: the server's error message. */
  #refusal: Buffer[] | undefined
  #isOver = false

  /** @param open all requests in flight, from which it removes itself at its end */
  constructor(open: Roster<ResponseHandler>, waiting: Waiting, limits: ResponseLimits) {
    this.#open = open
    this.#waiting = waiting
    this.#limits = limits
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: { requestId?: number }): void {
    // It was stopped while it still waited for a connection.
    if (this.#isOver) controller.abort(stopped())
    this.#sentMs ??= performance.now()
    this.#controller = controller
    this.#requestId = context?.requestId
  }

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status
    this.#redirectsTo = redirectTarget(status, headers)
    this.#body = new ResponseBody(headers['content-type'], this.#limits.eventBytes)
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    const nowMs = performance.now()
    this.#bytes += chunk.length
    if (this.#status !== 200 && this.#bytes <= maxRefusalBytes) {
      this.#refusal ??= []
      this.#refusal.push(chunk)
    }
    if (this.#bytes <= this.#limits.responseBytes) {
      this.#body?.take(chunk, nowMs)
      return
    }
    // Ended first, because the connection's error about the abort is not the reason.
    this.#body = undefined
    this.#end(nowMs, { fault: responseFaults.tooLong })
    this.#controller?.abort(new Error(responseFaults.tooLong))
  }

  onResponseEnd(): void {
    const endMs = performance.now()
    if (this.#status === 200) this.#end(endMs, this.#body?.end() ?? noBody)
    else this.#end(endMs, { fault: `HTTP ${this.#status}`, words: this.#refusalWords })
  }

  onResponseError(_: unknown, error: Error): void {
    const { code, name } = error as NodeJS.ErrnoException
    const { retryAfterMs } = error as { retryAfterMs?: number }
    const word = typeof code === 'string' ? code : name
    const fault = this.#status === undefined ? word : `${word} in the middle of a response`
    this.#end(performance.now(), { fault }, retryAfterMs)
  }

  abort(reason: Error): void {
    if (this.#controller) this.#controller.abort(reason)
    else this.onResponseError(undefined, reason)
  }

  #end(endMs: number, reading: BodyReading, retryAfterMs?: number): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#open.delete(this)
    const { fault, words, inputTokens, outputTokens, cachedTokens, chunks } = reading
    const { firstTokenMs, tokenGapsMs } = this.#body ?? noTokenTimes
    const isPossible = outputTokens === undefined || outputTokens <= this.#maxTokens
    // One object shape for all responses, without spreads, because it is created for every request.
    const response: ModelResponse = {
      isValid: fault === undefined,
      startMs: this.#startMs,
      inFlight: this.inFlight,
      sentMs: this.#sentMs,
      endMs,
      status: this.#status,
      fault,
      words,
      retryAfterMs,
      requestId: this.#requestId,
      firstTokenMs,
      tokenGapsMs: firstTokenMs === undefined ? undefined : tokenGapsMs,
      // A count beyond the token limit is implausible.
      outputTokens: isPossible ? outputTokens : undefined,
      inputTokens,
      cachedTokens,
      isCacheHit: isCacheHit(reading, this.#waiting.ownCharacters),
      chunks,
    }
    this.#settle(response)
  }

  get #refusalWords(): string | undefined {
    if (this.#redirectsTo !== undefined) return redirectWords(this.#redirectsTo)
    return this.#refusal && errorWords(Buffer.concat(this.#refusal).toString())
  }

  /** Some servers count the token that ends the text as well. */
  get #maxTokens(): number {
    return (this.#waiting.maxTokens ?? Number.POSITIVE_INFINITY) + 1
  }

  #settle(response: ModelResponse): void {
    const { intendedMs, report, resolve, reject } = this.#waiting
    try {
      report?.(response, intendedMs)
      resolve(response)
    } catch (error) {
      reject(error)
    }
  }
}

/** English has 4 to 5 characters per token, and other texts fewer. */
const maxCharactersPerToken = 8

/**
 * Whether the server had this prompt in its cache, although it was never sent: the newly read tokens are
 * fewer than the prompt's own text must have. The template of a chat, which all prompts share, is not
 * counted.
 */
function isCacheHit(
  { inputTokens, cachedTokens }: BodyReading,
  ownCharacters: number | undefined,
): boolean | undefined {
  if (inputTokens === undefined || cachedTokens === undefined) return undefined
  if (ownCharacters === undefined) return undefined
  return inputTokens - cachedTokens < ownCharacters / maxCharactersPerToken
}

const noBody: BodyReading = { fault: responseFaults.noBody }
const noTokenTimes: Pick<BodyReader, 'firstTokenMs' | 'tokenGapsMs'> = {
  firstTokenMs: undefined,
  tokenGapsMs: undefined,
}
