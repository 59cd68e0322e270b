import type { Baseline } from '../../record/baseline/baseline.ts'
import { BaselineFileError, readBaseline } from '../../record/baseline/baseline-file.ts'
import { baselineValidator } from './baseline-validators.ts'

/**
 * Like `readBaseline`, for a file whose runs have the form of a run's record: a damaged or hand-edited file
 * is reported in one sentence.
 * @throws BaselineFileError for a file that cannot be read or is not a baseline
 */
export function readValidBaseline(path: string): Baseline | undefined {
  const baseline = readBaseline(path)
  if (!baseline) return undefined
  const [first] = baselineValidator(baseline)
  if (!first) return baseline
  const where = first.instancePath.slice(1).replaceAll('/', '.')
  throw new BaselineFileError(
    `${path}: not a baseline: \`${where}\` ${first.message ?? 'is wrong'}`,
  )
}
