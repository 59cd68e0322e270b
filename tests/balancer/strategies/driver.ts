import type {
  Candidate,
  Observation,
  Strategy,
  StrategyFactory,
} from '../../../lib/balancer/strategies/strategy.ts'
import { request } from './worker.ts'

/** A strategy with a clock that the test sets and short methods for its events. */
export class Driver {
  readonly strategy: Strategy
  nowMs = 0

  constructor(factory: StrategyFactory, random: () => number = () => 0) {
    this.strategy = factory({ nowMs: () => this.nowMs, random })
  }

  /** The id of the picked worker, with all of them free. */
  pick(workers: readonly Candidate[], affinityKey?: string): string {
    return this.strategy.pick(workers, request(affinityKey), workers).id
  }

  picks(count: number, workers: readonly Candidate[]): string[] {
    return Array.from({ length: count }, () => this.pick(workers))
  }

  /** Responds this many times, or once, in this time. */
  succeed(
    workerId: string,
    durationMs: number,
    more: Partial<Observation> & { times?: number } = {},
  ) {
    const { times = 1, ...rest } = more
    for (let count = 0; count < times; count++) {
      const { nowMs } = this
      this.strategy.observe?.({ workerId, durationMs, nowMs, isOk: true, inFlight: 1, ...rest })
    }
  }

  fail(workerId: string, durationMs: number, times = 1): void {
    this.succeed(workerId, durationMs, { isOk: false, times })
  }
}

export function counts(ids: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const id of ids) found[id] = (found[id] ?? 0) + 1
  return found
}
