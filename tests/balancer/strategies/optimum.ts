import { scheduleArrivals } from './arrivals.ts'
import type { Demand } from './demand.ts'

/** A worker of constant speed: its time for a request of size 1. */
export interface SteadyWorker {
  readonly slots: number
  readonly slowness: number
}

/**
 * Mean latency of list scheduling with foresight (Graham 1969, for machines of different speeds): every
 * size and speed is known, and each request, in the order of arrival, takes the slot where it ends first.
 * The better of two schedules: one that waits for a busy slot where that ends sooner, which serves the
 * single request best, and one that waits only when nothing is free, which keeps fast slots for others.
 */
export function optimalMeanLatencyMs(workers: readonly SteadyWorker[], demand: Demand): number {
  return Math.min(listSchedule(workers, demand, true), listSchedule(workers, demand, false))
}

interface Slot {
  freeAtMs: number
  readonly slowness: number
}

function listSchedule(workers: readonly SteadyWorker[], demand: Demand, mayWait: boolean): number {
  const slots = workers.flatMap(({ slots: count, slowness }) =>
    Array.from({ length: count }, (): Slot => ({ freeAtMs: 0, slowness })),
  )
  const arrivals = scheduleArrivals(demand)
  let totalMs = 0
  for (const _ of demand.sizesMs) {
    const arrivalMs = arrivals.nextMs()
    const sizeMs = demand.sizesMs[arrivals.take()]!
    const isAnyFree = slots.some(({ freeAtMs }) => freeAtMs <= arrivalMs)
    const untilMs = mayWait || !isAnyFree ? Number.POSITIVE_INFINITY : arrivalMs
    const slot = firstToEnd(slots, arrivalMs, sizeMs, untilMs)
    slot.freeAtMs = endIn(slot, arrivalMs, sizeMs)
    arrivals.onEnd(slot.freeAtMs)
    totalMs += slot.freeAtMs - arrivalMs
  }
  return totalMs / demand.sizesMs.length
}

/** Of the slots that are free until then, the one where the request ends first. */
function firstToEnd(
  slots: readonly Slot[],
  arrivalMs: number,
  sizeMs: number,
  untilMs: number,
): Slot {
  let first = slots[0]!
  let firstEndMs = Number.POSITIVE_INFINITY
  for (const slot of slots) {
    if (slot.freeAtMs > untilMs) continue
    const endMs = endIn(slot, arrivalMs, sizeMs)
    if (endMs >= firstEndMs) continue
    first = slot
    firstEndMs = endMs
  }
  return first
}

function endIn({ freeAtMs, slowness }: Slot, arrivalMs: number, sizeMs: number): number {
  return Math.max(arrivalMs, freeAtMs) + sizeMs * slowness
}

/** No schedule ends sooner than with all slots busy to the last moment. */
export function minMakespanMs(workers: readonly SteadyWorker[], demand: Demand): number {
  const workMs = demand.sizesMs.reduce((sum, each) => sum + each, 0)
  const capacity = workers.reduce((sum, { slots, slowness }) => sum + slots / slowness, 0)
  return workMs / capacity
}
