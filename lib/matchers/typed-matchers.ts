import type { CheckKind, CheckLabels, CheckMetrics } from '../generated/checks.ts'
import type { Measurement } from '../record/measurement.ts'
import type { MetricValue } from '../units/dimension.ts'
import type { ConditionInput } from './meet.ts'
import type { BaselineOptions } from './stay-within-baseline.ts'

/** A measurement whose metrics are known by name. */
export interface MeasurementOf<K extends CheckKind> extends Measurement {
  readonly check: K
  readonly metrics: Measurement['metrics'] & { readonly [M in CheckMetrics[K]]?: MetricValue }
}

/** The conditions for a measurement of this type. */
export type ExpectationsOf<T> =
  T extends MeasurementOf<infer K extends CheckKind>
    ? { readonly [M in CheckMetrics[K]]?: ConditionInput }
    : never

/** The level of conditions; checks with a single level have none. */
export type LevelOf<T> =
  T extends MeasurementOf<infer K extends CheckKind>
    ? K extends keyof CheckLabels
      ? Readonly<Partial<CheckLabels[K]>>
      : never
    : never

/**
 * The matchers of `expect(measurement)`; `expect.extend(matchers)` adds them, in a stage its setup file
 * does.
 */
export interface ClustergateMatchers<T> {
  /** Every condition is met, in the language of the YAML specs: at every level, or at that of `at`. */
  toMeet(expectations: ExpectationsOf<T>, options?: { readonly at?: LevelOf<T> }): void
  /** No packet was lost (`ping`). */
  toHaveNoPacketLoss(): void
  /** The port accepts connections (`tcp`). */
  toBeOpen(): void
  /** The name resolves (`dns`). */
  toResolve(): void
  /** The model is listed, loaded, and responds (`model`). */
  toServeItsModel(): void
  /** All workers and this host are in one network (`subnet`). */
  toBeInOneSubnet(): void
  /** Each worker's share is within 5 percentage points, or `within`, of an equal one (`balance`, `affinity`). */
  toShareLoadEvenly(options?: { readonly within?: string }): void
  /** Nothing was lost when a worker failed, which was detected, and the worker came back (`failover`). */
  toSurviveFailover(options?: {
    readonly ejectWithin?: string
    readonly returnWithin?: string
  }): void
  /**
   * No worker got more requests than its slots (`balance`, `failover`, `adapt`, `overload`, `affinity`), or
   * it has the claimed slots (`slots`).
   */
  toRespectSlots(): void
  /**
   * The candidate's throughput is this many times the baseline's, at every level or at one (`benchmark`).
   */
  toReachSpeedup(options: { readonly atLeast: string; readonly at?: LevelOf<T> }): void
  /**
   * A metric is not worse than in the baseline of this test, which `clustergate baseline save` creates
   * (`benchmark`).
   */
  toStayWithinBaseline(
    options: Omit<BaselineOptions, 'at' | 'metric'> & {
      readonly metric: Extract<keyof ExpectationsOf<T>, string>
      readonly at?: LevelOf<T>
    },
  ): void
  /** The response is faster than this duration, e.g. `10ms` (`ping`, `tcp`, `dns`, `http`, `model`). */
  toRespondWithin(duration: string): void
}
