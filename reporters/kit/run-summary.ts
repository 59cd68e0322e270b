import {
  type CaseCounts,
  type CaseRecord,
  countCases,
  type RunSource,
} from '../../lib/record/run/run-record.ts'

/** The result of a run: counted while it is read once. */
export interface RunSummary {
  readonly counts: CaseCounts
  readonly stages: ReadonlyMap<string, CaseCounts>
  readonly files: number
  /** Skipped because of the closed gate. */
  readonly behindGate: number
  /** Passed after a failed attempt. */
  readonly flaky: number
  /** Problems outside all cases. */
  readonly outside: number
  /** Nothing failed, and the run was completed. */
  readonly isGood: boolean
}

/** @param each called for every case, so that a large run is read no more often than necessary */
export function summarize(
  run: RunSource,
  each: (test: CaseRecord, stage: string) => void = () => undefined,
): RunSummary {
  const counts = countCases([])
  const stages = new Map<string, CaseCounts>()
  const seen = { files: 0, behindGate: 0, flaky: 0, outside: run.errors.length }
  for (const file of run.files) {
    const ofStage = stages.get(file.stage) ?? countCases([])
    stages.set(file.stage, ofStage)
    seen.files += 1
    seen.outside += file.errors.length
    for (const test of file.cases) {
      for (const count of [counts, ofStage]) {
        count.total += 1
        count[test.status] += 1
      }
      if (test.isBehindGate) seen.behindGate += 1
      if (isFlaky(test)) seen.flaky += 1
      each(test, file.stage)
    }
  }
  const missed = counts.failed + counts.inconclusive + counts.error
  return { counts, stages, ...seen, isGood: missed + seen.outside === 0 }
}

export function isFlaky({ status, retries }: CaseRecord): boolean {
  return status === 'passed' && retries > 0
}

/** `3 failed, 1 inconclusive, 1 error outside the tests; 8 of 13 tests passed` */
export function summaryInWords({ counts, outside, behindGate }: RunSummary): string {
  const { total, passed, failed, error, inconclusive, skipped } = counts
  const gate = behindGate > 0 ? ` (${behindGate} behind the closed gate)` : ''
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
    ...(error > 0 ? [`${error} could not be run`] : []),
    ...(outside > 0 ? [`${outside} ${outside === 1 ? 'error' : 'errors'} outside the tests`] : []),
    ...(skipped > 0 ? [`${skipped} skipped${gate}`] : []),
  ]
  const fine = `${passed} of ${total} ${total === 1 ? 'test' : 'tests'} passed`
  return [...parts, fine].join(', ')
}
