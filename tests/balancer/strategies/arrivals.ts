import type { Demand } from './demand.ts'

/** When the next request comes, which in a closed loop depends on the responses. */
export interface Arrivals {
  /** Infinity: none before a response ends, or none any more. */
  nextMs(): number
  /** Takes the next request: its index. */
  take(): number
  onEnd(endMs: number): void
}

export function scheduleArrivals({ arrivals, sizesMs }: Demand): Arrivals {
  return arrivals.kind === 'open'
    ? openArrivals(arrivals.timesMs)
    : closedArrivals(arrivals.clients, sizesMs.length)
}

function openArrivals(timesMs: readonly number[]): Arrivals {
  let index = 0
  return {
    nextMs: () => timesMs[index] ?? Number.POSITIVE_INFINITY,
    take: () => index++,
    onEnd: () => undefined,
  }
}

function closedArrivals(clients: number, requests: number): Arrivals {
  const idleSinceMs = Array.from({ length: clients }, () => 0)
  let index = 0
  return {
    nextMs: () => (index < requests ? (idleSinceMs[0] ?? Number.POSITIVE_INFINITY) : Infinity),
    take: () => {
      idleSinceMs.shift()
      return index++
    },
    onEnd: (endMs) => {
      idleSinceMs.push(endMs)
      idleSinceMs.sort((a, b) => a - b)
    },
  }
}
