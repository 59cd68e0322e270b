import type { Measurement } from './measurement.ts'
import type { TestRecord } from './test-record.ts'

/** Data of our tests in Vitest's `task.meta`, for the reporters. */
export interface TestMeta {
  clustergate?: TestRecord
  /** The measurement of a TypeScript test from which a baseline can be made. */
  clustergateMeasurements?: Measurement[]
}

/**
 * A cast instead of an augmentation of Vitest's `TaskMeta`, which each major version declares in another
 * module.
 */
export function testMeta(meta: object): TestMeta {
  return meta as TestMeta
}
