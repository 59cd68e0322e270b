import type { Interval } from '../../units/interval.ts'
import { studentT } from '../intervals/student-t.ts'
import { autocorrelation } from './effective-size.ts'

/** The change of a series from its beginning to its end. */
export interface Drift {
  /**
   * Level at the end over that at the beginning, by the line through all values: 0.9 is a loss of a tenth.
   */
  readonly ratio: number
  readonly interval: Interval
}

const maxBatches = 20
const minValues = 20

/**
 * The trend of a series over the run, such as throughput that heat throttles: the slope of the least
 * squares line through the logarithms of up to twenty batch means, with Student's t. Neighbours that still
 * depend on each other count for fewer (Santer et al., "Statistical significance of trends and trend
 * differences in layer-average atmospheric temperature time series", JGR 105, 2000: by the autocorrelation
 * of the residuals).
 *
 * A run drifts if the interval does not contain 1; whether it matters depends on its size. In an
 * interleaved comparison a linear drift cancels.
 * @param values in order of time, above zero
 * @returns undefined below twenty values
 * @throws RangeError for a batch that is not above zero
 */
export function drift(values: readonly number[], confidence = 0.99): Drift | undefined {
  if (values.length < minValues) return undefined
  const logs = batchMeans(values).map((mean) => {
    if (!(mean > 0)) throw new RangeError(`${mean} has no logarithm, by which a drift is measured`)
    return Math.log(mean)
  })
  const { slope, slopeError, degreesOfFreedom } = line(logs)
  // From the middle of the first batch to that of the last is one batch less than the whole run.
  const change = slope * logs.length
  const half = studentT(confidence, degreesOfFreedom) * slopeError * logs.length
  return {
    ratio: Math.exp(change),
    interval: { low: Math.exp(change - half), high: Math.exp(change + half), confidence },
  }
}

function batchMeans(values: readonly number[]): readonly number[] {
  const size = Math.max(1, Math.floor(values.length / maxBatches))
  return Array.from({ length: Math.floor(values.length / size) }, (_, index) => {
    const batch = values.slice(index * size, (index + 1) * size)
    return batch.reduce((sum, value) => sum + value, 0) / size
  })
}

function line(values: readonly number[]) {
  const { length } = values
  const middle = (length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / length
  const extent = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
  const slope =
    values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0) / extent
  const rest = values.map((value, index) => value - mean - slope * (index - middle))
  const dependence = Math.max(0, unbiased(autocorrelation(rest) ?? 0, length))
  const effective = Math.max(3, (length * (1 - dependence)) / (1 + dependence))
  const variance = rest.reduce((sum, value) => sum + value ** 2, 0) / (effective - 2)
  return {
    slope,
    slopeError: Math.sqrt(variance / extent),
    degreesOfFreedom: Math.max(1, Math.floor(effective - 2)),
  }
}

/** Autocorrelation is underestimated in short series, especially of residuals (Kendall, 1954). */
function unbiased(dependence: number, length: number): number {
  return Math.min(0.95, dependence + (1 + 4 * dependence) / length)
}
