import type { SpecTest } from '../spec/spec.ts'
import type { Expectation } from '../verdict/expectation.ts'

/**
 * A measurement and its expectations, however declared: a test of a YAML spec, or a call of a check in
 * TypeScript.
 */
export interface DeclaredCase
  extends Pick<SpecTest, 'name' | 'place' | 'check' | 'options' | 'runs' | 'workerIds'> {
  /** The time limit of each measurement, in milliseconds. */
  readonly timeoutMs: number
  readonly expectations: readonly Expectation[]
}

/** A case without expectations. */
export type Measurable = Omit<DeclaredCase, 'expectations'>
