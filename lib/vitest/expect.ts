import type { CheckMetrics } from '../generated/checks.ts'
import type { ConditionInput } from '../matchers/meet.ts'
import type { CheckKind, MeasurementOf } from './cluster-handle.ts'

// biome-ignore lint/performance/noBarrelFile: the same `expect`, under the types of this file
export { expect } from 'vitest'

/** The conditions that a measurement of this type can be held against. */
export type ExpectationsOf<T> =
  T extends MeasurementOf<infer K extends CheckKind>
    ? { readonly [M in CheckMetrics[K]]?: ConditionInput }
    : never

/** What `expect(measurement)` offers; the setup file of each stage registers them. */
export interface ClustergateMatchers<T> {
  /** Every condition holds, in the language of the YAML specs. */
  toMeet(expectations: ExpectationsOf<T>): void
  /** No packet was lost (`ping`). */
  toHaveNoPacketLoss(): void
  /** The port takes connections (`tcp`). */
  toBeOpen(): void
  /** The name resolves (`dns`). */
  toResolve(): void
  /** The model is listed, loaded, and answers (`model`). */
  toServeItsModel(): void
  /** All workers and this host are in one network (`subnet`). */
  toBeInOneSubnet(): void
  /** Each worker's share is within 5 percentage points, or `within`, of an equal one (`balance`, `affinity`). */
  toShareLoadEvenly(options?: { readonly within?: string }): void
  /** Nothing was lost when a worker went away, which was noticed and came back (`failover`). */
  toSurviveFailover(options?: {
    readonly ejectWithin?: string
    readonly returnWithin?: string
  }): void
  /** No worker got more requests than its slots (`balance`, `failover`, `adapt`, `overload`, `affinity`), or it has the slots that are claimed (`slots`). */
  toRespectSlots(): void
  /** The answer comes faster than this duration, e.g. `10ms` (`ping`, `tcp`, `dns`, `http`, `model`). */
  toAnswerWithin(duration: string): void
}

declare module 'vitest' {
  interface Matchers<T> extends ClustergateMatchers<T> {}
}
