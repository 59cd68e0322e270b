import type { Baseline } from '../../record/baseline/baseline.ts'
import { BaselineFileError } from '../../record/baseline/baseline-file.ts'
import { UserError } from '../../source/user-error.ts'
import { readValidBaseline } from '../../verdict/baseline/valid-baseline.ts'

/**
 * The baseline in a file; undefined if there is none.
 * @throws UserError for a file that is not a baseline
 */
export function openBaseline(file: string): Baseline | undefined {
  try {
    return readValidBaseline(file)
  } catch (error) {
    if (!(error instanceof BaselineFileError)) throw error
    const expected = 'a file that `clustergate baseline save` wrote'
    throw new UserError([{ code: 'baseline_unreadable', message: error.message, expected }])
  }
}
