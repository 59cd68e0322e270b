import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

type Handler = Dispatcher.DispatchHandler
type Controller = Dispatcher.DispatchController

/**
 * A handler of undici's current interface: Node's own `fetch` and undici's methods still use the older one.
 */
export function modernHandler(handler: Handler): Handler {
  return handler.onRequestStart ? handler : new LegacyHandler(handler)
}

/** Forwards headers and trailers unchanged: undici's own adapter rewrites them. */
class LegacyHandler implements Handler {
  readonly #handler: Handler

  constructor(handler: Handler) {
    this.#handler = handler
  }

  onRequestStart(controller: Controller): void {
    this.#handler.onConnect?.((reason) => controller.abort(reason as Error))
  }

  onResponseStart(
    controller: Controller,
    status: number,
    _headers: IncomingHttpHeaders,
    statusMessage = '',
  ): void {
    this.#handler.onResponseStarted?.()
    const headers = (controller.rawHeaders ?? []) as Buffer[]
    const resume = () => controller.resume()
    if (this.#handler.onHeaders?.(status, headers, resume, statusMessage) === false) {
      controller.pause()
    }
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#handler.onData?.(chunk) === false) controller.pause()
  }

  onResponseEnd(controller: Controller): void {
    this.#handler.onComplete?.((controller.rawTrailers ?? []) as string[])
  }

  onResponseError(_controller: Controller, error: Error): void {
    if (!this.#handler.onError) throw error
    this.#handler.onError(error)
  }
}
