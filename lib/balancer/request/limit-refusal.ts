import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { mayRefuseLimit, requiresCompletionLimit } from '../../servers/token-limit.ts'
import type { WorkerState } from '../worker/worker-state.ts'

/** Longer responses are not a refusal of a field. */
const maxHeldBytes = 64 * 1024

/** The request again, with a field name that the worker accepts. */
export type Rewording = () => Dispatcher.DispatchOptions | Error

/**
 * How to resend a request to a worker that refuses the name of its limit; undefined: it cannot refuse it.
 */
export function rewordingOf(
  request: { readonly hasPlainLimit: boolean },
  worker: WorkerState,
  rotation: { renameLimit(worker: WorkerState): void },
  write: Rewording,
): Rewording | undefined {
  if (!request.hasPlainLimit || worker.wantsCompletionLimit) return undefined
  return () => {
    rotation.renameLimit(worker)
    return write()
  }
}

interface Held {
  readonly controller: Dispatcher.DispatchController
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly statusMessage: string | undefined
  readonly chunks: Buffer[]
}

/**
 * Holds a response back that may be a refusal of `max_tokens`, and forwards every other one as it arrives.
 * The handler never receives such a refusal: the request is resent with the other name of the limit.
 */
export class LimitRefusal implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler
  readonly #sendAgain: () => void
  #held: Held | undefined
  #bytes = 0

  /** @param sendAgain called instead of the end of the response */
  constructor(handler: Dispatcher.DispatchHandler, sendAgain: () => void) {
    this.#handler = handler
    this.#sendAgain = sendAgain
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#handler.onRequestStart?.(controller, context)
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage?: string,
  ): void {
    if (mayRefuseLimit(status)) {
      this.#held = { controller, status, headers, statusMessage, chunks: [] }
    } else {
      this.#handler.onResponseStart?.(controller, status, headers, statusMessage)
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#held) {
      this.#handler.onResponseData?.(controller, chunk)
      return
    }
    this.#held.chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes > maxHeldBytes) this.#release()
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    const held = this.#held
    if (held && requiresCompletionLimit(held.status, Buffer.concat(held.chunks).toString())) {
      this.#held = undefined
      this.#sendAgain()
      return
    }
    this.#release()
    this.#handler.onResponseEnd?.(controller, trailers)
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    this.#release()
    this.#handler.onResponseError?.(controller, error)
  }

  /** It is not such a refusal. */
  #release(): void {
    const held = this.#held
    if (!held) return
    this.#held = undefined
    const { controller, status, headers, statusMessage, chunks } = held
    this.#handler.onResponseStart?.(controller, status, headers, statusMessage)
    for (const chunk of chunks) this.#handler.onResponseData?.(controller, chunk)
  }
}
