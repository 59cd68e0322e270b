import type { CaseCounts } from '../../lib/record/run/run-record.ts'
import { listed } from '../../lib/units/listed.ts'
import type { ReportedRun } from './data/reported-run.ts'
import type { Status } from './data/status.ts'
import { counted, inDigits } from './texts.ts'

/** The result of a run, in a word and in a sentence. */
export interface OverallVerdict {
  readonly status: Exclude<Status, 'error'>
  readonly word: string
  readonly sentence: string
}

/** Any failure decides; a run that proves nothing did not pass. */
export function overallVerdict({
  counts,
  findings: { findings },
}: Pick<ReportedRun, 'counts' | 'findings'>): OverallVerdict {
  const { total, passed, failed, error, inconclusive } = counts
  const hasFailed = failed + error > 0 || findings.some(({ status }) => status !== 'inconclusive')
  if (hasFailed) {
    return { status: 'failed', word: 'Failed', sentence: failedSentence(counts) }
  }
  if (inconclusive > 0) {
    const sentence = `${inDigits(inconclusive)} of ${counted(total, 'test case')} stayed inconclusive: the measurement does not decide.`
    return { status: 'inconclusive', word: 'Inconclusive', sentence }
  }
  if (passed === 0) {
    const sentence =
      total > 0 ? 'Every test case was skipped, which proves nothing.' : 'No test was run.'
    return { status: 'skipped', word: 'Nothing was tested', sentence }
  }
  const sentence =
    passed === total
      ? `Every one of ${counted(total, 'test case')} passed.`
      : `${inDigits(passed)} of ${counted(total, 'test case')} passed, the others were skipped.`
  return { status: 'passed', word: 'Passed', sentence }
}

function failedSentence({
  total,
  passed,
  failed,
  error,
  inconclusive,
  skipped,
}: CaseCounts): string {
  const parts = [
    ...(failed > 0 ? [`${inDigits(failed)} failed`] : []),
    ...(error > 0 ? [`${inDigits(error)} ended in an error`] : []),
    ...(inconclusive > 0 ? [`${inDigits(inconclusive)} stayed inconclusive`] : []),
    ...(skipped > 0 ? [`${inDigits(skipped)} ${skipped === 1 ? 'was' : 'were'} skipped`] : []),
  ]
  if (failed + error + inconclusive === 0) {
    return passed > 0
      ? `${inDigits(passed)} of ${counted(total, 'test case')} passed, and something went wrong outside them.`
      : 'The run failed outside its tests.'
  }
  return `Of ${counted(total, 'test case')}, ${listed(parts)}.`
}
