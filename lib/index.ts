// biome-ignore-all lint/performance/noBarrelFile: the public face of the package

export type { CheckKind, CheckMetrics, CheckOptions } from './generated/checks.ts'
export type { ConditionInput } from './matchers/meet.ts'
export type {
  ClustergateMatchers,
  ExpectationsOf,
  MeasurementOf,
} from './matchers/typed-matchers.ts'
export type { Evidence, Measurement, Subject } from './record/measurement.ts'
export type { ConditionVerdict, Diagnosis, Verdict } from './record/verdict.ts'
export type { Stage } from './spec/spec.ts'
export type { ClusterHandle, WorkerHandle } from './vitest/cluster-handle.ts'
export { expect } from './vitest/expect.ts'
export { clustergate as default } from './vitest/plugin.ts'
export type { ClustergateOptions } from './vitest/plugin-api.ts'
export { type SuiteFixtures, type SuiteTools, suite } from './vitest/suite.ts'
