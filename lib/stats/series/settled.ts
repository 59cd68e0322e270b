import { median } from './outliers.ts'

const windowReach = 3
const farthest = 3

/**
 * A series without its single outliers: a value more than three standard deviations from the median of the
 * seven values about it becomes that median (Hampel's filter; Pearson, "Outliers in process modeling and
 * identification", IEEE Transactions on Control Systems Technology 10, 2002). A level that lasts for four
 * values or more is unchanged.
 * @param leastDeviation a known lower bound of the standard deviation: that of values in random order, most
 * of which may be equal, with small steps between them
 */
export function settled(values: Float64Array, minDeviation = 0): Float64Array {
  const steps = Array.from(values.subarray(1), (value, index) =>
    Math.abs(value - (values[index] ?? value)),
  )
  // Of the steps from value to value, because the values themselves also spread by changes of level.
  const deviation = Math.max(minDeviation, (1.4826 * median(steps)) / Math.SQRT2)
  const window = new Float64Array(2 * windowReach + 1)
  return values.map((value, index) => {
    // At the ends it is the first or last seven, of which three outliers are not the majority either.
    const from = Math.max(0, Math.min(index - windowReach, values.length - window.length))
    const around = medianOfFew(values.subarray(from, from + window.length), window)
    return Math.abs(value - around) > farthest * deviation ? around : value
  })
}

/** By insertion into `sorted`, because this is done for each value of each permutation. */
function medianOfFew(values: Float64Array, sorted: Float64Array): number {
  const { length } = values
  for (let index = 0; index < length; index++) {
    const value = values[index] as number
    let place = index
    while (place > 0 && (sorted[place - 1] as number) > value) {
      sorted[place] = sorted[place - 1] as number
      place--
    }
    sorted[place] = value
  }
  const upper = sorted[length >> 1] as number
  return length % 2 === 1 ? upper : (upper + (sorted[(length >> 1) - 1] as number)) / 2
}
