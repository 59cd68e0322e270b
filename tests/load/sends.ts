import { once, setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DriverContext } from '../../lib/load/drivers/driver.ts'
import type { ModelResponse } from '../../lib/load/model-response.ts'

/** A request as a driver started it. */
export interface Sent {
  readonly index: number
  readonly intendedMs: number
  readonly atMs: number
}

/** Outcomes of requests: `undefined` is a successful response. */
export type Fate = (index: number) => Promise<Partial<ModelResponse> | undefined>

export const fates = {
  instant: async () => undefined,
  slow: async () => {
    await sleep(15)
    return undefined
  },
  uneven: async (index: number) => {
    await sleep(index % 7)
    return undefined
  },
  failing: async () => ({ isValid: false, fault: 'ECONNREFUSED' }),
  'failing now and then': async (index: number) => {
    if (index % 3 === 0) await sleep(3)
    return index % 2 === 0 ? { isValid: false, fault: 'HTTP 500' } : undefined
  },
  refused: async () => ({ isValid: false, fault: 'BALANCER_QUEUE_FULL', retryAfterMs: 2 }),
} satisfies Record<string, Fate>

/** Receives the requests of a driver, with configured outcomes. */
export class Receiver {
  readonly sent: Sent[] = []
  inFlight = 0
  maxInFlight = 0
  readonly #fate: Fate

  constructor(fate: Fate) {
    this.#fate = fate
  }

  /** An abort ends requests in flight, like the sender does. */
  context(signal: AbortSignal): DriverContext {
    setMaxListeners(0, signal)
    return { signal, send: (index, intendedMs) => this.#send(index, intendedMs, signal) }
  }

  async #send(index: number, intendedMs: number, signal: AbortSignal): Promise<ModelResponse> {
    const atMs = performance.now()
    this.sent.push({ index, intendedMs, atMs })
    this.inFlight += 1
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight)
    const ended = new AbortController()
    const stopped = once(signal, 'abort', { signal: ended.signal }).then(
      () => ({ isValid: false, fault: 'AbortError' }),
      () => undefined,
    )
    try {
      const outcome = await Promise.race([this.#fate(index), stopped])
      return { isValid: true, startMs: atMs, endMs: performance.now(), ...outcome }
    } finally {
      ended.abort()
      this.inFlight -= 1
    }
  }
}
