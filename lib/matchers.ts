// biome-ignore-all lint/performance/noBarrelFile: the public face `clustergate/matchers`

export { matchers } from './matchers/matchers.ts'
export { type ConditionInput, type Expectations, type MeetOptions, meet } from './matchers/meet.ts'
export type { ClustergateMatchers, MeasurementOf } from './matchers/typed-matchers.ts'
