import fc from 'fast-check'
import type {
  Candidate,
  Strategy,
  StrategyFactory,
} from '../../../lib/balancer/strategies/strategy.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'

/** Events of a strategy. Indexes are taken modulo the number of entries. */
export type Happening =
  | { readonly kind: 'request'; readonly key: string | undefined }
  | { readonly kind: 'end'; readonly index: number; readonly isOk: boolean }
  | { readonly kind: 'pass'; readonly timeMs: number }
  | { readonly kind: 'join'; readonly slots: number }
  | { readonly kind: 'leave'; readonly index: number }
  | { readonly kind: 'report'; readonly index: number; readonly inFlight: number }

const index = fc.nat(50)

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('request'), key: key() }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('end'), index, isOk: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass'), timeMs: fc.nat(20_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('join'), slots: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave'), index }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('report'), index, inFlight: fc.nat(8) }),
  },
)

export const happenings = fc.array(happening, { maxLength: 120 })

function key() {
  return fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined })
}

interface HistoryWorker extends Candidate {
  slots: number
  inFlight: number
  reportedInFlight?: number
}

interface InFlight {
  readonly worker: HistoryWorker
  readonly startMs: number
  readonly inFlight: number
}

/** Picks of one strategy, for a sequence of events. */
export class History {
  readonly strategy: Strategy
  readonly rotation: HistoryWorker[] = []
  readonly picks: { readonly picked: Candidate; readonly free: readonly Candidate[] }[] = []
  nowMs = 0
  readonly #inFlight: InFlight[] = []
  #joined = 0

  constructor(factory: StrategyFactory, workers = 3) {
    this.strategy = factory({ nowMs: () => this.nowMs, random: seededRandom(7) })
    for (let count = 0; count < workers; count++) this.#join(3)
  }

  get free(): HistoryWorker[] {
    return this.rotation.filter(({ inFlight, slots }) => inFlight < slots)
  }

  play(all: readonly Happening[]): this {
    for (const each of all) this.#play(each)
    return this
  }

  request(affinityKey?: string): string | undefined {
    const { free } = this
    if (free.length === 0) return undefined
    const view = { path: '/v1/completions', affinityKey }
    const picked = this.strategy.pick(free, view, this.rotation) as HistoryWorker
    this.picks.push({ picked, free })
    picked.inFlight++
    this.#inFlight.push({ worker: picked, startMs: this.nowMs, inFlight: picked.inFlight })
    return picked.id
  }

  #play(each: Happening): void {
    if (each.kind === 'pass') this.nowMs += each.timeMs
    if (each.kind === 'request') this.request(each.key)
    if (each.kind === 'end') this.#end(each.index, each.isOk)
    if (each.kind === 'join') this.#join(each.slots)
    if (each.kind === 'leave') this.#leave(each.index)
    if (each.kind === 'report') this.#report(each.index, each.inFlight)
  }

  #end(index: number, isOk: boolean): void {
    const [ended] = this.#inFlight.splice(index % Math.max(1, this.#inFlight.length), 1)
    if (!ended) return
    const { worker, startMs, inFlight } = ended
    worker.inFlight--
    const durationMs = this.nowMs - startMs
    const { nowMs } = this
    this.strategy.observe?.({ workerId: worker.id, nowMs, durationMs, isOk, inFlight })
  }

  #join(slots: number): void {
    this.rotation.push({ id: `worker-${this.#joined++}`, slots, weight: slots, inFlight: 0 })
  }

  /** Its requests may still end later. */
  #leave(index: number): void {
    const [left] = this.rotation.splice(index % Math.max(1, this.rotation.length), 1)
    if (left) this.strategy.forget?.(left.id)
  }

  #report(index: number, inFlight: number): void {
    const worker = this.rotation[index % Math.max(1, this.rotation.length)]
    if (worker) worker.reportedInFlight = inFlight
  }
}
