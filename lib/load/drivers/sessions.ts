import type { Balancer } from '../../balancer/balancer.ts'
import { widestLimits } from '../../cluster/response-limits.ts'
import type { Workload } from '../../workload/workload.ts'
import type { ModelResponse } from '../model-response.ts'
import { RequestSender } from '../request-sender.ts'

export interface SessionsOptions {
  readonly balancer: Balancer
  readonly sessions: number
  readonly requestsPerSession: number
  /** The workload of a session, by its name. */
  readonly workloadOf: (name: string) => Workload
  readonly signal: AbortSignal
}

export interface SessionRun {
  readonly responses: readonly ModelResponse[]
  readonly durationMs: number
  /** For each session the workers that served it, in order. */
  readonly workersBySession: readonly (readonly string[])[]
}

/** Runs sessions side by side, each sending one request after the other, as people in a chat do. */
export async function runSessions(options: SessionsOptions): Promise<SessionRun> {
  const { balancer, sessions, requestsPerSession, workloadOf, signal } = options
  const responses: ModelResponse[] = []
  const workersBySession: string[][] = []
  const workerOf = new Map<number, string>()
  const unsubscribe = balancer.onEvent((event) => {
    if (event.type !== 'end') return
    const { id, outcome, workerId } = event.request
    if (outcome === 'ok' && workerId !== undefined) workerOf.set(id, workerId)
  })
  const sender = new RequestSender(balancer, signal, widestLimits(balancer.workers))
  const startMs = performance.now()
  const runOne = async (number: number) => {
    const workload = workloadOf(`session-${number}`)
    const workers: string[] = []
    workersBySession[number] = workers
    for (let index = 0; index < requestsPerSession && !signal.aborted; index++) {
      const response = await sender.send(workload.request(index))
      responses.push(response)
      const workerId = workerOf.get(response.requestId ?? -1)
      if (workerId !== undefined) workers.push(workerId)
    }
  }
  await Promise.all(Array.from({ length: sessions }, (_, number) => runOne(number)))
  unsubscribe()
  return { responses, durationMs: performance.now() - startMs, workersBySession }
}
