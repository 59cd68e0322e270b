// biome-ignore-all lint/performance/noBarrelFile: the public entry point `clustergate/matchers`

/**
 * The matchers without a runner: `import { matchers, meet } from 'clustergate/matchers'`.
 * @module matchers
 */

export type { CheckKind, CheckLabels, CheckMetrics } from './generated/checks.ts'
export { type MatcherContext, type MatcherResult, matchers } from './matchers/matchers.ts'
export { type ConditionInput, type Expectations, type MeetOptions, meet } from './matchers/meet.ts'
export type { BaselineOptions, RunningTest as AskingTest } from './matchers/stay-within-baseline.ts'
export type {
  ClustergateMatchers,
  ExpectationsOf,
  LevelOf,
  MeasurementOf,
} from './matchers/typed-matchers.ts'
export type { Measurement } from './record/measurement.ts'
export type { ConditionVerdict, Diagnosis, Verdict, VerdictStatus } from './record/verdict.ts'
