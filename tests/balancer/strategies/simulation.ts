import type {
  Candidate,
  RequestView,
  StrategyFactory,
} from '../../../lib/balancer/strategies/strategy.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { scheduleArrivals } from './arrivals.ts'
import type { Demand } from './demand.ts'

/** A simulated worker: how many requests at once, and how long each takes. */
export interface WorkerModel {
  readonly id: string
  readonly slots: number
  readonly weight?: number
  /** Time of a request of the given size that starts now, with so many in flight (itself included). */
  readonly serviceMs: (sizeMs: number, startMs: number, inFlight: number) => number
  /** After how long a request that starts now fails; undefined: it does not. */
  readonly failsAfterMs?: (startMs: number) => number | undefined
}

/** One request with its times. */
export interface Served {
  readonly arrivalMs: number
  readonly startMs: number
  readonly endMs: number
  readonly workerId: string
  readonly isOk: boolean
}

export interface Run {
  /** In the order in which they ended. */
  readonly served: readonly Served[]
  readonly makespanMs: number
  readonly meanLatencyMs: number
}

/** Called with each decision, with the worker in its state before. */
export type Watch = (
  picked: Candidate,
  rotation: readonly Candidate[],
  request: RequestView,
) => void

interface InFlight {
  readonly served: Served
  readonly worker: SimulatedWorker
  readonly inFlight: number
}

interface SimulatedWorker extends Candidate {
  inFlight: number
  readonly model: WorkerModel
}

export interface Simulation {
  readonly workers: readonly WorkerModel[]
  readonly demand: Demand
  readonly strategy: StrategyFactory
  /** Of the strategy's random numbers. */
  readonly seed?: number
  readonly watch?: Watch
}

/**
 * Runs a demand through one central first-in-first-out queue with late binding: a request is given to a
 * worker only when a slot is free. Exact and without waiting: the clock jumps from event to event.
 */
export function simulate({ workers, demand, strategy, seed = 1, watch }: Simulation): Run {
  let nowMs = 0
  const chooser = strategy({ nowMs: () => nowMs, random: seededRandom(seed) })
  const rotation = workers.map(workerOf)
  const arrivals = scheduleArrivals(demand)
  const waiting: { arrivalMs: number; index: number }[] = []
  const inFlight: InFlight[] = []
  const served: Served[] = []

  const start = (index: number, arrivalMs: number): void => {
    const free = rotation.filter(({ inFlight, slots }) => inFlight < slots)
    const request = { path: '/v1/chat/completions', affinityKey: demand.keys?.[index] }
    const picked = chooser.pick(free, request, rotation) as SimulatedWorker
    watch?.(picked, rotation, request)
    picked.inFlight++
    const failsAfterMs = picked.model.failsAfterMs?.(nowMs)
    const serviceMs = picked.model.serviceMs(demand.sizesMs[index]!, nowMs, picked.inFlight)
    const endMs = nowMs + (failsAfterMs ?? serviceMs)
    const isOk = failsAfterMs === undefined
    const ending = { arrivalMs, startMs: nowMs, endMs, workerId: picked.id, isOk }
    inFlight.push({ served: ending, worker: picked, inFlight: picked.inFlight })
  }

  const end = (ended: InFlight): void => {
    inFlight.splice(inFlight.indexOf(ended), 1)
    const { startMs, workerId, isOk } = ended.served
    ended.worker.inFlight--
    served.push(ended.served)
    const atStart = ended.inFlight
    chooser.observe?.({ workerId, nowMs, durationMs: nowMs - startMs, isOk, inFlight: atStart })
    arrivals.onEnd(nowMs)
  }

  while (served.length < demand.sizesMs.length) {
    const next = earliest(inFlight)
    const arrivalMs = arrivals.nextMs()
    nowMs = Math.min(arrivalMs, next?.served.endMs ?? Number.POSITIVE_INFINITY)
    if (next?.served.endMs === nowMs) end(next)
    else waiting.push({ arrivalMs, index: arrivals.take() })
    while (waiting.length > 0 && rotation.some(({ inFlight, slots }) => inFlight < slots)) {
      const { index, arrivalMs: since } = waiting.shift()!
      start(index, since)
    }
  }
  return summary(served)
}

function workerOf(model: WorkerModel): SimulatedWorker {
  const { id, slots, weight = slots } = model
  return { id, slots, weight, inFlight: 0, model }
}

function earliest(inFlight: readonly InFlight[]): InFlight | undefined {
  let first: InFlight | undefined
  for (const each of inFlight) if (!first || each.served.endMs < first.served.endMs) first = each
  return first
}

function summary(served: readonly Served[]): Run {
  const latencies = served.map(({ arrivalMs, endMs }) => endMs - arrivalMs)
  return {
    served,
    makespanMs: Math.max(...served.map(({ endMs }) => endMs)),
    meanLatencyMs: latencies.reduce((sum, each) => sum + each, 0) / latencies.length,
  }
}

/** Each worker's fraction of the requests that started in a span of time. */
export function shares(run: Run, fromMs = 0, toMs = Number.POSITIVE_INFINITY) {
  const inside = run.served.filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
  const counts = new Map<string, number>()
  for (const { workerId } of inside) counts.set(workerId, (counts.get(workerId) ?? 0) + 1)
  return (workerId: string): number => (counts.get(workerId) ?? 0) / inside.length
}
