import type { Dispatcher } from 'undici'
import type { WorkloadRequest } from './workload.ts'

/** What came back for one request, seen by whoever sent it. */
export interface Answer {
  /** Whether it is an answer of the API: status 200 and a body that holds a choice, to its end. */
  readonly isValid: boolean
  readonly status?: number
  /** What is wrong with it, in a few words: an error's code, a status, a fault of the body. */
  readonly fault?: string
  /** When the caller may try again, where the balancer refused it. */
  readonly retryAfterMs?: number
}

/** Sends a request and reads its answer to the end. Never rejects. */
export async function sendRequest(
  dispatcher: Dispatcher,
  { path, body, headers }: WorkloadRequest,
  signal: AbortSignal,
): Promise<Answer> {
  let hasBegun = false
  try {
    const options = { origin: 'http://cluster', path, method: 'POST' as const, body, headers }
    const answer = await dispatcher.request({ ...options, signal })
    hasBegun = true
    const text = await answer.body.text()
    const { statusCode: status } = answer
    if (status !== 200) return { isValid: false, status, fault: `HTTP ${status}` }
    const isStream = String(answer.headers['content-type']).startsWith('text/event-stream')
    const fault = isStream ? faultOfStream(text) : faultOfJson(text)
    return { isValid: fault === undefined, status, ...(fault !== undefined && { fault }) }
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    const { retryAfterMs } = error as { retryAfterMs?: number }
    return {
      isValid: false,
      fault: hasBegun ? `${code ?? name} in the middle of an answer` : (code ?? name),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    }
  }
}

function faultOfJson(text: string): string | undefined {
  try {
    const { choices } = JSON.parse(text)
    return Array.isArray(choices) && choices.length > 0 ? undefined : 'an answer without a choice'
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return 'a body that is no JSON'
    throw error
  }
}

/** Every server ends a stream of server-sent events with `[DONE]`. */
function faultOfStream(text: string): string | undefined {
  return /^data: \[DONE\]\s*$/m.test(text) ? undefined : 'a stream without its end'
}
