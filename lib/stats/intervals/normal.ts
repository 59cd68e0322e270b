/**
 * Probability that a standard normal value is above `z`, to a relative 1.2e-7 in both tails (Press et al.,
 * "Numerical Recipes in C", 2nd ed., 6.2, `erfcc`).
 */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const polynomial = complementCoefficients.reduceRight((sum, each) => sum * t + each, 0)
  const tail = (t * Math.exp(-x * x + polynomial)) / 2
  return z < 0 ? 1 - tail : tail
}

/** Density of the standard normal distribution at `z`. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/**
 * The value below which a standard normal one is with probability `share` (1.645 for 0.95).
 * @param share between 0 and 1
 * @throws RangeError for another share
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`${share} is not a probability`)
  let low = -38
  let high = 38
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    // The smaller tail keeps its digits.
    const isBelow = share < 0.5 ? normalTail(-middle) < share : normalTail(middle) > 1 - share
    if (isBelow) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const complementCoefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
]
