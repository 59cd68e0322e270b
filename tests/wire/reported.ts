import type { Dispatcher } from 'undici'

/** The final state of a handler for one request. */
export interface Reported {
  status?: number
  statusMessage?: string | undefined
  headers?: Record<string, unknown>
  body: string
  trailers?: Record<string, unknown>
  /** Its code, or its name. */
  error?: string
  /** Each call, in order; consecutive parts of the body are merged. */
  calls: string[]
}

/** Sends a request and waits for its end: that of the response, or an error. */
export function ask(
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  options: Partial<Dispatcher.DispatchOptions> = {},
  hooks: Partial<Dispatcher.DispatchHandler> = {},
): Promise<Reported> {
  return new Promise((resolve) => {
    const reported: Reported = { body: '', calls: [] }
    const parts: Buffer[] = []
    const note = (call: string) => {
      if (reported.calls.at(-1) !== call || call !== 'data') reported.calls.push(call)
    }
    const end = () => {
      reported.body = Buffer.concat(parts).toString('latin1')
      resolve(reported)
    }
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (controller, context) => {
        note('start')
        hooks.onRequestStart?.(controller, context)
      },
      onResponseStart: (controller, status, headers, statusMessage) => {
        note('head')
        Object.assign(reported, { status, statusMessage, headers: { ...headers } })
        hooks.onResponseStart?.(controller, status, headers, statusMessage)
      },
      onResponseData: (controller, chunk) => {
        note('data')
        parts.push(chunk)
        hooks.onResponseData?.(controller, chunk)
      },
      onResponseEnd: (controller, trailers) => {
        note('end')
        reported.trailers = { ...trailers }
        hooks.onResponseEnd?.(controller, trailers)
        end()
      },
      onResponseError: (_, error) => {
        note('error')
        reported.error = (error as NodeJS.ErrnoException).code ?? error.name
        end()
      },
    }
    dispatcher.dispatch(
      { origin: 'http://cluster', method: 'POST', path: '/v1/chat/completions', ...options },
      handler,
    )
  })
}
