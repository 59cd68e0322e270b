import type { CircuitSettings } from '../../cluster/balancer-settings.ts'
import { FailureWindow } from './failure-window.ts'

/**
 * Whether a worker accepts requests, and why not.
 * `ready`; `starting`: back, but not with all of its slots yet; `trial`: one request may try it;
 * `ejected`: it failed too often; `down`: its probes fail; `limited`: it returned 429;
 * `unauthorized`: it returned 401 or 403; `draining`: an operator took it out.
 */
export type HealthState =
  | 'ready'
  | 'starting'
  | 'trial'
  | 'ejected'
  | 'down'
  | 'limited'
  | 'unauthorized'
  | 'draining'

/**
 * The circuit breaker and the outlier ejection of one worker, a pure state machine of events and times.
 * Consecutive failures or a high share of them open it; after a time, doubled with each ejection, one
 * request goes on trial, and its success begins the slow start (as Envoy's outlier detection does). In its
 * slow start each request that it serves adds a slot, as each acknowledgement widens the window of TCP: one
 * that is well has all of them again after a few responses, one that has to load its model gets few
 * requests meanwhile.
 */
export class WorkerHealth {
  readonly #circuit: CircuitSettings
  readonly #slowStartMs: number
  readonly #window: FailureWindow
  #failuresInRow = 0
  #ejections = 0
  #ejectedMs = Number.NEGATIVE_INFINITY
  /** Undefined: it is not ejected, nor on trial. */
  #ejectedUntilMs: number | undefined
  #limitedUntilMs = Number.NEGATIVE_INFINITY
  #unauthorizedUntilMs = Number.NEGATIVE_INFINITY
  #startedMs = Number.NEGATIVE_INFINITY
  /** Requests that it has served since then, without a failure. */
  #servedSinceStart = 0
  #isDown = false
  #isDraining = false
  readonly #onChange: () => void

  /** @param onChange called when its state has changed, other than by time alone */
  constructor(
    circuit: CircuitSettings,
    slowStartMs: number,
    onChange: () => void = () => undefined,
  ) {
    this.#onChange = onChange
    this.#circuit = circuit
    this.#slowStartMs = slowStartMs
    this.#window = new FailureWindow(circuit.windowMs)
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  set isDraining(isDraining: boolean) {
    this.#isDraining = isDraining
    this.#onChange()
  }

  state(nowMs: number): HealthState {
    if (this.#isDraining) return 'draining'
    if (this.#isDown) return 'down'
    const ejectedUntilMs = this.#ejectedUntilMs
    if (ejectedUntilMs !== undefined && nowMs < ejectedUntilMs) return 'ejected'
    if (nowMs < this.#unauthorizedUntilMs) return 'unauthorized'
    if (nowMs < this.#limitedUntilMs) return 'limited'
    if (ejectedUntilMs !== undefined) return 'trial'
    return nowMs < this.#startedMs + this.#slowStartMs ? 'starting' : 'ready'
  }

  /**
   * How many of its slots it may use now: one on trial, and in its slow start one, and one more for each
   * part of the time and for each request that it has served.
   */
  slots(all: number, nowMs: number): number {
    switch (this.state(nowMs)) {
      case 'ready':
        return all
      case 'trial':
        return 1
      case 'starting':
        return Math.min(all, 1 + Math.max(this.#slotsByTime(all, nowMs), this.#servedSinceStart))
      default:
        return 0
    }
  }

  /** When its state, or its number of slots, next changes by itself; undefined: never. */
  nextChangeMs(all: number, nowMs: number): number | undefined {
    switch (this.state(nowMs)) {
      case 'ejected':
        return this.#ejectedUntilMs
      case 'limited':
        return this.#limitedUntilMs
      case 'unauthorized':
        return this.#unauthorizedUntilMs
      case 'starting':
        return this.#startedMs + (this.slots(all, nowMs) / all) * this.#slowStartMs
      default:
        return undefined
    }
  }

  /**
   * It did its part of a request. Returns whether that ended a trial.
   * @param isServed whether it computed a response, and did not refuse the request
   */
  succeeded(nowMs: number, isServed = true): boolean {
    this.#failuresInRow = 0
    this.#window.add(nowMs, false)
    if (isServed) this.#servedSinceStart += 1
    if (this.#ejectedUntilMs === undefined) {
      // Healthy for long: the next ejection is a first one again.
      if (nowMs - this.#startedMs > this.#circuit.maxOpenForMs) this.#ejections = 0
      return false
    }
    if (nowMs < this.#ejectedUntilMs) return false
    this.#ejectedUntilMs = undefined
    this.#start(nowMs)
    this.#onChange()
    return true
  }

  /** It failed a request that was sent to it at `sentMs`. Returns the reason to eject it, if any. */
  failed(nowMs: number, sentMs: number): string | undefined {
    // Requests that were in flight when it was ejected show nothing about its current state.
    if (sentMs < this.#ejectedMs) return undefined
    this.#failuresInRow += 1
    this.#servedSinceStart = 0
    this.#window.add(nowMs, true)
    const state = this.state(nowMs)
    if (state === 'ejected' || state === 'down') return undefined
    if (this.#ejectedUntilMs !== undefined) return 'the request on trial failed'
    if (this.#failuresInRow >= this.#circuit.failures) {
      return `${this.#failuresInRow} failures in a row`
    }
    const { attempts, failures } = this.#window.counts(nowMs)
    const isOutlier =
      attempts >= this.#circuit.minRequests && failures / attempts >= this.#circuit.failureRate
    return isOutlier ? `${failures} of the last ${attempts} requests failed` : undefined
  }

  /** Ejects it. Returns for how long, in milliseconds. */
  eject(nowMs: number): number {
    const { openForMs, maxOpenForMs } = this.#circuit
    const forMs = Math.min(maxOpenForMs, openForMs * 2 ** Math.min(this.#ejections, 30))
    this.#ejections += 1
    this.#ejectedMs = nowMs
    this.#ejectedUntilMs = nowMs + forMs
    this.#forgetFailures()
    this.#onChange()
    return forMs
  }

  /** Keeps it in rotation although it fails, because there is no other. */
  pardon(): void {
    this.#ejectedUntilMs = undefined
    this.#forgetFailures()
    this.#onChange()
  }

  /** The next request tries it. Returns whether it was ejected. */
  endEjection(nowMs: number): boolean {
    if (this.#ejectedUntilMs === undefined || this.#ejectedUntilMs <= nowMs) return false
    this.#ejectedUntilMs = nowMs
    this.#onChange()
    return true
  }

  limit(untilMs: number): void {
    this.#limitedUntilMs = Math.max(untilMs, this.#limitedUntilMs)
    this.#onChange()
  }

  refuse(untilMs: number): void {
    this.#unauthorizedUntilMs = untilMs
    this.#onChange()
  }

  goDown(): void {
    this.#isDown = true
    this.#onChange()
  }

  /** A probe succeeded. Returns whether it was down: an ejected one may then be tried at once. */
  comeUp(nowMs: number): boolean {
    if (!this.#isDown) return false
    this.#isDown = false
    this.#forgetFailures()
    if (this.#ejectedUntilMs === undefined) this.#start(nowMs)
    else this.#ejectedUntilMs = Math.min(nowMs, this.#ejectedUntilMs)
    this.#onChange()
    return true
  }

  #start(nowMs: number): void {
    this.#startedMs = nowMs
    this.#servedSinceStart = 0
    this.#forgetFailures()
  }

  #slotsByTime(all: number, nowMs: number): number {
    return Math.floor((all * (nowMs - this.#startedMs)) / this.#slowStartMs)
  }

  #forgetFailures(): void {
    this.#failuresInRow = 0
    this.#window.clear()
  }
}
