import { visibleText } from '../source/visible-text.ts'
import type { Spec, SpecTest } from './spec.ts'

/** Identifies a case: the index of its test in the file, and its worker (undefined: all together). */
export interface CaseId {
  readonly testIndex: number
  readonly workerId?: string
}

/** All cases of a spec: one per worker if a test runs on each. */
export function casesOf(spec: Spec): CaseId[] {
  return spec.tests.flatMap((test, testIndex) =>
    test.runs === 'each'
      ? test.workerIds.map((workerId) => ({ testIndex, workerId }))
      : [{ testIndex }],
  )
}

/** The name of a case in every output, on any terminal: `port open › mac-studio-2`. */
export function caseTitle({ name }: Pick<SpecTest, 'name'>, workerId: string | undefined): string {
  return visibleText(workerId === undefined ? name : `${name} › ${workerId}`)
}
