import type { Measurement } from '../record/measurement.ts'
import { hasLabels, levelsInWords, readLabelled } from '../units/labels.ts'
import { formatQuantity } from '../units/quantity.ts'
import { conditionValues, distinctLevels } from './condition-values.ts'
import type { Expectation } from './expectation.ts'
import type { Judged } from './judge-metric.ts'

/** The verdict on a condition without a value in the measurement, with the values that exist. */
export function verdictWithoutValue(expectation: Expectation, measurement: Measurement): Judged {
  return {
    status: 'no_data',
    measured: null,
    formatted: formatQuantity(null, 'any'),
    reason: `no data: ${whatThereIs(expectation, measurement)}`,
  }
}

function whatThereIs({ metric, family, at }: Expectation, measurement: Measurement): string {
  const nothing =
    family === undefined ? 'nothing was measured' : `no metric \`${family}*\` was measured`
  if (!at) return nothing
  const elsewhere = conditionValues({ metric, family }, measurement).map(({ level }) => level)
  const levels = distinctLevels(elsewhere)
  if (levels.length > 0) return `it was measured at ${levelsInWords(levels)} only`
  if (elsewhere.length > 0) return 'it was measured once, for all levels: ask for it without `at`'
  const known = distinctLevels(
    Object.keys(measurement.metrics).map((key) => readLabelled(key).labels),
  )
  const isKnown = known.length === 0 || known.some((level) => hasLabels(level, at))
  return isKnown ? nothing : `${nothing}, and there is no such level: ${levelsInWords(known)}`
}
