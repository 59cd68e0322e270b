import type { Redis } from 'ioredis'
import { monotonicMs } from './monotonic-clock.ts'

/** How Redis' clock relates to the monotonic one of this machine. */
export interface ClockReading {
  /** Redis' milliseconds since 1970 minus the monotonic time. */
  readonly offsetMs: number
  /** Half the round trip: the error bound of the offset, because the split of the round trip is unknown. */
  readonly errorMs: number
}

const sampleCount = 16

/** Reads Redis' `TIME` several times; the sample with the shortest round trip counts (Cristian, 1989). */
export async function readRedisClock(redis: Redis): Promise<ClockReading> {
  let best: ClockReading = { offsetMs: Number.NaN, errorMs: Number.POSITIVE_INFINITY }
  for (let sample = 0; sample < sampleCount; sample++) {
    const sentMs = monotonicMs()
    const [seconds, microseconds] = await redis.time()
    const receivedMs = monotonicMs()
    const errorMs = (receivedMs - sentMs) / 2
    if (errorMs >= best.errorMs) continue
    const redisMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000
    best = { offsetMs: redisMs - (sentMs + receivedMs) / 2, errorMs }
  }
  return best
}
