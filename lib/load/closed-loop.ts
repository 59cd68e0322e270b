import type { Dispatcher } from 'undici'
import { type Answer, sendRequest } from './send-request.ts'
import type { Workload } from './workload.ts'

export interface ClosedLoopOptions {
  readonly dispatcher: Dispatcher
  readonly workload: Workload
  /** How many requests in all. */
  readonly requests: number
  /** How many are under way at any time. */
  readonly concurrency: number
  /** Stops sending; what is under way is stopped as well. */
  readonly signal: AbortSignal
  /** The number of the first request of the workload; default 0. */
  readonly from?: number
  /** Called after each answer with how many there are. */
  readonly onAnswer?: (count: number) => void
}

export interface ClosedLoopResult {
  /** In order of their ends; fewer than asked for where the run was stopped. */
  readonly answers: readonly Answer[]
  readonly durationMs: number
}

/**
 * Keeps a number of requests under way, each followed by the next as soon as it is answered: a closed
 * loop, as `wrk` and most load tools drive it. A refusal by the balancer is waited out for as long as
 * it says, so that a full queue is not hammered.
 */
export async function runClosedLoop(options: ClosedLoopOptions): Promise<ClosedLoopResult> {
  const { dispatcher, workload, requests, concurrency, signal, from = 0, onAnswer } = options
  const answers: Answer[] = []
  const startMs = performance.now()
  let next = 0
  const lane = async () => {
    while (next < requests && !signal.aborted) {
      const index = next++
      const answer = await sendRequest(dispatcher, workload.request(from + index), signal)
      // One that was stopped under way is not answered, and counts as that.
      answers.push(answer)
      onAnswer?.(answers.length)
      if (answer.retryAfterMs !== undefined) await pause(answer.retryAfterMs, signal)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, lane))
  return { answers, durationMs: performance.now() - startMs }
}

/** A pause that an abort ends early, without a rejection. */
function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, durationMs)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  })
}
