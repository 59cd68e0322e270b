import { afterEach } from 'vitest'
import type { SimulateOptions } from '../../lib/cluster/cluster.ts'
import type { SimulatedWorker } from '../../lib/simulator/running-worker.ts'
import {
  type SimulatedWorkerOptions,
  startSimulatedWorker,
} from '../../lib/simulator/simulated-worker.ts'

/** Responds at once, always the same. */
export const instant: SimulateOptions = {
  timeToFirstTokenMs: 0,
  tokenTimeMs: 0,
  jitter: 0,
  seed: 7,
  imitates: 'openai',
}

const running: SimulatedWorker[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.close()))
})

/** A worker that ends with its test. */
export async function runWorker(
  simulate: Partial<SimulateOptions> = {},
  options: Partial<SimulatedWorkerOptions> = {},
): Promise<{ readonly worker: SimulatedWorker; readonly base: string }> {
  const worker = await startSimulatedWorker({
    id: 'w1',
    host: '127.0.0.1',
    port: 0,
    model: 'tiny',
    maxConcurrentRequests: 2,
    ...options,
    simulate: { ...instant, ...simulate },
  })
  running.push(worker)
  return { worker, base: `http://127.0.0.1:${worker.port}` }
}

export const chat = { model: 'tiny', messages: [{ role: 'user', content: 'hello' }], max_tokens: 4 }

export function post(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(url, { method: 'POST', body: text, ...init })
}

export function askChat(base: string, changes: object = {}, init?: RequestInit): Promise<Response> {
  return post(`${base}/v1/chat/completions`, { ...chat, ...changes }, init)
}

/** The system's or undici's code of a request without a response. */
export async function codeOf(response: Promise<unknown>): Promise<string> {
  try {
    await response
    return 'answered'
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string; name?: string } }
    return cause?.code ?? cause?.name ?? name
  }
}
