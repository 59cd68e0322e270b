import type { HealthApi } from '../../servers/server.ts'

type Silence = HealthApi['silentWhileBusy']

/** For how long a worker with requests in flight may be silent before it counts as hung. */
const patienceMs: Readonly<Record<Silence, number>> = {
  known: 10 * 60_000,
  possible: 30_000,
  never: 0,
}

/** When a worker last showed that it is alive, and whether its silence may mean that it is busy. */
export class SignOfLife {
  readonly #patienceMs: number
  #lastMs: number

  /**
   * @param patience overrides the time of the server type
   * @param nowMs when it joined: a type that is known to be silent has time from then on, any other must
   * respond once first
   */
  constructor(silence: Silence, patience: number | undefined, nowMs: number) {
    this.#patienceMs = patience ?? patienceMs[silence]
    this.#lastMs = silence === 'known' ? nowMs : Number.NEGATIVE_INFINITY
  }

  markAlive(nowMs: number): void {
    this.#lastMs = nowMs
  }

  /** Whether a worker with requests in flight that does not respond to probes may be busy. */
  mayBeBusy(nowMs: number): boolean {
    return nowMs - this.#lastMs < this.#patienceMs
  }
}
