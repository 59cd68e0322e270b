import type { Baseline } from '../../record/baseline/baseline.ts'
import { BaselineFileError, readBaseline } from '../../record/baseline/baseline-file.ts'
import { baselineValidator } from './baseline-validators.ts'

/**
 * As `readBaseline`, of a file whose runs have the form of a run's record: what was damaged, or edited by
 * hand, is one sentence.
 * @throws BaselineFileError for a file that cannot be read or is no baseline
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
