// biome-ignore-all lint/performance/noBarrelFile: the public entry point of the package

/**
 * The Vitest plugin, specs in TypeScript, and the types of their measurements:
 * `import clustergate, { expect, suite } from 'clustergate'`.
 * @module clustergate
 */

export type { CheckProgress } from './checks/check.ts'
export type { SecretText, WorkerType } from './cluster/cluster.ts'
export type { Looks, RegressionBudget } from './conditions/regression-budget.ts'
export type { CheckInputs } from './generated/check-inputs.ts'
export type {
  CheckKind,
  CheckLabels,
  CheckMetrics,
  CheckScopes,
} from './generated/checks.ts'
export type { ConditionInput } from './matchers/meet.ts'
export type { BaselineOptions } from './matchers/stay-within-baseline.ts'
export type {
  ClustergateMatchers,
  ExpectationsOf,
  LevelOf,
  MeasurementOf,
} from './matchers/typed-matchers.ts'
export type {
  AgentPart,
  ClientRecord,
  LoadRecord,
  SeriesRecord,
  Slo,
  TimelinePart,
  TimeName,
  TimeRecord,
} from './record/load-record.ts'
export type {
  CheckError,
  Evidence,
  EvidenceOutcome,
  Measurement,
  Subject,
  Vantage,
} from './record/measurement.ts'
export type { Overclaim } from './record/overclaim.ts'
export type { Environment, Setting, WorkerFingerprint } from './record/setting.ts'
export type {
  ScrapedSource,
  TelemetryPoint,
  TelemetrySeries,
  WorkerTelemetry,
} from './record/telemetry-record.ts'
export type {
  BaselineComparison,
  ConditionPlace,
  ConditionVerdict,
  Diagnosis,
  Verdict,
  VerdictStatus,
} from './record/verdict.ts'
export { type Place, type Problem, UserError } from './source/user-error.ts'
export type { Stage } from './spec/spec.ts'
export type { Better, Dimension, MetricValue } from './units/dimension.ts'
export type { Interval } from './units/interval.ts'
export type { Labels } from './units/labels.ts'
export type { TelemetryName } from './units/telemetry-quantity.ts'
export type {
  CheckMethods,
  CheckRun,
  ClusterHandle,
  Expected,
  Judged,
  WorkerHandle,
} from './vitest/cluster-handle.ts'
export {
  type Asserted,
  type ClustergateExpect,
  expect,
  type LaterMatchers,
} from './vitest/expect.ts'
export { clustergate as default } from './vitest/plugin.ts'
export type { ClustergateOptions } from './vitest/plugin-api.ts'
export { type SuiteFixtures, type SuiteTools, suite } from './vitest/suite.ts'
