import type { Balancer } from '../balancer/balancer.ts'
import { type Answer, sendRequest } from './send-request.ts'
import type { Workload } from './workload.ts'

export interface SessionsOptions {
  readonly balancer: Balancer
  readonly sessions: number
  readonly requestsPerSession: number
  /** The workload of a session, by its name. */
  readonly workloadOf: (name: string) => Workload
  readonly signal: AbortSignal
}

export interface SessionRun {
  readonly answers: readonly Answer[]
  readonly durationMs: number
  /** For each session the workers that served it, in order. */
  readonly workersBySession: readonly (readonly string[])[]
}

/** Runs sessions side by side, each sending one request after the other, as people in a chat do. */
export async function runSessions(options: SessionsOptions): Promise<SessionRun> {
  const { balancer, sessions, requestsPerSession, workloadOf, signal } = options
  const answers: Answer[] = []
  const workersBySession: string[][] = []
  const sessionOf = new Map<number, string[]>()
  const unsubscribe = balancer.onEvent((event) => {
    if (event.type !== 'end' || event.request.workerId === undefined) return
    if (event.request.outcome === 'ok')
      sessionOf.get(event.request.id)?.push(event.request.workerId)
    sessionOf.delete(event.request.id)
  })
  const startMs = performance.now()
  const runOne = async (number: number) => {
    const workload = workloadOf(`session-${number}`)
    const workers: string[] = []
    workersBySession[number] = workers
    for (let index = 0; index < requestsPerSession && !signal.aborted; index++) {
      // Dispatched before anything else can be: its number is the next one.
      const answer = sendRequest(balancer, workload.request(index), signal)
      sessionOf.set(balancer.stats().requests, workers)
      answers.push(await answer)
    }
  }
  await Promise.all(Array.from({ length: sessions }, (_, number) => runOne(number)))
  unsubscribe()
  return { answers, durationMs: performance.now() - startMs, workersBySession }
}
