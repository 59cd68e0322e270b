import type { LoadRecord } from '../../../record/load-record.ts'
import { formatQuantity } from '../../../units/quantity.ts'

/** Requests of a load that waited inside an engine. */
export interface EngineQueue {
  readonly id: string
  /** The maximum that it worked on, that waited in it, and that was sent to it. */
  readonly running: number
  readonly waiting: number
  readonly sent: number
  readonly waitingMean: number
}

/** Below it, requests only pass through the queue. */
const minMean = 0.5

/**
 * An engine's own report of requests that waited in it, although the balancer had a slot for each. Only if
 * it worked on fewer than it was sent, and had no more than that: otherwise others used it as well.
 */
export function engineQueueOf(loads: readonly LoadRecord[], id: string): EngineQueue | undefined {
  const reported = loads.flatMap(({ workers, telemetry }) => {
    const { requests_running: running, requests_waiting: waiting } = telemetry?.[id]?.series ?? {}
    const sent = workers[id]?.inFlightMax
    return running && waiting && sent !== undefined ? [{ running, waiting, sent }] : []
  })
  if (reported.length === 0) return undefined
  const running = Math.max(...reported.map((each) => each.running.max))
  const waiting = Math.max(...reported.map((each) => each.waiting.max))
  const sent = Math.max(...reported.map((each) => each.sent))
  const waitingMean = reported.reduce((sum, each) => sum + each.waiting.avg, 0) / reported.length
  const isOurs = waiting <= sent && running < sent && running > 0
  return isOurs && waitingMean >= minMean ? { id, running, waiting, sent, waitingMean } : undefined
}

/** `w1 worked on 2 requests at most while 6 were sent to it, and up to 4 waited in it (3.1 on average)` */
export function engineQueueInWords({
  id,
  running,
  waiting,
  sent,
  waitingMean,
}: EngineQueue): string {
  const mean = formatQuantity(Number(waitingMean.toPrecision(2)), 'count')
  return `${id} worked on ${running} ${running === 1 ? 'request' : 'requests'} at most while ${sent} were sent to it, and up to ${waiting} waited in it (${mean} on average)`
}
