import type { Measurement } from './measurement.ts'
import type { TestRecord } from './test-record.ts'

/** What our tests leave in Vitest's `task.meta`, for the reporters. */
export interface TestMeta {
  clustergate?: TestRecord
  /** What a TypeScript test measured that a baseline can be made of. */
  clustergateMeasurements?: Measurement[]
}

/** A cast and no augmentation of Vitest's `TaskMeta`, which each major version declares in another module. */
export function testMeta(meta: object): TestMeta {
  return meta as TestMeta
}
