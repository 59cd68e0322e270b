import { type CaseCounts, countCases, type RunRecord } from '../../lib/record/run-record.ts'
import type { Finding } from './findings.ts'
import type { Status } from './status.ts'
import { counted, listed } from './texts.ts'

/** What came out of a run, in a word and in a sentence. */
export interface OverallVerdict {
  readonly status: Exclude<Status, 'error'>
  readonly word: string
  readonly sentence: string
  readonly counts: CaseCounts
}

/** Whatever went wrong decides; a run that proves nothing did not pass. */
export function overallVerdict(run: RunRecord, findings: readonly Finding[]): OverallVerdict {
  const counts = countCases(run.files.flatMap(({ cases }) => cases))
  const { total, passed, failed, error, inconclusive } = counts
  const hasFailed = failed + error > 0 || findings.some(({ status }) => status !== 'inconclusive')
  if (hasFailed) {
    return { status: 'failed', word: 'Failed', sentence: failedSentence(counts), counts }
  }
  if (inconclusive > 0) {
    const sentence = `${inconclusive} of ${counted(total, 'test case')} stayed inconclusive: what was measured does not decide.`
    return { status: 'inconclusive', word: 'Inconclusive', sentence, counts }
  }
  if (passed === 0) {
    const sentence =
      total > 0 ? 'Every test case was skipped, which proves nothing.' : 'No test was run.'
    return { status: 'skipped', word: 'Nothing was tested', sentence, counts }
  }
  const sentence =
    passed === total
      ? `Every one of ${counted(total, 'test case')} passed.`
      : `${passed} of ${counted(total, 'test case')} passed, the others were skipped.`
  return { status: 'passed', word: 'Passed', sentence, counts }
}

function failedSentence({ total, failed, error, inconclusive, skipped }: CaseCounts): string {
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(error > 0 ? [`${error} ended in an error`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} stayed inconclusive`] : []),
    ...(skipped > 0 ? [`${skipped} ${skipped === 1 ? 'was' : 'were'} skipped`] : []),
  ]
  if (failed + error + inconclusive === 0) return 'The run failed outside of its tests.'
  return `Of ${counted(total, 'test case')}, ${listed(parts)}.`
}
