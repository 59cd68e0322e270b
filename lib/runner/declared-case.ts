import type { SpecTest } from '../spec/spec.ts'
import type { Expectation } from '../verdict/expectation.ts'

/** What is to be measured and expected, however it was declared: a test of a YAML spec, or a call of a check in TypeScript. */
export interface DeclaredCase
  extends Pick<SpecTest, 'name' | 'place' | 'check' | 'options' | 'runs' | 'workerIds'> {
  /** The time that each measurement may take. */
  readonly timeoutMs: number
  readonly expectations: readonly Expectation[]
}

/** A case of which nothing is expected. */
export type Measurable = Omit<DeclaredCase, 'expectations'>
